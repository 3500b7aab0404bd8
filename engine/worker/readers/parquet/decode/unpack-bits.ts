/** Values of some bits each, least significant first, as Parquet packs them. */

/** Values up to this width lie within four bytes wherever they start. */
const WORD_WIDTH = 25;

const spare = new Uint8Array(64);
const spareView = new DataView(spare.buffer);
const group = new Int32Array(8);

/**
 * Unpacks `count` values of `width` bits (1 to 32) from byte `start` of `source` on into `target` from
 * `at` on and gives the highest, as an unsigned number. The caller has checked that the values lie
 * within `source` and that `target` has room for them.
 */
export function unpackBits(
  source: DataView,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): number {
  if (width > WORD_WIDTH) return unpackWide(source, start, width, target, at, count);
  // Eight values take `width` bytes. The last of a group is read as a word that may end beyond it.
  const reach = ((7 * width) >> 3) + 4;
  const within = Math.floor((source.byteLength - start - reach) / width) + 1;
  const whole = Math.max(0, Math.min(count >> 3, within));
  let highest = unpackGroups(source, start, width, target, at, whole);
  for (let done = whole * 8; done < count; done += 8) {
    const from = start + (done / 8) * width;
    const values = Math.min(8, count - done);
    const size = (values * width + 7) >> 3;
    spare.fill(0);
    spare.set(new Uint8Array(source.buffer, source.byteOffset + from, size));
    unpackGroups(spareView, 0, width, group, 0, 1);
    for (let i = 0; i < values; i++) {
      const value = group[i] as number;
      target[at + done + i] = value;
      if (value > highest) highest = value;
    }
  }
  return highest;
}

/** `groups` times eight values. Written out: a loop over the eight takes almost twice the time. */
function unpackGroups(
  source: DataView,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  groups: number,
): number {
  const mask = (1 << width) - 1;
  const b1 = width >> 3;
  const b2 = (2 * width) >> 3;
  const b3 = (3 * width) >> 3;
  const b4 = (4 * width) >> 3;
  const b5 = (5 * width) >> 3;
  const b6 = (6 * width) >> 3;
  const b7 = (7 * width) >> 3;
  const s1 = width & 7;
  const s2 = (2 * width) & 7;
  const s3 = (3 * width) & 7;
  const s4 = (4 * width) & 7;
  const s5 = (5 * width) & 7;
  const s6 = (6 * width) & 7;
  const s7 = (7 * width) & 7;
  let highest = 0;
  let from = start;
  const end = at + 8 * groups;
  for (let to = at; to < end; to += 8) {
    const v0 = source.getInt32(from, true) & mask;
    const v1 = (source.getInt32(from + b1, true) >>> s1) & mask;
    const v2 = (source.getInt32(from + b2, true) >>> s2) & mask;
    const v3 = (source.getInt32(from + b3, true) >>> s3) & mask;
    const v4 = (source.getInt32(from + b4, true) >>> s4) & mask;
    const v5 = (source.getInt32(from + b5, true) >>> s5) & mask;
    const v6 = (source.getInt32(from + b6, true) >>> s6) & mask;
    const v7 = (source.getInt32(from + b7, true) >>> s7) & mask;
    target[to] = v0;
    target[to + 1] = v1;
    target[to + 2] = v2;
    target[to + 3] = v3;
    target[to + 4] = v4;
    target[to + 5] = v5;
    target[to + 6] = v6;
    target[to + 7] = v7;
    if (v0 > highest) highest = v0;
    if (v1 > highest) highest = v1;
    if (v2 > highest) highest = v2;
    if (v3 > highest) highest = v3;
    if (v4 > highest) highest = v4;
    if (v5 > highest) highest = v5;
    if (v6 > highest) highest = v6;
    if (v7 > highest) highest = v7;
    from += width;
  }
  return highest;
}

/** Dictionaries of more than 33 million entries: correct, and no faster than that. */
function unpackWide(
  source: DataView,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): number {
  let highest = 0;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const from = i * width + bit;
      if ((source.getUint8(start + (from >>> 3)) >> (from & 7)) & 1) value += 2 ** bit;
    }
    target[at + i] = value;
    if (value > highest) highest = value;
  }
  return highest;
}
