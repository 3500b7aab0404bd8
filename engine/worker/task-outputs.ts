/** Runs a task's queries and keeps their rows. */
import type { Table, Vector } from 'apache-arrow';
import type { BlockId } from '../contract/ids.ts';
import { encodeStream, firstRows } from './arrow/ipc.ts';
import { scatter } from './arrow/scatter.ts';
import type { BlockStore } from './block-store.ts';
import type { Session } from './duckdb/session.ts';
import type { BlockInfo, TaskOutput, TaskOutputResult } from './protocol.ts';
import type { PrepareEncoder } from './task-parts.ts';

export interface OutputServices {
  readonly session: Session;
  readonly blocks: BlockStore;
  readonly prepareEncoder: PrepareEncoder;
  /** Adds the time of `work` to the task's store time. */
  readonly storing: <T>(work: () => T | Promise<T>) => Promise<T>;
}

export async function runOutput(
  output: TaskOutput,
  services: OutputServices,
): Promise<TaskOutputResult> {
  const { session, blocks, prepareEncoder, storing } = services;
  const { sql } = output;
  switch (output.kind) {
    case 'check':
      await session.run(sql);
      return { kind: 'none' };
    case 'return': {
      const { stream, rows } = await session.exportStream(sql);
      const { limit = rows } = output;
      if (rows <= limit) return { kind: 'rows', ipc: stream, rows, more: false };
      return { kind: 'rows', ipc: firstRows(stream, limit), rows: limit, more: true };
    }
    case 'values': {
      const table = await session.stream(sql);
      const columns = table.schema.fields.map((_, i) => table.getChildAt(i));
      const textAt = (row: number) => (column: Vector | null) => {
        const value: unknown = column?.get(row);
        return value === null || value === undefined ? null : String(value);
      };
      const values = Array.from({ length: table.numRows }, (_, row) => columns.map(textAt(row)));
      return { kind: 'values', values };
    }
    case 'store': {
      const { stream, rows } = await session.exportStream(sql);
      return storing(() => stored([blocks.put(output.block, rows, stream)]));
    }
    case 'scatter': {
      const table = await session.stream(sql);
      session.checkCancelled();
      return storing(() => stored(storeParts(table, output.blocks, blocks)));
    }
    case 'encode': {
      const encoder = prepareEncoder(sql, output.schema, output.target, output.first);
      const table = await session.stream(encoder.sql);
      session.checkCancelled();
      return storing(async () => {
        const bytes = await encoder.encode(table);
        return stored([blocks.put(output.block, table.numRows, bytes)]);
      });
    }
  }
}

const stored = (blocks: readonly BlockInfo[]): TaskOutputResult => ({ kind: 'blocks', blocks });

function storeParts(table: Table, ids: readonly BlockId[], blocks: BlockStore): BlockInfo[] {
  const parts = scatter(table.schema, table.batches, ids.length);
  return parts.map((part, i) =>
    blocks.put(ids[i] as BlockId, part.numRows, encodeStream(part.schema, [part])),
  );
}
