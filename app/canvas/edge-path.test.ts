import { expect, test } from 'vitest';
import { countPlace, curvePath, distanceFrom, edgeCurve, middleOf, pointAt } from './edge-path.ts';

test('a curve begins and ends at its ports, and leaves them level', () => {
  const curve = edgeCurve([0, 0], [200, 100]);
  expect(pointAt(curve[0], 0)).toEqual([0, 0]);
  expect(pointAt(curve[0], 1)).toEqual([200, 100]);
  expect(middleOf(curve)).toEqual([100, 50]);
  expect(curvePath(curve)).toBe('M0,0 C100,0 100,100 200,100');
});

test('a curve that runs backwards swings out on both sides', () => {
  const [{ control1, control2 }, ...others] = edgeCurve([0, 0], [-100, 50]);
  expect(control1).toEqual([80, 0]);
  expect(control2).toEqual([-180, 50]);
  expect(others).toEqual([]);
});

test('a curve that goes on in another row runs level between the rows', () => {
  for (const fall of [224, -224]) {
    const curve = edgeCurve([752, 0], [0, fall]);
    expect(curve).toHaveLength(3);
    const [x, y] = middleOf(curve);
    expect(x).toBe(376);
    // Nearer to the row it leads to than half a step and the space above it.
    expect(Math.abs(fall - y)).toBe(54);
    expect(curve[0].from).toEqual([752, 0]);
    expect(curve.at(-1)?.to).toEqual([0, fall]);
    expect(distanceFrom(curve, [500, y + 10])).toBeCloseTo(10);
  }
});

test('the distance is that to the nearest part', () => {
  const level = edgeCurve([0, 0], [200, 0]);
  expect(distanceFrom(level, [100, 12])).toBeCloseTo(12);
  expect(distanceFrom(level, [230, 40])).toBeCloseTo(50);
  expect(distanceFrom(edgeCurve([0, 0], [200, 100]), [100, 50])).toBeLessThan(1);
});

test('the number of rows keeps clear of the name of the port that the edge leaves', () => {
  const level = edgeCurve([0, 0], [80, 0]);
  expect(countPlace(level, undefined)).toEqual([40, -7]);
  // Names begin right of the port and are up to 64 wide; above the edge at -15, below it down to 20.
  const above = countPlace(level, 'above');
  expect(above[1] - 11).toBeGreaterThan(0);
  const [x, y] = countPlace(edgeCurve([0, 0], [80, 60]), 'below');
  expect(x).toBeLessThan(80);
  expect(y - 11).toBeGreaterThan(20);
});
