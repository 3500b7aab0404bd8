/** Cuts what a task reads in two, for a task that needs more memory than there is. */
import type { Scan } from '../contract/relation.ts';
import type { Split } from '../contract/source.ts';
import type { LeafPart, Partition } from './partitions.ts';
import type { BlockStats, PhysicalContext } from './physical-context.ts';
import { slicedLeaf } from './slices.ts';

/** Two splits that give the rows of one, in order; undefined where it is not to be cut. */
export type CutSplit = (scan: Scan, split: Split) => Promise<readonly [Split, Split] | undefined>;

/**
 * The same work over the first and over the second half of what a partition reads, rows in order.
 * @returns undefined where the rows must stay together, or where there is nothing to cut
 */
export async function halvePartition(
  partition: Partition,
  cutSplit: CutSplit,
  context: Pick<PhysicalContext, 'stage'>,
): Promise<readonly [Partition, Partition] | undefined> {
  const leaf = slicedLeaf(partition.relation);
  const part = partition.parts.find((each) => each.leaf === leaf);
  if (part === undefined) return undefined;
  const withPart = (half: LeafPart, rowsBefore: number): Partition => ({
    ...partition,
    parts: partition.parts.map((each) => (each === part ? half : each)),
    rowOffset: partition.rowOffset + rowsBefore,
  });
  if ('split' in part) {
    if (part.split === undefined) return undefined;
    const halves = await cutSplit(part.leaf, part.split);
    if (halves === undefined) return undefined;
    const [first, second] = halves.map((split) => withPart({ leaf: part.leaf, split }, 0));
    return first === undefined || second === undefined ? undefined : [first, second];
  }
  const all = context.stage(part.leaf).partitions;
  const read = part.partitions === 'all' ? all : part.partitions.flatMap((i) => all[i] ?? []);
  const blocks = read.flatMap((stored) => stored.blocks);
  const { from, to } = part.slice ?? { from: 0, to: blocks.length };
  const cut = middle(blocks.slice(from, to));
  if (cut === undefined) return undefined;
  const rows = blocks.slice(from, from + cut).reduce((sum, block) => sum + block.rows, 0);
  return [
    withPart({ ...part, slice: { from, to: from + cut } }, 0),
    withPart({ ...part, slice: { from: from + cut, to } }, rows),
  ];
}

/** How many of the blocks come before the middle of their bytes; undefined if only one holds rows. */
function middle(blocks: readonly BlockStats[]): number | undefined {
  const first = blocks.findIndex(({ rows }) => rows > 0);
  const last = blocks.findLastIndex(({ rows }) => rows > 0);
  if (first === last) return undefined;
  const half = blocks.reduce((sum, { bytes }) => sum + bytes, 0) / 2;
  let bytes = 0;
  for (let i = first; i < last; i += 1) {
    bytes += blocks[i]?.bytes ?? 0;
    if (bytes >= half) return i + 1;
  }
  return last;
}
