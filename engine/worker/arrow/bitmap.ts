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
  let done = 0;
  if ((from & 7) === 0 && (to & 7) === 0) {
    const bytes = length >> 3;
    target.set(source.subarray(from >> 3, (from >> 3) + bytes), to >> 3);
    done = bytes << 3;
  }
  for (; done < length; done++) {
    const at = to + done;
    const bit = getBit(source, from + done);
    target[at >> 3] = (target[at >> 3] as number) | (bit << (at & 7));
  }
}

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
