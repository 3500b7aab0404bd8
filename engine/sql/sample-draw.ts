/**
 * Which rows a sample takes follows from their ordinals and the seed alone, so a sample is the same
 * however the rows are spread over partitions. DuckDB's own sampler does not promise that.
 */
import type { Expression, Literal } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';

const TWO_64 = 1n << 64n;

/** SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbouring seeds give unrelated constants. */
function seedConstant(seed: number): bigint {
  let x = BigInt.asUintN(64, BigInt(Math.trunc(seed)) + 0x9e3779b97f4a7c15n);
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) % TWO_64;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) % TWO_64;
  return x ^ (x >> 31n);
}

const ubigint = (value: bigint): Literal => ex.literal('UBIGINT', String(value));

/**
 * The draw of a row: a UBIGINT spread evenly over all values.
 * The seed goes in before hashing: DuckDB's `hash(a, b)` combines the hashes of its arguments with
 * XOR, so the draws of two seeds would be each other's mirror image.
 * @param ordinal the row's 0-based position over all partitions
 */
export const sampleDraw = (ordinal: Expression, seed: number): Expression =>
  ex.call('hash', ex.call('xor', ex.cast(ordinal, 'UBIGINT'), ubigint(seedConstant(seed))));

/** Rows whose draw is below it are the given fraction of all; undefined: every row. */
export function sampleThreshold(fraction: number): Literal | undefined {
  if (fraction >= 1) return undefined;
  // 2^53 steps are all that a double tells apart.
  return ubigint(BigInt(Math.round(Math.max(fraction, 0) * 2 ** 53)) << 11n);
}
