import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeConditions } from './partition-ranges.ts';

const column = { name: 'k', kind: 'integer', dialect: 'postgres' } as const;

/** Whether a whole number is in the range of a condition. */
function holds(condition: string | undefined, value: bigint): boolean {
  const from = /"k" >= (-?\d+)/.exec(condition ?? '')?.[1];
  const to = /"k" < (-?\d+)/.exec(condition ?? '')?.[1];
  return (from === undefined || value >= BigInt(from)) && (to === undefined || value < BigInt(to));
}

test('every number is in one range, also those outside of what was looked at', () => {
  const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(big, big, big, fc.integer({ min: 1, max: 50 }), (a, b, value, partitions) => {
      const bounds = { low: a < b ? a : b, high: a < b ? b : a };
      const conditions = rangeConditions(column, bounds, partitions);
      expect(conditions.filter((condition) => holds(condition, value))).toHaveLength(1);
      expect(conditions.length).toBeLessThanOrEqual(partitions);
    }),
  );
});

test('nulls are in the first range; without values there is one', () => {
  const conditions = rangeConditions(column, { low: 1n, high: 10n }, 2);
  expect(conditions).toEqual(['("k" < 6 OR "k" IS NULL)', '"k" >= 6']);
  expect(rangeConditions(column, undefined, 5)).toEqual([undefined]);
});

test('borders before 1970 are days and times', () => {
  const day = { ...column, kind: 'date' } as const;
  expect(rangeConditions(day, { low: -3n, high: 0n }, 2)[1]).toBe(`"k" >= DATE '1969-12-31'`);
  const time = { ...column, kind: 'timestamp', dialect: 'mysql' } as const;
  expect(rangeConditions(time, { low: -3n, high: 0n }, 2)[1]).toBe(
    "`k` >= TIMESTAMP '1969-12-31 23:59:59.999999'",
  );
});
