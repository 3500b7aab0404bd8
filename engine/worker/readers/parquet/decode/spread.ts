/**
 * Makes room for nulls: the values of a page lie one after the other from its first row on and move to
 * the rows that have a value, the last one first, so that none is overwritten before it has moved.
 */
import { getBit } from '../../../arrow/bitmap.ts';

type Row = Int32Array | Int16Array | Uint8Array;

/** Elements of one value per row; rows without a value get `empty`. */
export function spreadValues(
  target: Row,
  validity: Uint8Array,
  row: number,
  rows: number,
  values: number,
  empty: number,
): void {
  let from = row + values;
  for (let to = row + rows - 1; to >= row; to--) {
    target[to] = getBit(validity, to) === 1 ? (target[--from] as number) : empty;
  }
}

/** Values of `per` elements each; rows without a value get 0. */
export function spreadRuns(
  target: Row,
  per: number,
  validity: Uint8Array,
  row: number,
  rows: number,
  values: number,
): void {
  let from = (row + values) * per;
  for (let to = row + rows - 1; to >= row; to--) {
    const at = to * per;
    if (getBit(validity, to) === 1) {
      from -= per;
      for (let i = per - 1; i >= 0; i--) target[at + i] = target[from + i] as number;
    } else {
      for (let i = 0; i < per; i++) target[at + i] = 0;
    }
  }
}

/** Offsets: `offsets[row + 1 ..]` are the ends of the values; a null ends where the value before does. */
export function spreadOffsets(
  offsets: Int32Array,
  validity: Uint8Array,
  row: number,
  rows: number,
  values: number,
): void {
  let from = row + values;
  for (let to = row + rows - 1; to >= row; to--) {
    offsets[to + 1] = offsets[from] as number;
    if (getBit(validity, to) === 1) from--;
  }
}
