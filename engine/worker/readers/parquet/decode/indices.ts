/** Positions in a dictionary. */
import { decodeHybrid } from './hybrid.ts';

/**
 * The `count` indices of a page into `target` from `at` on: their width in bits is the first byte.
 * Throws `RangeError` when the page ends before or one is not that of an entry.
 */
export function decodeIndices(
  bytes: Uint8Array,
  start: number,
  target: Int32Array,
  at: number,
  count: number,
  entries: number,
): void {
  if (count === 0) return;
  const width = bytes[start];
  if (width === undefined) throw new RangeError('a page without indices');
  const highest = decodeHybrid(bytes, start + 1, bytes.length, width, target, at, count);
  if (highest >= entries) {
    throw new RangeError(`a dictionary of ${entries} entries has no entry ${highest}`);
  }
}

let scratch = new Int32Array();

/** Room for the indices of one page, which the next page uses again. */
export function scratchIndices(count: number): Int32Array {
  if (scratch.length < count) scratch = new Int32Array(Math.max(count, 2 * scratch.length));
  return scratch;
}
