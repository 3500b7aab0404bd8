import { expect, test } from 'vitest';
import { nextSort } from './next-sort.ts';

test('a click sorts up, down, and no more', () => {
  const up = nextSort([], 'a', false);
  const down = nextSort(up, 'a', false);
  expect([up, down, nextSort(down, 'a', false)]).toEqual([
    [{ column: 'a', direction: 'asc' }],
    [{ column: 'a', direction: 'desc' }],
    [],
  ]);
  expect(nextSort(down, 'b', false)).toEqual([{ column: 'b', direction: 'asc' }]);
});

test('with Shift the other keys stay where they are', () => {
  const both = nextSort([{ column: 'a', direction: 'asc' }], 'b', true);
  expect(both.map(({ column }) => column)).toEqual(['a', 'b']);
  expect(nextSort(both, 'a', true)).toEqual([
    { column: 'a', direction: 'desc' },
    { column: 'b', direction: 'asc' },
  ]);
  expect(nextSort(nextSort(both, 'a', true), 'a', true)).toEqual([
    { column: 'b', direction: 'asc' },
  ]);
});
