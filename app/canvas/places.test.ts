import { expect, test } from 'vitest';
import { readFragment, shiftOf } from './clipboard-operations.ts';
import { applySelection } from './flow-handlers.ts';
import { overlap, portOffset, stepHeight } from './geometry.ts';
import { freePlace, placeAfter } from './place-step.ts';
import { depthsOf, positionsOf } from './positions.ts';
import { csv, filter, joined, pipeline } from './testing/pipelines.ts';

const rect = (x: number, y: number) => ({ x, y, width: 208, height: 60 });

test('ports are apart and inside of the step, however many', () => {
  for (const count of [1, 2, 3, 8]) {
    const height = stepHeight(count);
    const offsets = Array.from({ length: count }, (_, n) => portOffset(n, count, height));
    expect(offsets[0]).toBeGreaterThanOrEqual(10);
    expect(offsets.at(-1)).toBeLessThanOrEqual(height - 10);
    if (count > 1) expect(offsets[1]! - offsets[0]!).toBe(20);
  }
});

test('a new step stands right of the one before it, below what is in the way', () => {
  expect(placeAfter(rect(0, 0), [rect(0, 0)])).toEqual([288, 0]);
  const others = [rect(0, 0), rect(280, 0), rect(280, 100)];
  const [x, y] = placeAfter(rect(0, 0), others);
  expect(x).toBe(288);
  expect(others.some((other) => overlap(other, rect(x, y)))).toBe(false);
  expect(freePlace([3, 5], [])).toEqual([0, 8]);
});

test('steps without a place stand in columns below the others', () => {
  const document = pipeline(
    { a: csv(), b: filter('a'), c: filter('b'), d: csv() },
    { positions: { d: [40, 16] } },
  );
  expect(Object.fromEntries(positionsOf(document))).toEqual({
    d: [40, 16],
    a: [0, 120],
    b: [296, 120],
    c: [592, 120],
  });
});

test('a circle, which a damaged file may have, ends where it closes', () => {
  const depths = depthsOf(pipeline({ a: filter('b'), b: filter('a') }));
  expect([...depths.keys()].sort()).toEqual(['a', 'b']);
});

test('what is selected last comes last; the same selection is the same list', () => {
  const before = ['a', 'b'];
  expect(applySelection(before, [{ id: 'a', selected: true }])).toBe(before);
  expect(applySelection(before, [{ id: 'c', selected: false }])).toBe(before);
  expect(
    applySelection(before, [
      { id: 'c', selected: true },
      { id: 'a', selected: false },
    ]),
  ).toEqual(['b', 'c']);
});

test('only text that is a pipeline with something in it is pasted', () => {
  expect(readFragment('hello')).toBeUndefined();
  expect(readFragment('x sluice/1 '.repeat(9_000_000))).toBeUndefined();
  // What is a pipeline but cannot be read says why.
  expect(readFragment('{"format": "sluice/1", "name": ')).toMatchObject({ severity: 'error' });
  expect(readFragment('{"format":"sluice/1","name":"x","nodes":{"a":{"type":1}}}')).toMatchObject({
    param: 'nodes.a.type',
  });
  expect(readFragment('{"format":"sluice/9","name":"x","nodes":{}}')).toMatchObject({
    hint: expect.stringContaining('newer') as string,
  });
  expect(readFragment('{"format":"sluice/1","name":"x","nodes":{}}')).toBeUndefined();
  expect(readFragment(JSON.stringify(joined()))).toHaveProperty('nodes.late');
});

test('pasted at a point, the upper left corner comes there', () => {
  const fragment = pipeline({ a: csv() }, { positions: { a: [100, 40], b: [80, 300] } });
  expect(shiftOf(fragment, [200, 80])).toEqual([120, 40]);
  expect(shiftOf(fragment, undefined)).toEqual([40, 40]);
});
