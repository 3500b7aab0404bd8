/** Rows on their way to a table of a database: so many at a time, whatever they weigh. */
import { expect, test } from 'vitest';
import { blockId } from '../contract/ids.ts';
import { windowsOf } from './write-table.ts';

const MEGABYTE = 2 ** 20;

test.each([
  ['small rows: by their number', 250_000, 10 * MEGABYTE, [100_000, 100_000, 50_000]],
  ['wide rows: by their bytes', 100, 64 * MEGABYTE, [25, 25, 25, 25]],
  ['a row that is wider than a window alone', 3, 300 * MEGABYTE, [1, 1, 1]],
  ['none', 0, 0, []],
])('%s', (_, rows, bytes, expected) => {
  const windows = windowsOf({ id: blockId('b'), worker: 0, rows, bytes, checksum: 0 });
  expect(windows.map(({ from, to }) => to - from)).toEqual(expected);
  expect(windows.flatMap(({ from, to }) => [from, to])).toEqual(
    windows.flatMap(({ from, to }) => [from, to]).toSorted((a, b) => a - b),
  );
});
