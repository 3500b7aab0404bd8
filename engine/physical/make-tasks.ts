/** The tasks of a stage: one SQL statement each, and the tables that it reads. */
import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import type { Split } from '../contract/source.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { emitTypedEmpty } from '../sql/emit-empty.ts';
import { emitRelation } from '../sql/emit-relation.ts';
import { needsOneThread } from '../sql/needs-one-thread.ts';
import { createRowOrder } from '../sql/row-order.ts';
import { emitGenerate, emitInline } from '../sql/emit-source.ts';
import type { Schema } from '../contract/schema.ts';
import type { CutSplit } from './halve-partition.ts';
import { halvePartition } from './halve-partition.ts';
import type { LeafPart, Partition } from './partitions.ts';
import { partitionsOf } from './partitions.ts';
import type { PhysicalContext } from './physical-context.ts';
import type { Slice } from './slices.ts';

export type PlannedInput =
  | {
      readonly kind: 'stored';
      readonly table: string;
      readonly stage: StageOutput;
      readonly partitions: readonly number[] | 'all';
      /** Blocks of these partitions; absent: all. */
      readonly slice?: Slice;
      /** The same rows for every task of the stage. */
      readonly shared: boolean;
    }
  | { readonly kind: 'split'; readonly table: string; readonly scan: Scan; readonly split: Split };

export interface PlannedTask {
  /** Position among the stage's tasks; rows follow it. */
  readonly partition: number;
  readonly inputs: readonly PlannedInput[];
  readonly sql: string;
  /** Rows in the partitions before this one, where a stored input tells. */
  readonly rowOffset: number;
  /** Source bytes that it reads. */
  readonly bytes: number;
  /** Rows of the same partition come before these: it was cut. */
  readonly continues: boolean;
  /** Many threads would give it other rows, or give them in another order. */
  readonly oneThread: boolean;
  /** What it was made of. */
  readonly from: Partition;
  /** Tasks of the stage. */
  readonly count: number;
}

export interface TaskContext extends Pick<PhysicalContext, 'splitsOf' | 'stage' | 'sizing'> {
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** Columns that a scan gives. */
  readonly scanSchema: (scan: Scan) => Schema;
}

/** @param relation a stage's relation, without exchanges */
export function makeTasks(relation: Relation, context: TaskContext): PlannedTask[] {
  const partitions = partitionsOf(relation, context);
  return partitions.map((partition, i) => makeTask(partition, i, partitions.length, context));
}

/**
 * The same task over the first and over the second half of its rows.
 * @returns undefined where the rows must stay together, or where there is nothing to cut
 */
export async function halveTask(
  { from, partition, count, continues }: PlannedTask,
  cutSplit: CutSplit,
  context: TaskContext,
): Promise<readonly PlannedTask[] | undefined> {
  const halves = await halvePartition(from, cutSplit, context);
  return halves?.map((half, i) => ({
    ...makeTask(half, partition, count, context),
    continues: continues || i > 0,
  }));
}

function makeTask(
  partition: Partition,
  index: number,
  count: number,
  context: TaskContext,
): PlannedTask {
  const inputs: PlannedInput[] = [];
  const tables = new Map<Relation, string>();
  let bytes = 0;
  for (const part of partition.parts) {
    if (tables.has(part.leaf)) continue;
    const name = `in_${tables.size}`;
    const { text, input } = leafTable(part, name, count > 1, context);
    tables.set(part.leaf, text);
    if (input !== undefined) inputs.push(input);
    if (input?.kind === 'split') bytes += input.split.bytes;
  }
  const isOrdered = context.sizing.whole === true ? createRowOrder() : undefined;
  const { sql } = emitRelation(partition.relation, {
    dialect: 'duckdb',
    ...(isOrdered === undefined ? {} : { isOrdered, breaksTies: true }),
    leaf: (leaf) => tables.get(leaf) ?? '',
    columnsOf: context.columnsOf,
    rowOffset: `${partition.rowOffset}::BIGINT`,
  });
  return {
    partition: index,
    inputs,
    sql,
    rowOffset: partition.rowOffset,
    bytes,
    continues: false,
    oneThread: isOrdered !== undefined && needsOneThread(partition.relation, isOrdered),
    from: partition,
    count,
  };
}

/** How a leaf stands in the SQL text, and the table that must be there for it. */
function leafTable(
  part: LeafPart,
  table: string,
  manyTasks: boolean,
  context: TaskContext,
): { text: string; input?: PlannedInput } {
  const text = quoteIdentifier(table);
  if (part.leaf.kind === 'stage-output') {
    const { leaf: stage } = part;
    const partitions = 'partitions' in part ? part.partitions : 'all';
    const shared = partitions === 'all' && manyTasks;
    const slice = 'slice' in part ? { slice: part.slice } : {};
    return { text, input: { kind: 'stored', table, stage, partitions, shared, ...slice } };
  }
  const { leaf: scan } = part;
  const split = 'split' in part ? part.split : undefined;
  if (split === undefined) return { text: `(${emitTypedEmpty(context.scanSchema(scan))})` };
  const { source } = scan;
  if (source.format === 'inline') return { text: emitInline(source) };
  if (source.format === 'generate') {
    return {
      text:
        split.kind === 'generate'
          ? emitGenerate(source, split.from, split.to)
          : emitGenerate(source, source.start, source.stop),
    };
  }
  return { text, input: { kind: 'split', table, scan, split } };
}
