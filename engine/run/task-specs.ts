/** Planned tasks as what a worker is told, under ids that are addresses of their content. */
import { hashText } from '../document/hash.ts';
import { blockId, taskId } from '../contract/ids.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceDescription, Split, SplitReading } from '../contract/source.ts';
import type { PlannedInput, PlannedTask } from '../physical/make-tasks.ts';
import type { TaskInput, TaskOutput, TaskSpec } from '../worker/protocol.ts';
import type { StageStore } from './stage-store.ts';

/** Part of every address: blocks of another engine version are not this one's. */
const ENGINE_VERSION = 'sluice 1 duckdb 1.4.3';

export interface SpecContext {
  readonly stages: StageStore;
  readonly describe: (scan: Scan) => SourceDescription;
  readonly columnsOf: (relation: Relation) => readonly string[];
}

/** What a task does with its rows, before its blocks have names. */
export type OutputKind =
  | { readonly kind: 'store' }
  | { readonly kind: 'scatter'; readonly partitions: number }
  | Omit<Extract<TaskOutput, { kind: 'encode' }>, 'sql' | 'block'>
  | Omit<Extract<TaskOutput, { kind: 'return' }>, 'sql'>
  | { readonly kind: 'values' };

/** @param sql the task's statement, as the kind of output wants it */
export function taskSpec(
  task: Pick<PlannedTask, 'inputs'> & Partial<Pick<PlannedTask, 'oneThread'>>,
  sql: string,
  output: OutputKind,
  context: SpecContext,
): TaskSpec {
  const inputs = task.inputs.map((input) => taskInput(input, context));
  const address = hashText(
    JSON.stringify([ENGINE_VERSION, sql, output, inputs.map(contentOf)]),
  ).slice(0, 40);
  return {
    id: taskId(address),
    attempt: 1,
    inputs,
    setup: [],
    ...(task.oneThread === true ? { oneThread: true } : {}),
    outputs: [taskOutput(output, sql, address)],
  };
}

function taskOutput(output: OutputKind, sql: string, address: string): TaskOutput {
  switch (output.kind) {
    case 'store':
      return { kind: 'store', sql, block: blockId(address) };
    case 'encode':
      return { ...output, sql, block: blockId(address) };
    case 'scatter': {
      const blocks = Array.from({ length: output.partitions }, (_, i) =>
        blockId(`${address}-${i}`),
      );
      return { kind: 'scatter', sql, blocks };
    }
    case 'return':
      return { ...output, sql };
    case 'values':
      return { kind: 'values', sql };
  }
}

/** The file is named by the split. */
export function readingOf({
  files: _files,
  splits: _splits,
  spec,
  ...reading
}: SourceDescription): SplitReading {
  return { ...reading, spec: 'paths' in spec ? { ...spec, paths: [] } : spec };
}

function taskInput(input: PlannedInput, context: SpecContext): TaskInput {
  if (input.kind === 'stored') {
    const { table, stage, partitions, shared, slice } = input;
    const blocks = context.stages.blocksOf(stage, partitions);
    return {
      kind: 'blocks',
      table,
      blocks: slice === undefined ? blocks : blocks.slice(slice.from, slice.to),
      shared: shared || context.stages.isResident(stage.stage),
      schema: stage.schema satisfies Schema,
    };
  }
  const { table, scan, split } = input;
  return {
    kind: 'split',
    table,
    description: readingOf(context.describe(scan)),
    split,
    columns: context.columnsOf(scan),
    output: scan.output,
  };
}

/** What decides a task's rows, without what decides only where they come from. */
const contentOf = (input: TaskInput): unknown =>
  input.kind === 'blocks'
    ? [input.table, input.blocks.filter((block) => block.rows > 0).map((block) => block.id)]
    : [
        input.table,
        input.description.fingerprint,
        input.split.index,
        ...pieceOf(input.split),
        input.columns,
        input.output,
      ];

/** What tells the halves of a split that was cut apart. */
const pieceOf = (split: Split): unknown[] => {
  if (split.kind === 'parquet') return [split.rowGroups];
  if (split.kind === 'whole') {
    const { parts } = split;
    return [
      parts.length,
      ...parts.flatMap((part) => (part.kind === 'database' ? pieceOf(part) : [])),
    ];
  }
  if (split.kind === 'database')
    return [split.where, split.limit, split.stored?.rowsBefore, split.stored?.rows];
  if (split.kind !== 'csv' || split.data.kind !== 'range') return [];
  return [split.data.start, split.data.end];
};
