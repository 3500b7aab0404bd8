/** Runs a task's queries and keeps their rows. */
import type { Table } from 'apache-arrow';
import type { BlockId } from '../contract/ids.ts';
import { concatBatches } from './arrow/concat.ts';
import { encodeStream } from './arrow/ipc.ts';
import { scatter } from './arrow/scatter.ts';
import type { BlockStore } from './block-store.ts';
import type { Session } from './duckdb/session.ts';
import type { TaskOutput, TaskOutputResult } from './protocol.ts';
import type { EncodeRows } from './task-parts.ts';

export interface OutputServices {
  readonly session: Session;
  readonly blocks: BlockStore;
  readonly encodeRows: EncodeRows;
  /** Adds the time of `work` to the task's store time. */
  readonly storing: <T>(work: () => T | Promise<T>) => Promise<T>;
}

const NONE: TaskOutputResult = { kind: 'none' };

export async function runOutput(
  output: TaskOutput,
  services: OutputServices,
): Promise<TaskOutputResult> {
  const { session, storing } = services;
  if (output.kind === 'check') {
    await session.run(output.sql);
    return NONE;
  }
  const table = await session.stream(output.sql);
  session.checkCancelled();
  return storing(() => keep(output, table, services));
}

async function keep(
  output: Exclude<TaskOutput, { kind: 'check' }>,
  table: Table,
  { session, blocks, encodeRows }: OutputServices,
): Promise<TaskOutputResult> {
  switch (output.kind) {
    case 'store':
      return stored([blocks.put(output.block, table.numRows, encodeRowsAsStream(table))]);
    case 'scatter':
      return scattered(table, output.blocks, blocks);
    case 'encode': {
      const bytes = await encodeRows(table, output.target, output.first, session);
      return stored([blocks.put(output.block, table.numRows, bytes)]);
    }
    case 'return':
      return { kind: 'rows', ipc: encodeRowsAsStream(table), rows: table.numRows };
  }
}

const stored = (list: readonly ReturnType<BlockStore['put']>[]): TaskOutputResult => ({
  kind: 'blocks',
  blocks: list,
});

/** One batch: DuckDB hands out 2,048 rows at a time, and reads so many batches back slowly. */
const encodeRowsAsStream = (table: Table): Uint8Array =>
  encodeStream(table.schema, concatBatches(table.schema, table.batches));

function scattered(table: Table, ids: readonly BlockId[], blocks: BlockStore): TaskOutputResult {
  const parts = scatter(table.schema, table.batches, ids.length);
  return stored(
    parts.map((part, i) =>
      blocks.put(ids[i] as BlockId, part.numRows, encodeStream(part.schema, [part])),
    ),
  );
}
