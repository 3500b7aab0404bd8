import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { targetOf } from './outline-keys.ts';
import { outlineRows } from './outline-rows.ts';
import { joined } from './testing/pipelines.ts';

const document = {
  ...joined(),
  canvas: { groups: [{ id: 'g', title: 'G', nodes: ['b', 'early'] }] },
};
const closed = outlineRows(document, registry, new Set());

test('groups come first, then steps in the order in which data goes through them', () => {
  expect(closed.map(({ key, level }) => `${level} ${key}`)).toEqual([
    '1 group:g',
    '2 step:b',
    '2 step:early',
    '1 step:a',
    '1 step:out',
    '1 step:late',
    '1 step:all',
    '1 step:both',
  ]);
  expect(closed[2]).toMatchObject({ position: 2, siblings: 2, parent: 'group:g', expanded: false });
  expect(closed[4]).toMatchObject({ expanded: undefined });
});

test('an open step lists what it reads, then what reads it', () => {
  const rows = outlineRows(document, registry, new Set(['step:late']));
  const edges = rows.filter(({ parent }) => parent === 'step:late').map(({ item }) => item);
  expect(edges).toMatchObject([
    { direction: 'from', edge: { source: 'a', target: 'late' } },
    { direction: 'to', edge: { source: 'late', target: 'early' } },
  ]);
});

test('keys go through the rows as in any tree', () => {
  expect(targetOf('ArrowDown', closed, 0)).toBe(1);
  expect(targetOf('ArrowDown', closed, 7)).toBe(7);
  expect(targetOf('ArrowUp', closed, 0)).toBe(0);
  expect(targetOf('End', closed, 0)).toBe(7);
  expect(targetOf('ArrowRight', closed, 1)).toBe('toggle');
  expect(targetOf('ArrowRight', closed, 0)).toBe(1);
  expect(targetOf('ArrowLeft', closed, 0)).toBe('toggle');
  expect(targetOf('ArrowLeft', closed, 2)).toBe(0);
  expect(targetOf('ArrowLeft', closed, 3)).toBeUndefined();
  expect(targetOf('x', closed, 3)).toBeUndefined();
});

test('a damaged pipeline with a circle is listed all the same', () => {
  const nodes = {
    ...document.nodes,
    late: { ...document.nodes['late']!, inputs: { input: 'early' } },
  };
  expect(outlineRows({ ...document, nodes }, registry, new Set())).toHaveLength(8);
});
