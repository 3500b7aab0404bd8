/**
 * The rows that both sides of a comparison compute with: of the largest source its first ones, of the
 * others all as far as they are few, so that joins find their partners.
 */
import { rel } from '../contract/rel.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { transformUp, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import { fetchedRows } from './fetched-rows.ts';
import { openRun } from './run-context.ts';
import type { SourceSample } from './source-samples.ts';
import { storeRows } from './stored-rows.ts';
import { sampleSource } from './take-sample.ts';
import { asSample } from './whole-rows.ts';

/** Of the rows of sources that are taken as a whole. */
const WHOLE_BYTES = 8 << 20;

/** Of any source: what has more in so few bytes is not small. */
export const MOST_ROWS = 50_000;

export interface Sampled {
  readonly scan: Scan;
  readonly sample: SourceSample;
  readonly whole: boolean;
  readonly by: 'here' | 'cluster';
}

export interface SampleInput {
  readonly parts: EngineParts;
  readonly plan: LogicalPlan;
  /** How many rows of a source that is not taken as a whole. */
  readonly rows: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the cluster alone reads it. */
  readonly isElsewhere: (scan: Scan) => boolean;
  /** First rows of what the cluster alone reads, one more than `rows` if there are more: pattern of Arrow files; undefined: none. */
  readonly fetch: (scan: Scan, rows: number) => Promise<string | undefined>;
}

export const scanKey = ({ source, output }: Scan): string => `${sourceKey(source)} ${output}`;

/** By `scanKey`. Sources without files, as long as they have few rows, are left as they are. */
export async function sampleSources(input: SampleInput): Promise<ReadonlyMap<string, Sampled>> {
  const { parts, plan, rows, signal, isElsewhere } = input;
  const run = openRun(signal, undefined, now);
  const sampled = new Map<string, Sampled>();
  try {
    const services = createServices(parts, plan, run);
    let left = WHOLE_BYTES;
    for (const { scan, isLargest } of smallestFirst(plan, services, rows)) {
      const isSmall = !isLargest && services.physical.describe(scan).bytes <= left;
      const taken = isElsewhere(scan)
        ? await fetchedSample(scan, isSmall ? MOST_ROWS : rows, input)
        : await readSample(scan, input, services);
      const { sample } = taken;
      const isKept = !isLargest && sample.bytes <= left;
      if (isKept) left -= sample.bytes;
      const isCut = !isKept && sample.rows > rows;
      sampled.set(scanKey(scan), isCut ? await cut(taken, rows, input) : taken);
    }
    return sampled;
  } catch (thrown) {
    await closeSamples(sampled);
    throw thrown;
  } finally {
    run.close();
  }
}

function distinctScans(plan: LogicalPlan): Scan[] {
  const scans = walk(plan.sinks).filter((part): part is Scan => part.kind === 'scan');
  return [...new Map(scans.map((scan) => [scanKey(scan), scan])).values()];
}

/** Rows that stand in the pipeline itself, and generated ones: as many as would be taken of files. */
function isFew({ source, output }: Scan, { physical }: RunServices, rows: number): boolean {
  if (source.format === 'inline') return true;
  if (source.format !== 'generate') return false;
  const { rows: all } = physical.describe({ kind: 'scan', source, output });
  return all !== undefined && all <= rows;
}

/** The sources, and which of them is the largest. */
function smallestFirst(plan: LogicalPlan, services: RunServices, rows: number) {
  const bytesOf = (scan: Scan): number => services.physical.describe(scan).bytes;
  const scans = distinctScans(plan)
    .filter((scan) => !isFew(scan, services, rows))
    .toSorted((a, b) => bytesOf(a) - bytesOf(b));
  return scans.map((scan, i) => ({ scan, isLargest: i === scans.length - 1 }));
}

async function readSample(scan: Scan, input: SampleInput, services: RunServices): Promise<Sampled> {
  // Of a preview, which may be given up at any time: kept as long as the comparison lasts.
  const first = await sampleSource(scan, input.parts, services);
  const sample = await keep(first.output, undefined, input, [first]);
  return { scan, sample, whole: first.coverage === 'whole', by: 'here' };
}

async function fetchedSample(scan: Scan, rows: number, input: SampleInput): Promise<Sampled> {
  const { parts, plan } = input;
  const files = await input.fetch(scan, rows + 1);
  const schema = plan.schemaOf(scan) ?? [];
  const found =
    files === undefined
      ? await noRows(schema, input)
      : await fetchedRows(parts, plan, schema, files, scan.origin?.node);
  const sample = await keep(found.rows, undefined, {
    ...input,
    plan: { ...plan, sources: found.sources },
  });
  const taken: Sampled = { scan, sample, whole: true, by: 'cluster' };
  return sample.rows > rows ? cut(taken, rows, input) : taken;
}

async function cut(taken: Sampled, rows: number, input: SampleInput): Promise<Sampled> {
  const { sample } = taken;
  try {
    return { ...taken, whole: false, sample: await keep(sample.output, rows, input, [sample]) };
  } finally {
    await sample.close();
  }
}

async function noRows(columns: Schema, { parts, plan }: SampleInput) {
  const spec: SourceSpec = { format: 'inline', columns, rows: [] };
  const description = await parts.catalog.describe(spec, undefined);
  return {
    rows: rel.scan(spec),
    sources: new Map([...plan.sources, [sourceKey(spec), description]]),
  };
}

/** Stages of an engine have names of their own. */
let count = 0;

/** Stores rows until they are closed: both sides read the same ones. */
async function keep(
  relation: Relation,
  limit: number | undefined,
  { parts, plan, signal }: Pick<SampleInput, 'parts' | 'plan' | 'signal'>,
  over: readonly SourceSample[] = [],
): Promise<SourceSample> {
  const run = openRun(signal, undefined, now);
  try {
    const services = createServices(parts, plan, run);
    addSamples(over, services);
    const rows = limit === undefined ? relation : rel.limit(relation, limit);
    const stored = await storeRows(parts, rows, services);
    count += 1;
    return asSample(stored, `compared_${count}`, await services.bind(relation));
  } finally {
    run.close();
  }
}

export function addSamples(samples: Iterable<SourceSample>, { stages }: RunServices): void {
  for (const { output, partitions, bytes } of samples) {
    stages.addResident(output.stage, partitions, bytes);
  }
}

/** The same relations over the samples. */
export function overSamples(
  roots: readonly Relation[],
  sampled: ReadonlyMap<string, Sampled>,
): readonly Relation[] {
  return transformUp(roots, (part) => {
    if (part.kind !== 'scan') return part;
    const found = sampled.get(scanKey(part));
    return found === undefined ? part : readSampled(part, found);
  });
}

/** The columns that the scan asks for. */
export function readSampled(scan: Scan, { sample }: Sampled): Relation {
  const origin = scan.origin === undefined ? {} : { origin: scan.origin };
  const output = { ...sample.output, ...origin };
  return scan.columns === undefined ? output : { ...rel.select(output, scan.columns), ...origin };
}

export async function closeSamples(sampled: ReadonlyMap<string, Sampled>): Promise<void> {
  await Promise.all([...sampled.values()].map(({ sample }) => sample.close()));
}
