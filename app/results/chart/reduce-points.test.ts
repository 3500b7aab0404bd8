import { expect, test } from 'vitest';
import type { Point } from './reduce-points.ts';
import { gatherSlices, keepShape, reducePoints, takeEvenly } from './reduce-points.ts';

const line = (count: number, y: (i: number) => number | null): Point[] =>
  Array.from({ length: count }, (_, i) => [i, y(i)]);

test('a line keeps its ends and its peaks, in order', () => {
  const points = line(10_000, (i) => (i === 4321 ? 1000 : i === 7000 ? -1000 : Math.sin(i / 500)));
  const kept = keepShape(points, 200);
  expect(kept).toHaveLength(200);
  expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
  expect(kept).toContainEqual([4321, 1000]);
  expect(kept).toContainEqual([7000, -1000]);
  const places = kept.map(([x]) => Number(x));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBe(200);
});

test('gaps and categories do not stop it', () => {
  const points = line(1000, (i) => (i % 3 === 0 ? null : i)).map(([x, y]): Point => [
    `day ${x}`,
    y,
  ]);
  expect(keepShape(points, 50)).toHaveLength(50);
});

test('few points are all drawn; of many each series keeps its share', () => {
  const few = [{ name: 'a', points: line(10, (i) => i) }];
  expect(reducePoints(few, 'even', 10)).toEqual({ series: few, how: 'all' });
  const { series, how } = reducePoints(
    [
      { name: 'a', points: line(900, (i) => i) },
      { name: 'b', points: line(100, (i) => i) },
    ],
    'even',
    100,
  );
  expect([how, ...series.map(({ points }) => points.length)]).toEqual(['even', 90, 10]);
  expect(series[1]?.points.slice(0, 3)).toEqual([
    [0, 0],
    [10, 10],
    [20, 20],
  ]);
});

test('every place is one in so many', () => {
  expect(takeEvenly([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 3, 5]);
  expect(takeEvenly([1, 2], 3)).toEqual([1, 2]);
});

test('small slices become one; nothing of the whole is lost', () => {
  const slices = [3, 1, 9, 2].map((value, i) => ({ name: `s${i}`, value }));
  const others = (count: number) => `${count} others`;
  expect(gatherSlices(slices, others, 2)).toEqual({
    slices: [
      { name: 's0', value: 3 },
      { name: 's2', value: 9 },
      { name: '2 others', value: 3 },
    ],
    how: 'largest',
  });
  expect(gatherSlices(slices, others, 4)).toEqual({ slices, how: 'all' });
});
