import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { scalar } from '../contract/schema.ts';
import { openWindow } from './window.ts';

test('cells of any row and column, over several batches', () => {
  const parts = [0, 3, 5].map((start) =>
    tableFromArrays({
      n: Int32Array.from([start, start + 1, start + 2].slice(0, start === 3 ? 2 : 3)),
    }),
  );
  const [first, ...others] = parts;
  const table = first?.concat(...others);
  if (table === undefined) throw new Error('no table');
  const window = openWindow([{ name: 'n', type: scalar('INTEGER') }], tableToIPC(table, 'stream'));
  expect(window.rows).toBe(8);
  const read = Array.from({ length: 8 }, (_, row) => window.cell(row, 0));
  expect(read.map((cell) => cell !== null && 'text' in cell && cell.text)).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
  ]);
  expect([window.cell(8, 0), window.cell(0, 1)]).toEqual([null, null]);
});
