/** A pipeline as code for a target. */
import { exportPipeline } from '../export/export-pipeline.ts';
import type { ExportResult } from '../export/project.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { ExportOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { walk } from '../contract/relation.ts';
import { isError } from '../contract/diagnostic.ts';
import { openRun } from './run-context.ts';

export async function exportDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: ExportOptions,
): Promise<ExportResult> {
  const { plan, input, diagnostics } = await prepareDocument(parts, document, options);
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  const { physical } = createServices(parts, plan, openRun(options.signal, undefined, now));
  // Bound here, so that the columns of queries are known.
  for (const part of walk(plan.sinks)) await physical.bind(part);
  return exportPipeline(options.target, {
    document,
    plan,
    parameters: input.parameters,
    describe: parts.describe,
    describeSource: (scan) => physical.describe(scan),
    columnsOf: physical.columnsOf,
    version: options.version ?? '0.0.0',
  });
}
