import { expect, test } from 'vitest';
import { spansOf } from './read-points.ts';

test('all rows in one span; of too many, spans from the first row to the last', () => {
  expect(spansOf(0)).toEqual([]);
  expect(spansOf(10, 10, 2)).toEqual([{ from: 0, to: 9 }]);
  expect(spansOf(100, 9, 3)).toEqual([
    { from: 0, to: 2 },
    { from: 48, to: 50 },
    { from: 97, to: 99 },
  ]);
});
