/** The partitions of a stage: what each of its tasks reads, and the relation it computes. */
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf, walk, withInputs } from '../contract/relation.ts';
import type { Split } from '../contract/source.ts';
import type { PhysicalContext } from './physical-context.ts';
import { coalescePartitions } from './sizing.ts';
import type { Slice } from './slices.ts';
import { skewedLeaf, skewLimit, slicesOf } from './slices.ts';

/** What one task reads of one leaf. */
export type LeafPart =
  | { readonly leaf: Scan; readonly split: Split }
  /** A source without any split: its columns and no rows. */
  | { readonly leaf: Scan; readonly split: undefined }
  | {
      readonly leaf: StageOutput;
      /** Stored partitions, in order; `all`: every one, the same for every task. */
      readonly partitions: readonly number[] | 'all';
      /** Blocks of these partitions; absent: all. */
      readonly slice?: Slice;
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

/** Stored partitions that one task reads, or a slice of a single one. */
interface Group {
  readonly partitions: readonly number[];
  readonly slice?: Slice;
}

/** What each task reads, by stage output. */
type Groups = ReadonlyMap<StageOutput, readonly Group[]>;

/**
 * Inputs that were hashed into the same number of partitions meet in joins, so they are coalesced
 * alike, by their sizes together. Where one of them is sliced, the others are read by every slice.
 */
function groupPartitions(relation: Relation, sizes: Sizes): Groups {
  if (sizes.sizing.whole === true) return new Map();
  const read = walk([relation]).filter(
    (leaf): leaf is StageOutput => leaf.kind === 'stage-output' && leaf.read === 'partition',
  );
  const together = new Map<string, StageOutput[]>();
  for (const leaf of read) {
    const { distribution } = leaf;
    const key = distribution.kind === 'hash' ? `hash ${distribution.partitions}` : leaf.stage;
    together.set(key, [...(together.get(key) ?? []), leaf]);
  }
  const sliced = skewedLeaf(relation, sizes);
  const groups = new Map<StageOutput, readonly Group[]>();
  for (const leaves of together.values()) {
    const bytes: number[] = [];
    for (const leaf of leaves) {
      sizes.stage(leaf).partitions.forEach((partition, i) => {
        bytes[i] = (bytes[i] ?? 0) + partition.bytes;
      });
    }
    const coalesced = coalescePartitions(bytes, sizes.sizing);
    const grouped =
      sliced !== undefined && leaves.includes(sliced)
        ? coalesced.flatMap((partitions) => sliceGroup(partitions, sliced, sizes))
        : coalesced.map((partitions) => ({ partitions }));
    for (const leaf of leaves) {
      groups.set(
        leaf,
        leaf === sliced ? grouped : grouped.map(({ partitions }) => ({ partitions })),
      );
    }
  }
  return groups;
}

function sliceGroup(partitions: readonly number[], sliced: StageOutput, sizes: Sizes): Group[] {
  const all = sizes.stage(sliced).partitions;
  const [only, ...others] = partitions.map((i) => all[i]);
  if (only === undefined || others.length > 0) return [{ partitions }];
  const slices = slicesOf(only, skewLimit(all, sizes.sizing), sizes.sizing);
  return slices.length === 1 ? [{ partitions }] : slices.map((slice) => ({ partitions, slice }));
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
      if (sizes.sizing.whole === true) return [together(relation, sizes, groups)];
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

/** One partition of what has one partition in each input. */
const together = (relation: Relation, sizes: Sizes, groups: Groups): Partition =>
  combine(
    relation,
    inputsOf(relation).flatMap((input) => enumerate(input, sizes, groups)),
  );

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
    const read = output.partitions ?? 'all';
    return [{ relation: output, parts: [{ leaf: output, partitions: read }], rowOffset: 0 }];
  }
  const rowsBefore: number[] = [];
  partitions.reduce((rows, partition, i) => {
    rowsBefore[i] = rows;
    return rows + partition.rows;
  }, 0);
  return grouped.map(({ partitions: read, slice }) => {
    const [first = 0] = read;
    const skipped = partitions[first]?.blocks.slice(0, slice?.from ?? 0) ?? [];
    const rowOffset = skipped.reduce((rows, block) => rows + block.rows, rowsBefore[first] ?? 0);
    const part = { leaf: output, partitions: read, ...(slice === undefined ? {} : { slice }) };
    return { relation: output, parts: [part], rowOffset };
  });
}
