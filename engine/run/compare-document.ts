/**
 * A pipeline over a sample of its sources, to be computed here and on a cluster: the same rows go into
 * both, and no output is written.
 */
import { internalError } from '../contract/errors.ts';
import type { SampledSource } from '../contract/push-comparison.ts';
import { MOST_COMPARED_ROWS, tooManyToCompare } from '../contract/push-comparison.ts';
import type { Scan, Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { WantedOutput } from '../remote/spark-plan/program.ts';
import type { ShippedSource } from '../remote/spark-plan/sources.ts';
import { collectTargets } from './collect-targets.ts';
import type { Sampled } from './comparison-sample.ts';
import {
  addSamples,
  closeSamples,
  MOST_ROWS,
  overSamples,
  readSampled,
  sampleSources,
  scanKey,
} from './comparison-sample.ts';
import type {
  ComparedOutput,
  ComparisonOptions,
  PreparedComparison,
  PreparedPush,
  Rows,
} from './engine-api.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { fetchedRows } from './fetched-rows.ts';
import { prepareDocument } from './prepare-document.ts';
import type { Prepared } from './prepare.ts';
import { refuseErrors } from './prepare.ts';
import { bindAll, describedThere, programOf, shippedPieces } from './push-program.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';
import { nothingToRun } from './run-document.ts';
import { sortedBy } from './sorted-by.ts';

const DEFAULT_ROWS = 1000;

export async function planComparison(
  parts: EngineParts,
  document: PipelineDocument,
  options: ComparisonOptions,
): Promise<PreparedComparison> {
  const { signal } = options;
  const rows = Math.min(options.rows ?? DEFAULT_ROWS, MOST_ROWS);
  const describeElsewhere = describedThere(options);
  const given = { ...options, describeElsewhere, sample: true };
  const prepared = await prepareDocument(parts, document, given);
  refuseErrors(prepared.diagnostics);
  const { plan } = prepared;
  if (plan.sinks.length === 0) throw nothingToRun();
  await bindAll(prepared, createServices(parts, plan, openRun(signal, undefined, now)));
  const sampled = await sampleSources({
    parts,
    plan,
    rows,
    signal,
    isElsewhere: ({ source, origin }) =>
      origin !== undefined && describeElsewhere(source, origin.node) !== undefined,
    fetch: async (scan, most) => {
      const program = await programOf(parts, prepared, [firstRows(scan, most)], options);
      return options.fetch({ ...program, readSource: nothingToSend });
    },
  });
  try {
    return await overSampled(parts, prepared, options, sampled);
  } catch (thrown) {
    await closeSamples(sampled);
    throw thrown;
  }
}

type SampledSources = ReadonlyMap<string, Sampled>;

async function overSampled(
  parts: EngineParts,
  prepared: Prepared,
  options: ComparisonOptions,
  sampled: SampledSources,
): Promise<PreparedComparison> {
  const { plan } = prepared;
  const outputs = plan.sinks.map((sink): WantedOutput => {
    return { kind: 'rows', node: stepOf(sink), relation: sink.input };
  });
  return {
    ...(await programOf(parts, prepared, outputs, options, (scan) => {
      return sampled.get(scanKey(scan))?.sample.bytes;
    })),
    sources: sourcesOf(plan, sampled),
    readSource: (source, signal) => readSource(parts, plan, sampled, source, signal),
    runHere: (signal) => runHere(parts, plan, sampled, signal),
    readFetched: (step, files, signal) => readFetched(parts, plan, step, files, signal),
    close: () => closeSamples(sampled),
  };
}

function servicesOver(
  parts: EngineParts,
  plan: LogicalPlan,
  sampled: SampledSources,
  run: OpenRun,
): RunServices {
  const services = createServices(parts, plan, run);
  addSamples(
    [...sampled.values()].map(({ sample }) => sample),
    services,
  );
  return services;
}

async function* readSource(
  parts: EngineParts,
  plan: LogicalPlan,
  sampled: SampledSources,
  { scan, columns }: ShippedSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const found = sampled.get(scanKey(scan));
  if (found === undefined) throw internalError('A source that goes along was not sampled.');
  const run = openRun(signal, undefined, now);
  try {
    const services = servicesOver(parts, plan, sampled, run);
    yield* shippedPieces(parts, services, readSampled(scan, found), columns);
  } finally {
    run.close();
  }
}

function stepOf({ origin }: Sink) {
  if (origin === undefined) throw internalError('A sink belongs to no step.');
  return origin.node;
}

function firstRows(scan: Scan, rows: number): WantedOutput {
  if (scan.origin === undefined) throw internalError('A source belongs to no step.');
  return { kind: 'rows', node: scan.origin.node, relation: scan, rows };
}

const nothingToSend: PreparedPush['readSource'] = () => {
  throw internalError('What the cluster reads is not sent to it.');
};

const sourcesOf = (plan: LogicalPlan, sampled: SampledSources): SampledSource[] =>
  walk(plan.sinks).flatMap((part) => {
    const found = part.kind === 'scan' ? sampled.get(scanKey(part)) : undefined;
    if (found === undefined || part.origin === undefined) return [];
    const { node: step, port } = part.origin;
    const { whole, by, sample } = found;
    return [{ step, port, rows: sample.rows, whole, by }];
  });

async function runHere(
  parts: EngineParts,
  plan: LogicalPlan,
  sampled: SampledSources,
  signal: AbortSignal | undefined,
): Promise<readonly ComparedOutput[]> {
  const relations = overSamples(
    plan.sinks.map(({ input }) => input),
    sampled,
  );
  const wanted = plan.sinks.map((sink, i) => ({
    key: stepOf(sink),
    relation: relations[i] ?? sink.input,
    schema: plan.schemaOf(sink.input) ?? [],
  }));
  const run = openRun(signal, undefined, now);
  try {
    const services = servicesOver(parts, plan, sampled, run);
    const tables = await collectTargets(wanted, services, MOST_COMPARED_ROWS);
    return tables.map(({ rows, more }, i) => {
      if (more) throw tooManyToCompare(rows.target);
      const { input } = plan.sinks[i] as Sink;
      return { step: rows.target, rows, sortedBy: sortedBy(input) };
    });
  } finally {
    run.close();
  }
}

async function readFetched(
  parts: EngineParts,
  plan: LogicalPlan,
  step: string,
  files: string,
  signal: AbortSignal | undefined,
): Promise<Rows> {
  const sink = plan.sinks.find((each) => stepOf(each) === step);
  if (sink === undefined) throw internalError(`The step ${step} is no output.`);
  const schema = plan.schemaOf(sink.input) ?? [];
  const { rows, sources } = await fetchedRows(parts, plan, schema, files, sink.origin?.node);
  const run = openRun(signal, undefined, now);
  try {
    const services = createServices(parts, { ...plan, sources }, run);
    const [table] = await collectTargets([{ key: step, relation: rows, schema }], services);
    if (table === undefined) throw internalError('Fetched rows were not read.');
    return table.rows;
  } finally {
    run.close();
  }
}
