import fc from 'fast-check';
import { expect, test } from 'vitest';
import { halvesOf, joinRanges, rangeOf, type Wide } from './integer-range.ts';

const join = ({ low, high }: Wide, signed: boolean): bigint => {
  const value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return signed ? BigInt.asIntN(64, value) : value;
};

const least = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b < a ? b : a));
const most = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b > a ? b : a));

test.each([true, false])('64 bits, signed: %s', (signed) => {
  const value = signed
    ? fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    : fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const lists = fc.array(
    fc.array(fc.oneof(value, fc.constantFrom(0n, 1n, 2n ** 32n)), { minLength: 1 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(
    fc.property(lists, (parts) => {
      const arrays = parts.map((part) => new Int32Array(BigUint64Array.from(part).buffer));
      const { min, max } = rangeOf({ bits: 64, signed, arrays });
      expect(join(min, signed)).toBe(least(parts.flat()));
      expect(join(max, signed)).toBe(most(parts.flat()));
      const joined = arrays
        .map((array) => rangeOf({ bits: 64, signed, arrays: [array] }))
        .reduce((a, b) => joinRanges(a, b, { bits: 64, signed }));
      expect(joined).toEqual({ min, max });
      expect(halvesOf(String(least(parts.flat())))).toEqual(min);
    }),
  );
});

test('up to 32 bits, with and without a sign', () => {
  const { min, max } = rangeOf({ bits: 32, arrays: [Int32Array.of(3, -7), Int32Array.of(12)] });
  expect([min.low, max.low]).toEqual([-7, 12]);
  const other = rangeOf({ bits: 32, arrays: [Int32Array.of(-9, 11)] });
  const joined = joinRanges({ min, max }, other, { bits: 32, signed: true });
  expect([joined.min.low, joined.max.low]).toEqual([-9, 12]);
  const unsigned = rangeOf({ bits: 32, arrays: [Uint32Array.of(0xffffffff, 5)] });
  expect([unsigned.min.low, unsigned.max.low]).toEqual([5, 0xffffffff]);
});
