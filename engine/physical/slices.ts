/**
 * Partitions that hold far more rows than the others, because one key does, are read in slices: each
 * slice is a task. The other side of a join is read whole by all of them, so nothing moves again.
 */
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import type { PartitionStats, PhysicalContext } from './physical-context.ts';
import type { Sizing } from './sizing.ts';

/** Stored blocks of one partition, `to` excluded. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** A partition is skewed when it is so many times larger than the one in the middle. */
const SKEW = 4;

/**
 * The leaf whose rows can be cut at any place: what the relation makes of the pieces, one after the
 * other, is what it makes of the whole, but for what a later step joins again (partial aggregates).
 * @returns undefined where rows must stay together
 */
export function slicedLeaf(relation: Relation): Scan | StageOutput | undefined {
  const leaf = cutLeaf(relation);
  return leaf !== undefined && countUses(relation, leaf) === 1 ? leaf : undefined;
}

function cutLeaf(relation: Relation): Scan | StageOutput | undefined {
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return relation;
    case 'filter':
    case 'project':
    case 'unnest':
    case 'unpivot':
    case 'sample':
    case 'sink':
      return cutLeaf(relation.input);
    case 'aggregate':
      return relation.phase === 'partial' ? cutLeaf(relation.input) : undefined;
    case 'limit':
    case 'top-n':
    case 'distinct':
      return relation.local === true ? cutLeaf(relation.input) : undefined;
    case 'window':
      return relation.numbering === true ? cutLeaf(relation.input) : undefined;
    case 'join':
      // Unmatched right rows would come once for each slice.
      return relation.type === 'right' || relation.type === 'full'
        ? undefined
        : cutLeaf(relation.left);
    case 'asof-join':
      return cutLeaf(relation.left);
    case 'union':
    case 'sort':
    case 'pivot':
    case 'sql':
    case 'exchange':
      return undefined;
  }
}

const countUses = (relation: Relation, leaf: Relation): number =>
  relation === leaf
    ? 1
    : inputsOf(relation).reduce((sum, input) => sum + countUses(input, leaf), 0);

/** The stored rows that a relation is sliced by, if they have a skewed partition. */
export function skewedLeaf(
  relation: Relation,
  context: Pick<PhysicalContext, 'stage' | 'sizing'>,
): StageOutput | undefined {
  const leaf = slicedLeaf(relation);
  return leaf?.kind === 'stage-output' && isSkewed(leaf, context) ? leaf : undefined;
}

/** Whether a partition of stored rows is skewed and can be sliced. */
export function isSkewed(
  output: StageOutput,
  { stage, sizing }: Pick<PhysicalContext, 'stage' | 'sizing'>,
): boolean {
  if (output.read === 'all') return false;
  const { partitions } = stage(output);
  const limit = skewLimit(partitions, sizing);
  return partitions.some((partition) => slicesOf(partition, limit, sizing).length > 1);
}

/** Bytes above which a partition is skewed. */
export function skewLimit(partitions: readonly PartitionStats[], sizing: Sizing): number {
  const sizes = partitions.map(({ bytes }) => bytes).sort((a, b) => a - b);
  const middle = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0;
  return Math.max(sizing.skewedBytes, SKEW * middle);
}

/** Runs of blocks of about the size that partitions aim at; one of all blocks if it is not skewed. */
export function slicesOf(
  { bytes, blocks }: PartitionStats,
  limit: number,
  { exchangePartitionBytes }: Sizing,
): Slice[] {
  if (bytes <= limit) return [{ from: 0, to: blocks.length }];
  const slices: Slice[] = [];
  let from = 0;
  let size = 0;
  blocks.forEach((block, i) => {
    if (i > from && size + block.bytes > exchangePartitionBytes) {
      slices.push({ from, to: i });
      from = i;
      size = 0;
    }
    size += block.bytes;
  });
  return [...slices, { from, to: blocks.length }];
}
