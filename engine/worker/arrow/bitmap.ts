/** Bitmaps of Arrow: bit i of byte i >> 3, least significant first. */

export const bitmapBytes = (length: number): number => (length + 7) >> 3;

export const getBit = (bitmap: Uint8Array, i: number): number =>
  ((bitmap[i >> 3] as number) >> (i & 7)) & 1;

/** One byte (0 or 1) per value into a bitmap; `start` and `end` are positions in `flags`. */
export function packBits(flags: Uint8Array, start = 0, end = flags.length): Uint8Array {
  const length = end - start;
  const bitmap = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < length; i++) {
    if (flags[start + i] !== 0) bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7));
  }
  return bitmap;
}

export function gatherBits(bitmap: Uint8Array, offset: number, indices: Int32Array): Uint8Array {
  const result = new Uint8Array(bitmapBytes(indices.length));
  for (let i = 0; i < indices.length; i++) {
    const bit = getBit(bitmap, offset + (indices[i] as number));
    result[i >> 3] = (result[i >> 3] as number) | (bit << (i & 7));
  }
  return result;
}

/** Copies `length` bits from bit `from` of `source` to bit `to` of `target`, whose bits are 0 there. */
export function copyBits(
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  length: number,
): void {
  let done = Math.min(length, -to & 7);
  copyBitByBit(source, from, target, to, 0, done);
  const bytes = (length - done) >> 3;
  const shift = (from + done) & 7;
  const first = (from + done) >> 3;
  const place = (to + done) >> 3;
  if (shift === 0) target.set(source.subarray(first, first + bytes), place);
  else {
    for (let i = 0; i < bytes; i++) {
      const low = (source[first + i] as number) >> shift;
      target[place + i] = low | ((source[first + i + 1] as number) << (8 - shift));
    }
  }
  done += bytes << 3;
  copyBitByBit(source, from, target, to, done, length);
}

function copyBitByBit(
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const at = to + i;
    const bit = getBit(source, from + i);
    target[at >> 3] = (target[at >> 3] as number) | (bit << (at & 7));
  }
}

/** How many of the bits `start` to `end` are 1. */
export function countBits(bitmap: Uint8Array, start: number, end: number): number {
  let count = 0;
  let i = start;
  for (; i < end && (i & 7) !== 0; i++) count += getBit(bitmap, i);
  for (; i + 8 <= end; i += 8) count += ONES[bitmap[i >> 3] as number] as number;
  for (; i < end; i++) count += getBit(bitmap, i);
  return count;
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

/** Sets `length` bits from bit `to` on. */
export function setBits(target: Uint8Array, to: number, length: number): void {
  let i = to;
  const end = to + length;
  for (; i < end && (i & 7) !== 0; i++)
    target[i >> 3] = (target[i >> 3] as number) | (1 << (i & 7));
  const bytes = (end - i) >> 3;
  if (bytes > 0) target.fill(0xff, i >> 3, (i >> 3) + bytes);
  for (i += Math.max(0, bytes) << 3; i < end; i++) {
    target[i >> 3] = (target[i >> 3] as number) | (1 << (i & 7));
  }
}
