/** A pipeline as code for a target. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { isError } from '../contract/diagnostic.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { exportPipeline } from '../export/export-pipeline.ts';
import type { ExportResult } from '../export/project.ts';
import { endsOf, expectationsOf } from './check-expectations.ts';
import type { Graph } from '../graph/graph.ts';
import { narrowSteps } from '../optimise/narrow-steps.ts';
import type { ExportOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { leftOut } from './left-out.ts';
import { parameterUse } from './parameter-use.ts';
import { prepareDocument } from './prepare-document.ts';
import { openRun } from './run-context.ts';

/** Code shows nobody its rows: without files it would compute them for nothing. */
function nothingToExport(graph: Graph): Diagnostic {
  const steps = lastSteps(graph);
  const [last] = steps;
  const known = last === undefined ? '' : ` after ${listed(steps.map((id) => `"${id}"`))}`;
  return {
    severity: 'error',
    code: 'nothing-to-export',
    message: 'No step of the pipeline writes a file: its code would do nothing.',
    hint: `Add an output step${known}.`,
  };
}

const listed = (names: readonly string[]): string =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names.slice(-1).join('')}`;

/** Steps whose rows no other step makes others of. */
function lastSteps({ order, nodes }: Graph): readonly string[] {
  const makers = order.filter((id) => (nodes.get(id)?.outPorts.length ?? 0) > 0);
  const read = new Set(
    makers.flatMap((id) =>
      [...(nodes.get(id)?.inputs.values() ?? [])].flat().map(({ node }) => node),
    ),
  );
  return makers.filter((id) => !read.has(id));
}

export async function exportDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: ExportOptions,
): Promise<ExportResult> {
  const { plan, graph, input, diagnostics } = await prepareDocument(parts, document, options);
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  if (plan.sinks.length === 0) return { ok: false, diagnostics: [nothingToExport(graph)] };
  const { physical } = createServices(parts, plan, openRun(options.signal, undefined, now));
  // Bound here, so that the columns of queries are known.
  for (const part of walk(endsOf(plan.sinks))) await physical.bind(part);
  const { parameters } = input;
  const result = await exportPipeline(options.target, {
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
    narrow: (roots) => narrowSteps(roots, physical.columnsOf),
    version: options.version ?? '0.0.0',
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
  });
  if (!result.ok) return result;
  return { ...result, diagnostics: [...result.diagnostics, ...leftOut(graph, plan.sinks, 'code')] };
}
