/** Single cells of an Arrow stream, read when they are asked for. */
import type { Schema } from '../contract/schema.ts';
import { decodeStream } from '../worker/arrow/ipc.ts';
import type { Cell } from './cell.ts';
import { readCell } from './read-cell.ts';

export interface RowWindow {
  readonly rows: number;
  /** @param row from 0 in the stream; outside of it every cell is null */
  readonly cell: (row: number, column: number) => Cell;
}

/** @param ipc one Arrow IPC stream with the columns of `schema`, in order; the window shares its memory */
export function openWindow(schema: Schema, ipc: Uint8Array): RowWindow {
  const { batches } = decodeStream(ipc);
  const starts: number[] = [];
  let rows = 0;
  for (const batch of batches) {
    starts.push(rows);
    rows += batch.numRows;
  }
  return {
    rows,
    cell: (row, column) => {
      const at = starts.findLastIndex((start) => start <= row);
      const batch = batches[at];
      const data = batch?.data.children[column];
      const type = schema[column]?.type;
      const inBatch = row - (starts[at] ?? 0);
      if (batch === undefined || data === undefined || type === undefined) return null;
      return inBatch < batch.numRows ? readCell(type, data, inBatch) : null;
    },
  };
}
