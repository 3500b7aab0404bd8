/** A pipeline as what is sent to a cluster, and what of its data goes along. */
import { internalError } from '../contract/errors.ts';
import { isTable } from '../contract/file-target.ts';
import type { Sink } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { WantedOutput } from '../remote/spark-plan/program.ts';
import { isClusterPath, notShared } from '../remote/spark-plan/shared-paths.ts';
import type { ShippedSource } from '../remote/spark-plan/sources.ts';
import { findTarget } from './collect-targets.ts';
import type { PreparedPush, PushPlanOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { overFetched, previewFetched } from './fetched-rows.ts';
import { leftOut } from './left-out.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { bindAll, describedThere, programOf, shippedPieces } from './push-program.ts';
import { openRun } from './run-context.ts';
import { nothingToRun, prepareOutput, writeSinks } from './run-document.ts';
import { withRun } from './run-lifecycle.ts';

export async function planPush(
  parts: EngineParts,
  document: PipelineDocument,
  options: PushPlanOptions,
): Promise<PreparedPush> {
  const { target } = options;
  const only = target === undefined ? undefined : [target];
  const describeElsewhere = describedThere(options);
  const given = { ...options, describeElsewhere };
  const prepared = await prepareDocument(parts, document, given, only);
  refuseErrors(prepared.diagnostics);
  const { plan } = prepared;
  await bindAll(prepared, createServices(parts, plan, openRun(options.signal, undefined, now)));
  const outputs =
    target === undefined
      ? plan.sinks.map((sink) => outputOf(sink, options))
      : [rowsOutput(target, plan, document, parts, options)];
  if (outputs.length === 0) throw nothingToRun();
  for (const output of outputs) {
    if (output.kind === 'fetch' && options.onlyPlan !== true) await checkTarget(output.sink, parts);
  }
  const { program, diagnostics } = await programOf(parts, prepared, outputs, options);
  const silent = target === undefined ? leftOut(prepared.graph, plan.sinks, 'a push') : [];
  return {
    program,
    diagnostics: [...diagnostics, ...silent],
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

async function* readSource(
  parts: EngineParts,
  plan: LogicalPlan,
  { scan, columns }: ShippedSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const run = openRun(signal, undefined, now);
  try {
    const names = columns.map(({ name }) => name);
    const services = createServices(parts, plan, run);
    yield* shippedPieces(parts, services, { ...scan, columns: names }, columns);
  } finally {
    run.close();
  }
}
