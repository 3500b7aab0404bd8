import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pasteCells, readCell, tableColumns, writeCell } from './inline-cells.ts';

const columns = tableColumns([
  { name: 'n', type: 'BIGINT' },
  { name: 't', type: 'VARCHAR' },
  { name: 'b', type: 'BOOLEAN' },
  { name: 'l', type: 'INTEGER[]' },
  { name: 'x', type: 'WHAT' },
]);

test('texts are values of their column', () => {
  const read = (text: string, at: number) => readCell(text, columns[at]?.type);
  expect(read('12', 0)).toBe(12);
  expect(read('9007199254740993', 0)).toBe('9007199254740993');
  expect(read('x', 0)).toBe('x');
  expect(read('12', 1)).toBe('12');
  expect(read('', 1)).toBeNull();
  expect(read('""', 1)).toBe('');
  expect(read('TRUE', 2)).toBe(true);
  expect(read('[1, 2]', 3)).toEqual([1, 2]);
  expect(read('[1, ', 3)).toBe('[1, ');
  expect(read('1', 4)).toBe('1');
});

test('what a cell shows is read as its value', () => {
  const json = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(json, fc.nat(4), (value, at) => {
      const type = columns[at]?.type;
      const shown = writeCell(value, type);
      // A value of another type than its column's may come back as that type's own.
      expect(writeCell(readCell(shown, type), type)).toBe(shown);
    }),
  );
});

test('a copied range goes in from its first cell, and makes rows', () => {
  const rows = [[1, 'a', true, null, null]];
  expect(pasteCells(rows, columns, 0, 1, 'b\tfalse\r\nc\t\r\n')).toEqual([
    [1, 'b', false, null, null],
    [null, 'c', null, null, null],
  ]);
  expect(pasteCells(rows, columns, 0, 4, '1\t2')).toEqual([[1, 'a', true, null, '1']]);
});
