/** A relation over the first rows of its sources, and what that makes of its own rows. */
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import { rel } from '../contract/rel.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { now } from './engine-parts.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';
import type { Coverage, SourceSample } from './source-samples.ts';
import { sampleSource } from './take-sample.ts';

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
  const samples = new Map<Relation, SourceSample>(leaves);
  await Promise.all(
    scans.map(async (scan) => samples.set(scan, await sampleSource(scan, parts, sampling))),
  );
  for (const { output, partitions, bytes } of new Set(samples.values())) {
    services.stages.addResident(output.stage, partitions, bytes);
  }
  const sources = new Map([...samples.values()].flatMap((sample) => [...sample.sources]));
  return {
    relation: overSamples(relation, samples),
    coverage: coverageOf(relation, (part) => samples.get(part)?.coverage),
    sourceRows: [...sources.values()].reduce((sum, rows) => sum + rows, 0),
    sources,
  };
}

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
