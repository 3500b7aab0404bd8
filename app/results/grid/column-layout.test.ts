import { expect, test } from 'vitest';
import { scalar } from '../../../engine/contract/schema.ts';
import type { ColumnPrefs } from './column-layout.ts';
import {
  NO_PREFS,
  columnAt,
  columnsInView,
  layOutColumns,
  leftToShow,
  pinnedWidth,
  totalWidth,
  widthAt,
} from './column-layout.ts';

const schema = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: scalar('INTEGER') }));
const layOut = (prefs: Partial<ColumnPrefs> = {}) =>
  layOutColumns(schema, { ...NO_PREFS, ...prefs }, () => 100);

test('columns stand in their order', () => {
  const layout = layOut({ widths: { b: 150 } });
  expect(layout.columns).toEqual([0, 1, 2, 3, 4]);
  expect([...layout.lefts]).toEqual([0, 100, 250, 350, 450, 550]);
  expect([widthAt(layout, 1), totalWidth(layout), pinnedWidth(layout)]).toEqual([150, 550, 0]);
});

test('pinned columns come first in the order of pinning, hidden ones not at all', () => {
  const layout = layOut({ pinned: ['d', 'b', 'gone'], hidden: ['a', 'unknown'] });
  expect(layout.columns).toEqual([3, 1, 2, 4]);
  expect([layout.pinned, pinnedWidth(layout)]).toEqual([2, 200]);
});

test('no width is absurd', () => {
  const layout = layOut({ widths: { a: -5, b: 1e9 } });
  expect([widthAt(layout, 0), widthAt(layout, 1)]).toEqual([48, 1200]);
});

test('columns in view, beside pinned ones', () => {
  expect(columnsInView(layOut(), 0, 250)).toEqual({ start: 0, end: 3 });
  expect(columnsInView(layOut(), 100, 200)).toEqual({ start: 1, end: 3 });
  expect(columnsInView(layOut({ pinned: ['a'] }), 150, 250)).toEqual({ start: 2, end: 4 });
  expect(columnsInView(layOut({ hidden: ['a', 'b', 'c', 'd', 'e'] }), 0, 250)).toEqual({
    start: 0,
    end: 0,
  });
});

test('a thousand columns: only those in view', () => {
  const wide = Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, type: scalar('INTEGER') }));
  const layout = layOutColumns(wide, NO_PREFS, () => 100);
  expect(columnsInView(layout, 50_050, 300)).toEqual({ start: 500, end: 504 });
});

test('the column under the pointer', () => {
  const layout = layOut({ pinned: ['e'] });
  expect(columnAt(layout, 99, 300)).toBe(0);
  expect(columnAt(layout, 100, 300)).toBe(4);
  expect(columnAt(layout, 100, 0)).toBe(1);
  expect(columnAt(layout, 600, 0)).toBeUndefined();
});

test('scrolls to a column no more than needed', () => {
  const layout = layOut({ pinned: ['a'] });
  expect(leftToShow(layout, 100, 300, 0)).toBe(100);
  expect(leftToShow(layout, 100, 300, 2)).toBe(100);
  expect(leftToShow(layout, 100, 300, 1)).toBe(0);
  expect(leftToShow(layout, 100, 300, 4)).toBe(200);
});
