import { expect, test } from 'vitest';
import { curvePath, distanceFrom, edgeCurve, pointAt } from './edge-path.ts';

test('a curve begins and ends at its ports, and leaves them level', () => {
  const curve = edgeCurve([0, 0], [200, 100]);
  expect(pointAt(curve, 0)).toEqual([0, 0]);
  expect(pointAt(curve, 1)).toEqual([200, 100]);
  expect(pointAt(curve, 0.5)).toEqual([100, 50]);
  expect(curvePath(curve)).toBe('M0,0 C100,0 100,100 200,100');
});

test('a curve that runs backwards swings out on both sides', () => {
  const { control1, control2 } = edgeCurve([0, 0], [-100, 50]);
  expect(control1).toEqual([80, 0]);
  expect(control2).toEqual([-180, 50]);
});

test('the distance is that to the nearest part', () => {
  const level = edgeCurve([0, 0], [200, 0]);
  expect(distanceFrom(level, [100, 12])).toBeCloseTo(12);
  expect(distanceFrom(level, [230, 40])).toBeCloseTo(50);
  expect(distanceFrom(edgeCurve([0, 0], [200, 100]), [100, 50])).toBeLessThan(1);
});
