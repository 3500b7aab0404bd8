/** A pipeline as what is sent to a cluster, and what of its data goes along. */
import { internalError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { isTable } from '../contract/file-target.ts';
import { rel } from '../contract/rel.ts';
import type { Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { stepNames } from '../export/step-names.ts';
import type { SourceDescription } from '../contract/source.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import type { WantedOutput } from '../remote/spark-plan/program.ts';
import { planProgram } from '../remote/spark-plan/program.ts';
import type { ShippedSource } from '../remote/spark-plan/sources.ts';
import { isClusterPath, notShared } from '../remote/spark-plan/shared-paths.ts';
import { transportType } from '../remote/spark-plan/transport.ts';
import { endsOf } from './check-expectations.ts';
import { findTarget } from './collect-targets.ts';
import type { PreparedPush, PushPlanOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import type { DescribeElsewhere } from './prepare-document.ts';
import { prepareDocument } from './prepare-document.ts';
import { overFetched, previewFetched } from './fetched-rows.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { openRun } from './run-context.ts';
import { nothingToRun, prepareOutput, writeSinks } from './run-document.ts';
import { withRun } from './run-lifecycle.ts';
import { storeRows } from './stored-rows.ts';

export async function planPush(
  parts: EngineParts,
  document: PipelineDocument,
  options: PushPlanOptions,
): Promise<PreparedPush> {
  const { target } = options;
  const only = target === undefined ? undefined : [target];
  const describeElsewhere = onCluster(options);
  const given = { ...options, describeElsewhere };
  const { plan, input, diagnostics } = await prepareDocument(parts, document, given, only);
  refuseErrors(diagnostics);
  const { physical } = createServices(parts, plan, openRun(options.signal, undefined, now));
  // Bound here, so that the columns of queries are known.
  for (const part of walk(endsOf(plan.sinks))) await physical.bind(part);
  const outputs =
    target === undefined
      ? plan.sinks.map((sink) => outputOf(sink, options))
      : [rowsOutput(target, plan, document, parts, options)];
  if (outputs.length === 0) throw nothingToRun();
  for (const output of outputs) {
    if (output.kind === 'fetch' && options.onlyPlan !== true) await checkTarget(output.sink, parts);
  }
  const planned = await planProgram({
    outputs,
    steps: stepNames(plan),
    schemaOf: plan.schemaOf,
    describe: parts.describe,
    describeSource: (scan) => physical.describe(scan),
    parameters: input.parameters,
    uriOf: options.uriOf,
  });
  if (!planned.ok) {
    refuseErrors(planned.diagnostics);
    throw internalError('A pipeline is refused for no reason.');
  }
  return {
    program: planned.program,
    diagnostics: [...diagnostics, ...planned.diagnostics],
    readSource: (source, signal) => readSource(parts, plan, source, signal),
    writeFetched: (step, files, signal) =>
      withRun(parts, document, signal === undefined ? {} : { signal }, async (run) => {
        const over = await overFetched(parts, plan, step, files);
        return writeSinks(parts, over, createServices(parts, over, run));
      }),
    previewFetched: (files, asked) => {
      if (target === undefined) throw internalError('There is no target to look at.');
      const { key } = parseTarget(target, document, parts.registry);
      return previewFetched(parts, plan, findTarget(key, plan), files, asked);
    },
  };
}

/** What cannot be written here is said before the cluster computes it. */
async function checkTarget(sink: Sink, { runtime }: EngineParts): Promise<void> {
  if (isTable(sink.target)) return;
  await runtime.discardOutput(await prepareOutput(sink, runtime));
}

/** Files that are named by URI are looked at by the cluster, once for each source. */
function onCluster({ describeFiles }: PushPlanOptions): DescribeElsewhere {
  const known = new Map<string, Promise<SourceDescription>>();
  return (spec, node) => {
    if (!('paths' in spec) || !spec.paths.some(isClusterPath)) return undefined;
    const key = sourceKey(spec);
    const found = known.get(key) ?? describeFiles(spec, node);
    known.set(key, found);
    return found;
  };
}

function outputOf(sink: Sink, { sinkUriOf }: PushPlanOptions): WantedOutput {
  const path = isTable(sink.target) ? undefined : sink.target.path;
  const uri = path === undefined ? undefined : sinkUriOf(path);
  if (path !== undefined && uri === undefined && isClusterPath(path)) {
    throw notShared(path, sink.origin?.node);
  }
  return uri === undefined ? { kind: 'fetch', sink } : { kind: 'write', sink, uri };
}

function rowsOutput(
  target: string,
  plan: LogicalPlan,
  document: PipelineDocument,
  { registry }: EngineParts,
  { rows }: PushPlanOptions,
): WantedOutput {
  const { node, key } = parseTarget(target, document, registry);
  const { relation } = findTarget(key, plan);
  return { kind: 'rows', node, relation, ...(rows === undefined ? {} : { rows }) };
}

/** Bytes of rows in one piece of what goes along: pieces that the server has are not sent again. */
const PIECE_BYTES = 8 << 20;

async function* readSource(
  parts: EngineParts,
  plan: LogicalPlan,
  { scan, columns }: ShippedSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const run = openRun(signal, undefined, now);
  try {
    const services = createServices(parts, plan, run);
    const rows = rel.project(
      { ...scan, columns: columns.map(({ name }) => name) },
      columns.map(({ name, type }) => ({
        name,
        expression: ex.cast(ex.column(name), transportType(type)),
      })),
    );
    const stored = await storeRows(parts, rows, services);
    try {
      const pieces = Math.max(1, Math.ceil(stored.bytes / PIECE_BYTES));
      const size = Math.max(1, Math.ceil(stored.rows / pieces));
      // One piece without rows tells the columns.
      for (let from = 0; from === 0 || from < stored.rows; from += size) {
        yield await stored.read(from, size);
      }
    } finally {
      await stored.close();
    }
  } finally {
    run.close();
  }
}
