/** Rows of a step, ready to print. */
import type { Schema } from '../contract/schema.ts';
import { decodeStream } from '../worker/arrow/ipc.ts';
import type { Cell } from './cell.ts';
import { readCell } from './read-cell.ts';

/**
 * @param ipc one Arrow IPC stream with the columns of `schema`, in order
 * @param limit rows from the front
 */
export function readRows(schema: Schema, ipc: Uint8Array, limit = Infinity): Cell[][] {
  const rows: Cell[][] = [];
  for (const batch of decodeStream(ipc).batches) {
    for (let row = 0; row < batch.numRows && rows.length < limit; row++) {
      rows.push(
        schema.map(({ type }, i) => {
          const data = batch.data.children[i];
          return data === undefined ? null : readCell(type, data, row);
        }),
      );
    }
  }
  return rows;
}
