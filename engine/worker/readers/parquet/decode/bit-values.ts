/** Booleans: one bit each, in Parquet as in Arrow. */
import { bitmapBytes, copyBits, getBit } from '../../../arrow/bitmap.ts';
import type { ColumnValues } from './column-values.ts';
import { decodeHybridBits } from './hybrid.ts';
import { checkBytes } from './plain-fixed.ts';

export class BitValues implements ColumnValues {
  readonly #values: Uint8Array;

  /** @param values room for all rows */
  constructor(values: Uint8Array) {
    this.#values = values;
    // Bits are set, not written.
    values.fill(0);
  }

  setDictionary(): void {
    throw new RangeError('a dictionary of booleans');
  }

  plain(bytes: Uint8Array, start: number, row: number, values: number): void {
    checkBytes(bytes, start, bitmapBytes(values));
    copyBits(bytes, start * 8, this.#values, row, values);
  }

  indexed(): void {
    throw new RangeError('a dictionary of booleans');
  }

  rle(bytes: Uint8Array, start: number, row: number, values: number): void {
    if (values === 0) return;
    checkBytes(bytes, start, 4);
    const size = new DataView(bytes.buffer, bytes.byteOffset + start, 4).getUint32(0, true);
    decodeHybridBits(bytes, start + 4, start + 4 + size, this.#values, row, values);
  }

  spread(validity: Uint8Array, row: number, rows: number, values: number): void {
    const bits = this.#values;
    let from = row + values;
    for (let to = row + rows - 1; to >= row; to--) {
      const bit = getBit(validity, to) === 1 ? getBit(bits, --from) : 0;
      const mask = 1 << (to & 7);
      const byte = bits[to >> 3] as number;
      bits[to >> 3] = bit === 1 ? byte | mask : byte & ~mask;
    }
  }
}
