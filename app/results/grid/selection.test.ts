import { expect, test } from 'vitest';
import type { CellAt } from './selection.ts';
import { boxOf, isInside, isRange, moveSelection, selectAll, selectCell } from './selection.ts';

const extents = { rows: 1000, columns: 5, page: 20 };
const press = (from: CellAt, key: string, modifiers: { mod?: boolean; shift?: boolean } = {}) =>
  moveSelection(selectCell(from), { key, mod: false, shift: false, ...modifiers }, extents)?.focus;

test.each<[string, { mod?: boolean }, CellAt]>([
  ['ArrowUp', {}, { row: 9, column: 2 }],
  ['ArrowDown', {}, { row: 11, column: 2 }],
  ['ArrowLeft', {}, { row: 10, column: 1 }],
  ['ArrowRight', {}, { row: 10, column: 3 }],
  ['PageDown', {}, { row: 30, column: 2 }],
  ['PageUp', {}, { row: 0, column: 2 }],
  ['Home', {}, { row: 10, column: 0 }],
  ['End', {}, { row: 10, column: 4 }],
  ['Home', { mod: true }, { row: 0, column: 0 }],
  ['End', { mod: true }, { row: 999, column: 4 }],
  ['ArrowDown', { mod: true }, { row: 999, column: 2 }],
])('%s %j', (key, modifiers, to) => {
  expect(press({ row: 10, column: 2 }, key, modifiers)).toEqual(to);
});

test('the header is above the first row, and there is nothing beyond the ends', () => {
  expect(press({ row: 0, column: 0 }, 'ArrowUp')).toEqual({ row: -1, column: 0 });
  expect(press({ row: -1, column: 0 }, 'ArrowUp')).toEqual({ row: -1, column: 0 });
  expect(press({ row: -1, column: 0 }, 'ArrowLeft')).toEqual({ row: -1, column: 0 });
  expect(press({ row: 999, column: 4 }, 'ArrowDown')).toEqual({ row: 999, column: 4 });
  expect(press({ row: 999, column: 4 }, 'ArrowRight')).toEqual({ row: 999, column: 4 });
  expect(press({ row: 0, column: 0 }, 'x')).toBeUndefined();
});

test('with Shift the selection grows from where it began, never into the header', () => {
  const shift = { mod: false, shift: true };
  const once = moveSelection(
    selectCell({ row: 1, column: 1 }),
    { key: 'ArrowUp', ...shift },
    extents,
  );
  const twice = moveSelection(
    once ?? selectCell({ row: 0, column: 0 }),
    { key: 'ArrowUp', ...shift },
    extents,
  );
  expect(twice).toEqual({ anchor: { row: 1, column: 1 }, focus: { row: 0, column: 1 } });
});

test('a box holds what is between its corners', () => {
  const box = boxOf({ anchor: { row: 5, column: 3 }, focus: { row: 2, column: 1 } });
  expect(box).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
  expect([isInside(box, 2, 3), isInside(box, 6, 3), isInside(box, 3, 0)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isRange(box), isRange(boxOf(selectCell({ row: 1, column: 1 })))]).toEqual([true, false]);
  expect(boxOf(selectAll(extents))).toEqual({ top: 0, bottom: 999, left: 0, right: 4 });
});
