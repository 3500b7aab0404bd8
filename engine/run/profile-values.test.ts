import { expect, test } from 'vitest';
import type { CountRow } from './profile-values.ts';
import { mergeCounts } from './profile-values.ts';

const row = (...cells: (string | null)[]): CountRow => cells;

test('counts of partitions are added up; the null comes after the texts that are as frequent', () => {
  const counts = mergeCounts(
    1,
    [
      [row('1', 'top', 'a', '3'), row('1', 'top', null, '2'), row('0', 'top', 'x', '99')],
      [row('1', 'top', 'b', '4'), row('1', 'top', 'a', '1'), row('1', 'top', null, '2')],
      [row('1', 'bin', '0', '3'), row('1', 'bin', '4', '1'), row('1', 'bin', '0', '2')],
    ],
    { top: 3, hashes: 10 },
  );
  expect(counts.top).toEqual([
    { value: 'a', rows: 4 },
    { value: 'b', rows: 4 },
    { value: null, rows: 4 },
  ]);
  expect([...counts.bins]).toEqual([
    [0, 5],
    [4, 1],
  ]);
});

test('one partition counts its values itself', () => {
  const counts = mergeCounts(0, [[row('0', 'values', null, '77')]], { top: 3, hashes: 0 });
  expect([counts.distinct, counts.isEstimate]).toEqual([77, false]);
});

test('few hashes are counted, many tell about how many there are', () => {
  const hashesOf = (from: number, to: number): CountRow[] => {
    // Multiples of the golden ratio are spread evenly.
    const all = Array.from({ length: to - from }, (_, i) =>
      BigInt.asUintN(64, BigInt(from + i + 1) * 0x9e3779b97f4a7c15n),
    );
    const smallest = all.sort((a, b) => (a < b ? -1 : 1)).slice(0, 200);
    return [
      ...smallest.map((hash) => row('0', 'hash', String(hash), null)),
      row('0', 'values', null, String(to - from)),
    ];
  };
  const few = mergeCounts(0, [hashesOf(0, 60), hashesOf(30, 90)], { top: 3, hashes: 200 });
  expect([few.distinct, few.isEstimate]).toEqual([90, false]);
  const many = mergeCounts(0, [hashesOf(0, 6000), hashesOf(3000, 9000)], { top: 3, hashes: 200 });
  expect(many.isEstimate).toBe(true);
  expect(Math.abs(many.distinct - 9000)).toBeLessThan(900);
});
