/** Texts or byte strings one after the other, copied from PLAIN pages and dictionaries. */
import type { FlatStrings } from '../../../arrow/flat-column.ts';
import { UnknownLayout } from './unknown-layout.ts';

/** Bytes that are copied at once, and that a copy may read and write beyond its end. */
export const STEP = 16;
/** Copying more is worth a call. */
const LONG = 256;
const MAX_BYTES = 0x7fffffff;

export class StringBuffer {
  readonly #offsets: Int32Array;
  #bytes: Uint8Array;
  #written = 0;
  /** All bytes copied, and perhaps some next to them, one above the other. */
  #seen = 0;

  /**
   * @param offsets room for one more than there are values
   * @param bytes room for the bytes of all values, as far as they are known, and a step
   */
  constructor(offsets: Int32Array, bytes: Uint8Array) {
    this.#offsets = offsets;
    this.#bytes = bytes;
    offsets[0] = 0;
  }

  /** What was written, without a copy. */
  get strings(): FlatStrings {
    return { offsets: this.#offsets, bytes: this.#bytes.subarray(0, this.#written) };
  }

  /** All bytes are below 128; false says nothing. */
  get isAscii(): boolean {
    return (this.#seen & 0x80808080) === 0;
  }

  get offsets(): Int32Array {
    return this.#offsets;
  }

  /**
   * Copies `count` values, each with its length before it, from `bytes[start..]`; they are values
   * `at` and following. Throws `RangeError` when the bytes end before.
   */
  appendPlain(bytes: Uint8Array, start: number, count: number, at: number): void {
    const size = bytes.length - start - 4 * count;
    if (size < 0) throw new RangeError(`${count} texts in ${bytes.length - start} bytes`);
    this.#reserve(size);
    const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const target = this.#view();
    const offsets = this.#offsets;
    const end = bytes.length;
    // As long as no length is left out, what is written stays below this.
    const limit = this.#written + size;
    let seen = this.#seen;
    let from = start;
    let to = this.#written;
    for (let i = at + 1; i <= at + count; i++) {
      if (from + 4 > end) throw new RangeError('a page ends before its last text');
      const length = source.getUint32(from, true);
      from += 4;
      if (length > end - from || to + length > limit)
        throw new RangeError(`a text of ${length} bytes ends beyond its page`);
      if (length <= LONG && end - from - length >= STEP) {
        seen |= copySteps(source, from, target, to, length);
      } else {
        seen |= copyExactly(source, from, target, to, length);
      }
      from += length;
      to += length;
      offsets[i] = to;
    }
    this.#seen = seen;
    this.#written = to;
  }

  /** Copies the entries at the first `count` indices, which are valid ones; values `at` and following. */
  appendEntries(entries: FlatStrings, indices: Int32Array, count: number, at: number): void {
    const starts = entries.offsets;
    let size = 0;
    for (let i = 0; i < count; i++) {
      const index = indices[i] as number;
      size += (starts[index + 1] as number) - (starts[index] as number);
    }
    this.#reserve(size);
    const { buffer, byteOffset } = entries.bytes;
    const source = new DataView(buffer, byteOffset);
    const target = this.#view();
    const offsets = this.#offsets;
    const end = source.byteLength;
    let seen = this.#seen;
    let to = this.#written;
    for (let i = 0; i < count; i++) {
      const index = indices[i] as number;
      const from = starts[index] as number;
      const length = (starts[index + 1] as number) - from;
      if (length <= LONG && end - from - length >= STEP) {
        seen |= copySteps(source, from, target, to, length);
      } else {
        seen |= copyExactly(source, from, target, to, length);
      }
      to += length;
      offsets[at + i + 1] = to;
    }
    this.#seen = seen;
    this.#written = to;
  }

  #view(): DataView {
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  }

  /** Room for `size` bytes more and a step beyond. */
  #reserve(size: number): void {
    const needed = this.#written + size + STEP;
    if (needed <= this.#bytes.length) return;
    if (needed > MAX_BYTES) throw new UnknownLayout('more than 2 GB of text in a row group');
    const grown = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#written));
    this.#bytes = grown;
  }
}

/**
 * In words, which views read and write at any position and typed arrays do not; what is written too
 * much is written over by the next value.
 */
function copySteps(
  source: DataView,
  start: number,
  target: DataView,
  place: number,
  length: number,
): number {
  let seen = 0;
  let to = place;
  for (let from = start; from < start + length; from += STEP) {
    const a = source.getInt32(from, true);
    const b = source.getInt32(from + 4, true);
    const c = source.getInt32(from + 8, true);
    const d = source.getInt32(from + 12, true);
    seen |= a | b | c | d;
    target.setInt32(to, a, true);
    target.setInt32(to + 4, b, true);
    target.setInt32(to + 8, c, true);
    target.setInt32(to + 12, d, true);
    to += STEP;
  }
  return seen;
}

function copyExactly(
  source: DataView,
  from: number,
  target: DataView,
  to: number,
  length: number,
): number {
  const bytes = new Uint8Array(source.buffer, source.byteOffset + from, length);
  new Uint8Array(target.buffer, target.byteOffset + to, length).set(bytes);
  let seen = 0;
  for (let i = 0; i < length; i++) seen |= bytes[i] as number;
  return seen;
}
