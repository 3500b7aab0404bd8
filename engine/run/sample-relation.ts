/** A relation over the first rows of its sources, and what that makes of its own rows. */
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import { rel } from '../contract/rel.ts';
import { sourceKey } from '../logical/compile.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { now, optimiseRoots } from './engine-parts.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';
import type { Coverage, SourceSample } from './source-samples.ts';
import { isWide, sampleSource } from './take-sample.ts';

export interface SampledRelation {
  readonly relation: Relation;
  readonly coverage: Coverage;
  /** Rows of sources that it is computed from. */
  readonly sourceRows: number;
  /** The same for each source. */
  readonly sources: ReadonlyMap<string, number>;
}

/** Samples are taken to their end: whoever asks next finds them. */
export const openSampling = (): OpenRun =>
  openRun(undefined, undefined, now, { interactive: true });

/**
 * @param services of the run that computes the relation; they learn where the samples are
 * @param sampling of the run that takes samples
 * @param stored rows of relations below, computed before over samples
 */
export async function sampleRelation(
  relation: Relation,
  parts: EngineParts,
  services: RunServices,
  sampling: RunServices,
  stored: ReadonlyMap<Relation, SourceSample> = new Map(),
): Promise<SampledRelation> {
  const { leaves, scans } = leavesOf(relation, stored);
  addResidents(leaves.values(), services);
  const isNarrowed = scans.some((scan) => isWide(scan, sampling));
  // The optimiser finds the columns that are needed of each scan.
  const [narrowed = relation] = isNarrowed
    ? await optimiseRoots([overSamples(relation, leaves)], services)
    : [relation];
  const read = isNarrowed ? leavesOf(narrowed, new Map()).scans : scans;
  const samples = new Map<Relation, SourceSample>(isNarrowed ? [] : leaves);
  const bySource = new Map<string, SourceSample>();
  for (const [scan, sample] of await takeSamples(read, parts, sampling)) {
    samples.set(scan, sample);
    bySource.set(sourceOutput(scan), sample);
  }
  addResidents(samples.values(), services);
  const sources = new Map(
    [...leaves.values(), ...samples.values()].flatMap((sample) => [...sample.sources]),
  );
  const coverageAt = (part: Relation): Coverage | undefined =>
    part.kind === 'scan' ? bySource.get(sourceOutput(part))?.coverage : leaves.get(part)?.coverage;
  return {
    relation: overSamples(narrowed, samples),
    coverage: coverageOf(relation, coverageAt),
    sourceRows: [...sources.values()].reduce((sum, rows) => sum + rows, 0),
    sources,
  };
}

const takeSamples = (
  scans: readonly Scan[],
  parts: EngineParts,
  sampling: RunServices,
): Promise<[Scan, SourceSample][]> =>
  Promise.all(
    scans.map(async (scan): Promise<[Scan, SourceSample]> => [
      scan,
      await sampleSource(scan, parts, sampling),
    ]),
  );

function addResidents(samples: Iterable<SourceSample>, { stages }: RunServices): void {
  for (const { output, partitions, bytes } of new Set(samples))
    stages.addResident(output.stage, partitions, bytes);
}

const sourceOutput = ({ source, output }: Scan): string => `${sourceKey(source)} ${output}`;

/** What is stored, and the scans that nothing stored stands for. */
function leavesOf(relation: Relation, stored: ReadonlyMap<Relation, SourceSample>) {
  const leaves = new Map<Relation, SourceSample>();
  const scans = new Set<Scan>();
  const visit = (part: Relation): void => {
    const sample = stored.get(part);
    if (sample !== undefined) leaves.set(part, sample);
    else if (part.kind === 'scan') scans.add(part);
    else inputsOf(part).forEach(visit);
  };
  visit(relation);
  return { leaves, scans: [...scans] };
}

function overSamples(root: Relation, samples: ReadonlyMap<Relation, SourceSample>): Relation {
  const done = new Map<Relation, Relation>();
  const visit = (part: Relation): Relation => {
    const known = done.get(part);
    if (known !== undefined) return known;
    const sample = samples.get(part);
    const result =
      sample === undefined
        ? withInputs(part, inputsOf(part).map(visit))
        : readSample(part, sample.output);
    done.set(part, result);
    return result;
  };
  return visit(root);
}

function readSample(part: Relation, sample: StageOutput): Relation {
  const origin = part.origin === undefined ? {} : { origin: part.origin };
  const output: StageOutput = { ...sample, ...origin };
  if (part.kind !== 'scan' || part.columns === undefined) return output;
  return { ...rel.select(output, part.columns), ...origin };
}

/** @param leafCoverage of relations that are stored; of scans that are not there are no rows */
export function coverageOf(
  relation: Relation,
  leafCoverage: (part: Relation) => Coverage | undefined,
): Coverage {
  const known = new Map<Relation, Coverage>();
  const visit = (part: Relation): Coverage => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const coverage = leafCoverage(part) ?? coverageOver(part, inputsOf(part).map(visit));
    known.set(part, coverage);
    return coverage;
  };
  return visit(relation);
}

function coverageOver(relation: Relation, inputs: readonly Coverage[]): Coverage {
  if (inputs.every((input) => input === 'whole')) return 'whole';
  const [first = 'part', ...others] = inputs;
  switch (relation.kind) {
    // One row after the other, in order.
    case 'filter':
    case 'project':
    case 'limit':
    case 'unnest':
    case 'unpivot':
    case 'sink':
      return first;
    // Each left row by itself; rows that only the right side has come last, in no run's order.
    case 'join':
      return relation.type !== 'right' &&
        relation.type !== 'full' &&
        others.every((other) => other === 'whole')
        ? first
        : 'part';
    default:
      return 'part';
  }
}
