/** The partitions of a stage: what each of its tasks reads, and the relation it computes. */
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf, walk, withInputs } from '../contract/relation.ts';
import type { Split } from '../contract/source.ts';
import type { PhysicalContext } from './physical-context.ts';
import { coalescePartitions } from './sizing.ts';

/** What one task reads of one leaf. */
export type LeafPart =
  | { readonly leaf: Scan; readonly split: Split }
  /** A source without any split: its columns and no rows. */
  | { readonly leaf: Scan; readonly split: undefined }
  | {
      readonly leaf: StageOutput;
      /** Stored partitions, in order; `all`: every one, the same for every task. */
      readonly partitions: readonly number[] | 'all';
    };

export interface Partition {
  /** The stage's relation, with unions narrowed to the branch that this task computes. */
  readonly relation: Relation;
  readonly parts: readonly LeafPart[];
  /** Rows of the partitions before this one, where a stored input tells. */
  readonly rowOffset: number;
}

type Sizes = Pick<PhysicalContext, 'splitsOf' | 'stage' | 'sizing'>;

/** Partitions of a relation without exchanges, in row order. At least one. */
export function partitionsOf(relation: Relation, sizes: Sizes): Partition[] {
  const groups = groupPartitions(relation, sizes);
  return enumerate(relation, sizes, groups);
}

/** Which stored partitions are read together, by stage output. */
type Groups = ReadonlyMap<StageOutput, readonly (readonly number[])[]>;

/**
 * Inputs that were hashed into the same number of partitions meet in joins, so they are coalesced
 * alike, by their sizes together.
 */
function groupPartitions(relation: Relation, sizes: Sizes): Groups {
  const read = walk([relation]).filter(
    (leaf): leaf is StageOutput => leaf.kind === 'stage-output' && leaf.read === 'partition',
  );
  const together = new Map<string, StageOutput[]>();
  for (const leaf of read) {
    const { distribution } = leaf;
    const key = distribution.kind === 'hash' ? `hash ${distribution.partitions}` : leaf.stage;
    together.set(key, [...(together.get(key) ?? []), leaf]);
  }
  const groups = new Map<StageOutput, readonly (readonly number[])[]>();
  for (const leaves of together.values()) {
    const bytes: number[] = [];
    for (const leaf of leaves) {
      sizes.stage(leaf).partitions.forEach((partition, i) => {
        bytes[i] = (bytes[i] ?? 0) + partition.bytes;
      });
    }
    const grouped = coalescePartitions(bytes, sizes.sizing);
    for (const leaf of leaves) groups.set(leaf, grouped);
  }
  return groups;
}

function enumerate(relation: Relation, sizes: Sizes, groups: Groups): Partition[] {
  switch (relation.kind) {
    case 'scan': {
      const splits = sizes.splitsOf(relation);
      const parts: LeafPart[] =
        splits.length === 0
          ? [{ leaf: relation, split: undefined }]
          : splits.map((split) => ({ leaf: relation, split }));
      return parts.map((part) => ({ relation, parts: [part], rowOffset: 0 }));
    }
    case 'stage-output':
      return stored(relation, sizes, groups);
    case 'union':
      return relation.inputs.flatMap((input) => enumerate(input, sizes, groups));
    case 'join':
    case 'asof-join': {
      const left = enumerate(relation.left, sizes, groups);
      const right = enumerate(relation.right, sizes, groups);
      return left.map((one, i) => combine(relation, [one, matching(right, i, left.length)]));
    }
    case 'exchange':
      throw internalError('A stage must not hold an exchange.');
    default: {
      const inputs = inputsOf(relation).map((input) => enumerate(input, sizes, groups));
      const [first] = inputs;
      if (first === undefined) return [{ relation, parts: [], rowOffset: 0 }];
      return first.map((one, i) =>
        combine(relation, [
          one,
          ...inputs.slice(1).map((other) => matching(other, i, first.length)),
        ]),
      );
    }
  }
}

/** The i-th partition of another input, or its only one. */
function matching(partitions: readonly Partition[], i: number, count: number): Partition {
  const found = partitions.length === 1 ? partitions[0] : partitions[i];
  if (found === undefined || (partitions.length !== 1 && partitions.length !== count)) {
    throw internalError(`Inputs of ${partitions.length} and ${count} partitions cannot meet.`);
  }
  return found;
}

const combine = (relation: Relation, inputs: readonly Partition[]): Partition => ({
  relation: withInputs(
    relation,
    inputs.map((input) => input.relation),
  ),
  parts: inputs.flatMap((input) => input.parts),
  rowOffset: inputs[0]?.rowOffset ?? 0,
});

function stored(output: StageOutput, sizes: Sizes, groups: Groups): Partition[] {
  const { partitions } = sizes.stage(output);
  const grouped = groups.get(output);
  if (output.read === 'all' || grouped === undefined || grouped.length === 0) {
    return [{ relation: output, parts: [{ leaf: output, partitions: 'all' }], rowOffset: 0 }];
  }
  let rows = 0;
  return grouped.map((group) => {
    const rowOffset = rows;
    for (const partition of group) rows += partitions[partition]?.rows ?? 0;
    return { relation: output, parts: [{ leaf: output, partitions: group }], rowOffset };
  });
}
