/**
 * The hybrid of run lengths and bit-packing (Encodings.md of parquet-format, "RLE"): definition levels,
 * dictionary indices and the booleans of data pages v2.
 */
import { copyBits, setBits } from '../../../arrow/bitmap.ts';
import { unpackBits } from './unpack-bits.ts';

/** Runs shorter than this are filled faster by a loop than by a call. */
const SHORT_RUN = 24;

/**
 * Decodes `count` values of `width` bits (0 to 32) from `bytes[start..end]` into `target` from `at` on
 * and gives the highest of them, as an unsigned number. Throws `RangeError` when the bytes end before.
 */
export function decodeHybrid(
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): number {
  if (width > 32) throw new RangeError(`values of ${width} bits`);
  if (width === 0) {
    target.fill(0, at, at + count);
    return 0;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const runs = new Runs(bytes, start, end, width, count);
  let highest = 0;
  for (let done = 0; done < count; done += runs.length) {
    runs.next(count - done);
    const to = at + done;
    let top = runs.value >>> 0;
    if (runs.packed) {
      top = unpackBits(view, runs.data, width, target, to, runs.length);
    } else if (runs.length < SHORT_RUN) {
      for (let i = 0; i < runs.length; i++) target[to + i] = runs.value;
    } else {
      target.fill(runs.value, to, to + runs.length);
    }
    if (top > highest) highest = top;
  }
  return highest;
}

/** The same for single bits into a bitmap, whose bits are 0 there. */
export function decodeHybridBits(
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  count: number,
): void {
  const runs = new Runs(bytes, start, end, 1, count);
  for (let done = 0; done < count; done += runs.length) {
    runs.next(count - done);
    if (runs.packed) copyBits(bytes, runs.data * 8, target, at + done, runs.length);
    else if (runs.value === 1) setBits(target, at + done, runs.length);
    else if (runs.value !== 0) throw new RangeError(`a bit of ${runs.value}`);
  }
}

/** Walks the runs, none beyond `end`. */
class Runs {
  packed = false;
  /** Values of this run, at least 0 and no more than asked for. */
  length = 0;
  /** Of a run that is not packed. */
  value = 0;
  /** Where a packed run starts. */
  data = 0;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #width: number;
  #at: number;

  constructor(bytes: Uint8Array, start: number, end: number, width: number, count: number) {
    if (start > end || end > bytes.length) throw cut(count);
    this.#bytes = bytes;
    this.#end = end;
    this.#width = width;
    this.#at = start;
  }

  /** Every call consumes a byte or throws. */
  next(wanted: number): void {
    const header = this.#header(wanted);
    this.packed = (header & 1) === 1;
    const size = header >>> 1;
    const width = this.#width;
    if (this.packed) {
      this.length = Math.min(size * 8, wanted);
      this.data = this.#at;
      // Some writers leave out the padding of the last run.
      if (Math.ceil((this.length * width) / 8) > this.#end - this.#at) throw cut(wanted);
      this.#at = Math.min(this.#end, this.#at + size * width);
      return;
    }
    this.length = Math.min(size, wanted);
    const bytes = (width + 7) >> 3;
    if (bytes > this.#end - this.#at) throw cut(wanted);
    let value = 0;
    for (let i = 0; i < bytes; i++) value |= (this.#bytes[this.#at++] as number) << (8 * i);
    this.value = value;
  }

  #header(wanted: number): number {
    let header = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= this.#end) throw cut(wanted);
      const byte = this.#bytes[this.#at++] as number;
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) return header >>> 0;
    }
    throw new RangeError('the length of a run has too many bytes');
  }
}

const cut = (missing: number): RangeError =>
  new RangeError(`a page ends ${missing} values before it should`);
