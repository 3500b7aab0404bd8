import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALIGNMENTS, align, distribute } from './arrange.ts';
import type { Rect } from './geometry.ts';

const rect = (x: number, y: number, width = 100, height = 50): Rect => ({ x, y, width, height });
const three = new Map([
  ['a', rect(0, 0)],
  ['b', rect(130, 40, 60, 80)],
  ['c', rect(400, 20)],
]);

test('align moves all to the outermost edge or the middle', () => {
  expect(align(three, 'left')).toEqual({ a: [0, 0], b: [0, 40], c: [0, 20] });
  expect(align(three, 'right')).toEqual({ a: [400, 0], b: [440, 40], c: [400, 20] });
  expect(align(three, 'bottom')).toEqual({ a: [0, 70], b: [130, 40], c: [400, 70] });
  expect(align(three, 'middle')).toEqual({ a: [0, 35], b: [130, 20], c: [400, 35] });
});

test('aligning twice changes nothing more', () => {
  const rects = fc.array(
    fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(rects, fc.constantFrom(...ALIGNMENTS), (points, how) => {
      const before = new Map(points.map(([x, y], n) => [`${n}`, rect(x, y)]));
      const once = align(before, how);
      const after = new Map(Object.entries(once).map(([id, [x, y]]) => [id, rect(x, y)]));
      expect(align(after, how)).toEqual(once);
    }),
  );
});

test('distribute makes equal gaps and leaves the outermost where they are', () => {
  const placed = distribute(three, 'horizontal');
  expect(placed).toEqual({ a: [0, 0], b: [220, 40], c: [400, 20] });
  expect(distribute(new Map(), 'vertical')).toEqual({});
});
