/** Smallest and largest of the whole numbers of a column. */

/** A number's 32-bit halves; `high` is 0 for types that have no more than 32. */
export interface Wide {
  readonly low: number;
  readonly high: number;
}

export interface Range {
  readonly min: Wide;
  readonly max: Wide;
}

/** How the physical values of a type are read. */
export interface IntegerType {
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

/** Arrays of one type, at least one of which has a value. Values of null rows count, too. */
export type Integers =
  | { readonly bits: 8 | 16 | 32; readonly arrays: readonly NarrowArray[] }
  /** Two words for each value, the lower half first. */
  | { readonly bits: 64; readonly signed: boolean; readonly arrays: readonly Int32Array[] };

type NarrowArray = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

export function rangeOf(integers: Integers): Range {
  return integers.bits === 64 ? wideRange(integers) : narrowRange(integers.arrays);
}

/** @param digits a whole number of 64 bits at most */
export function halvesOf(digits: string): Wide {
  const value = BigInt(digits);
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)) };
}

export function joinRanges(a: Range, b: Range, type: IntegerType): Range {
  return {
    min: isLess(b.min, a.min, type) ? b.min : a.min,
    max: isLess(a.max, b.max, type) ? b.max : a.max,
  };
}

/** Of less than 64 bits the low half is the number; otherwise it has no sign. */
function isLess(a: Wide, b: Wide, { bits, signed }: IntegerType): boolean {
  if (bits < 64) return a.low < b.low;
  if (a.high !== b.high) return signed ? a.high < b.high : a.high >>> 0 < b.high >>> 0;
  return a.low >>> 0 < b.low >>> 0;
}

function narrowRange(arrays: readonly NarrowArray[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    // Within one call the array has one type, which keeps the loop fast.
    const [least, most] = extremes(values);
    low = Math.min(low, least);
    high = Math.max(high, most);
  }
  return { min: { low, high: 0 }, max: { low: high, high: 0 } };
}

function extremes(values: NarrowArray): readonly [number, number] {
  let least = values[0] ?? 0;
  let most = least;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  return [least, most];
}

function wideRange({ signed, arrays }: Extract<Integers, { bits: 64 }>): Range {
  // Flipping the sign bit makes unsigned halves compare as signed ones.
  const flip = 0x80000000 | 0;
  const flipHigh = signed ? 0 : flip;
  let minHigh = 0x7fffffff;
  let minLow = 0x7fffffff;
  let maxHigh = flip;
  let maxLow = flip;
  for (const words of arrays) {
    for (let i = 0; i < words.length; i += 2) {
      const low = (words[i] as number) ^ flip;
      const high = (words[i + 1] as number) ^ flipHigh;
      if (high < minHigh || (high === minHigh && low < minLow)) {
        minHigh = high;
        minLow = low;
      }
      if (high > maxHigh || (high === maxHigh && low > maxLow)) {
        maxHigh = high;
        maxLow = low;
      }
    }
  }
  return {
    min: { low: minLow ^ flip, high: minHigh ^ flipHigh },
    max: { low: maxLow ^ flip, high: maxHigh ^ flipHigh },
  };
}
