import { expect, test } from 'vitest';
import { scalar } from '../../../engine/contract/schema.ts';
import type { ColumnPrefs } from './column-layout.ts';
import { NO_PREFS, layOutColumns } from './column-layout.ts';
import { arrangedColumns, edgeAt, edgeX, moveColumn, moveToEdge } from './column-order.ts';
import { orderColumns } from './order-columns.ts';

const schemaOf = (names: string) =>
  Array.from(names, (name) => ({ name, type: scalar('INTEGER') }));
const schema = schemaOf('abcde');

/** Names as they stand, `|` after the pinned ones. */
function look(prefs: Partial<ColumnPrefs>, of = schema): string {
  const layout = layOutColumns(of, { ...NO_PREFS, ...prefs }, () => 100);
  const names = layout.columns.map((index) => of[index]?.name ?? '');
  return `${names.slice(0, layout.pinned).join('')}|${names.slice(layout.pinned).join('')}`;
}

function move(prefs: Partial<ColumnPrefs>, from: number, to: number): Partial<ColumnPrefs> {
  const before = { ...NO_PREFS, ...prefs };
  const layout = layOutColumns(schema, before, () => 100);
  return { ...before, ...moveColumn(schema, before, layout, { from, to }) };
}

test('a column is moved to the left and to the right, to both ends', () => {
  expect(look(move({}, 1, 3))).toBe('|acdbe');
  expect(look(move({}, 3, 1))).toBe('|adbce');
  expect(look(move({}, 0, 4))).toBe('|bcdea');
  expect(look(move(move({}, 4, 0), 4, 0))).toBe('|deabc');
});

test('hidden columns stay where they are', () => {
  const moved = move({ hidden: ['c'] }, 0, 2);
  expect(look(moved)).toBe('|bdae');
  expect(look({ ...moved, hidden: [] })).toBe('|bcdae');
});

test('pinned columns are moved among themselves; over their border one is pinned or unpinned', () => {
  const pinned = { pinned: ['d', 'b'] };
  expect(look(pinned)).toBe('db|ace');
  expect(look(move(pinned, 0, 1))).toBe('bd|ace');
  expect(look(move(pinned, 3, 0))).toBe('cdb|ae');
  expect(look(move(pinned, 1, 3))).toBe('d|acbe');
  expect(look(move(pinned, 0, 2))).toBe('b|adce');
  expect(look(move(pinned, 4, 2))).toBe('db|eac');
});

test('a column that came later stands behind its neighbour; one that is gone leaves no gap', () => {
  const later = schemaOf('axbce');
  expect(orderColumns(later, ['c', 'b', 'a', 'd']).map((i) => later[i]?.name)).toEqual([
    'c',
    'e',
    'b',
    'a',
    'x',
  ]);
  expect(orderColumns(schemaOf('xab'), ['b', 'a']).map((i) => 'xab'[i])).toEqual(['x', 'b', 'a']);
});

test('what is arranged is what is hidden or moved, as it is seen; pinning alone is not', () => {
  const arranged = (prefs: Partial<ColumnPrefs>) =>
    arrangedColumns(schema, { ...NO_PREFS, ...prefs })?.join('');
  expect(arranged({})).toBeUndefined();
  expect(arranged({ pinned: ['d'], widths: { a: 9 }, hidden: ['unknown'] })).toBeUndefined();
  expect(arranged({ hidden: ['b'], pinned: ['d'] })).toBe('acde');
  expect(arranged(move({ hidden: ['b'], pinned: ['d'] }, 3, 1))).toBe('deac');
});

test('a column let go at the nearer edge of another takes its place', () => {
  const layout = layOutColumns(schema, { ...NO_PREFS, pinned: ['a'] }, () => 100);
  expect([0, 49, 51, 149, 151, 900].map((x) => edgeAt(layout, x, 0))).toEqual([0, 0, 1, 1, 2, 5]);
  expect(edgeAt(layout, 120, 200)).toBe(3);
  expect(edgeX(layout, 3, 200)).toBe(100);
  expect(edgeX(layout, 1, 200)).toBe(100);
  expect([moveToEdge(1, 3), moveToEdge(3, 1)]).toEqual([
    { from: 1, to: 2 },
    { from: 3, to: 1 },
  ]);
});
