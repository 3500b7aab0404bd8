/** A pipeline as code for a target. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { isError } from '../contract/diagnostic.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { exportPipeline } from '../export/export-pipeline.ts';
import type { ExportResult } from '../export/project.ts';
import { endsOf, expectationsOf } from './check-expectations.ts';
import type { ExportOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { parameterUse } from './parameter-use.ts';
import { prepareDocument } from './prepare-document.ts';
import { openRun } from './run-context.ts';

const NOTHING_TO_EXPORT: Diagnostic = {
  severity: 'error',
  code: 'nothing-to-export',
  message: 'No step of the pipeline writes a file.',
  hint: 'Add an output step.',
};

export async function exportDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: ExportOptions,
): Promise<ExportResult> {
  const { plan, graph, input, diagnostics } = await prepareDocument(parts, document, options);
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  if (plan.sinks.length === 0) return { ok: false, diagnostics: [NOTHING_TO_EXPORT] };
  const { physical } = createServices(parts, plan, openRun(options.signal, undefined, now));
  // Bound here, so that the columns of queries are known.
  for (const part of walk(endsOf(plan.sinks))) await physical.bind(part);
  const { parameters } = input;
  return exportPipeline(options.target, {
    document,
    plan,
    parameters,
    use: parameterUse(graph, plan.sinks, parameters),
    requirements: expectationsOf(plan.sinks).map(({ join, side, relation }) => ({
      ...(join.origin === undefined ? {} : { origin: join.origin }),
      message: `The join ${join.origin?.node ?? ''} expects ${join.expect ?? ''}, but keys are repeated on the ${side} side:`,
      note: `Keys of the ${side} side of ${join.origin?.node ?? ''} stand there once.`,
      relation,
    })),
    describe: parts.describe,
    describeSource: (scan) => physical.describe(scan),
    columnsOf: physical.columnsOf,
    version: options.version ?? '0.0.0',
  });
}
