/** A relation over the first rows of its sources, and what that makes of its own rows. */
import type { Relation, StageOutput } from '../contract/relation.ts';
import { inputsOf, transformUp, walk } from '../contract/relation.ts';
import { rel } from '../contract/rel.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { now } from './engine-parts.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';
import type { SourceSample } from './source-samples.ts';
import { sampleSource } from './take-sample.ts';

/**
 * What the rows over samples are of all rows. `whole`: all of them. `prefix`: the first of them.
 * `part`: rows that all of them need not hold.
 */
export type Coverage = 'whole' | 'prefix' | 'part';

export interface SampledRelation {
  readonly relation: Relation;
  readonly coverage: Coverage;
  /** Rows of sources that it is computed from. */
  readonly sourceRows: number;
}

/** Samples are taken to their end: whoever asks next finds them. */
export const openSampling = (): OpenRun =>
  openRun(undefined, undefined, now, { interactive: true });

/**
 * @param services of the run that computes the relation; they learn where the samples are
 * @param sampling of the run that takes samples
 */
export async function sampleRelation(
  relation: Relation,
  parts: EngineParts,
  services: RunServices,
  sampling: RunServices,
): Promise<SampledRelation> {
  const scans = walk([relation]).filter((part) => part.kind === 'scan');
  const samples = new Map<Relation, SourceSample>();
  await Promise.all(
    scans.map(async (scan) => samples.set(scan, await sampleSource(scan, parts, sampling))),
  );
  const leaves = new Set<SourceSample>(samples.values());
  for (const { output, partitions, bytes } of leaves) {
    services.stages.addResident(output.stage, partitions, bytes);
  }
  const [sampled = relation] = transformUp([relation], (part) => {
    const sample = samples.get(part);
    if (sample === undefined || part.kind !== 'scan') return part;
    const output: StageOutput = {
      ...sample.output,
      ...(part.origin === undefined ? {} : { origin: part.origin }),
    };
    if (part.columns === undefined) return output;
    const columns = rel.select(output, part.columns);
    return part.origin === undefined ? columns : { ...columns, origin: part.origin };
  });
  return {
    relation: sampled,
    coverage: coverageOf(relation, (scan) => samples.get(scan)?.whole === true),
    sourceRows: [...leaves].reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** @param isWhole whether all rows of a scan are there; of others there are the first */
export function coverageOf(relation: Relation, isWhole: (scan: Relation) => boolean): Coverage {
  const known = new Map<Relation, Coverage>();
  const visit = (part: Relation): Coverage => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const coverage =
      part.kind === 'scan'
        ? isWhole(part)
          ? 'whole'
          : 'prefix'
        : coverageOver(part, inputsOf(part).map(visit));
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
