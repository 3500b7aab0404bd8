import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editTable, moveItem, removeItem } from './list-edits.ts';

test('an item moves to a place', () => {
  expect(moveItem(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moveItem(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moveItem(['a', 'b'], 0, 2)).toEqual(['a', 'b']);
  expect(removeItem(['a', 'b'], 0)).toEqual(['b']);
});

test('nothing is lost, and the way back leads back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1 }), fc.nat(), fc.nat(), (items, a, b) => {
      const [from, to] = [a % items.length, b % items.length];
      const moved = moveItem(items, from, to);
      expect(moved[to]).toBe(items[from]);
      expect(moveItem(moved, to, from)).toEqual(items);
    }),
  );
});

test('cells go with their columns', () => {
  const params = {
    rows: [
      [1, 'a'],
      [2, 'b'],
    ],
  };
  expect(editTable(params, ['x'], { kind: 'remove', at: 0 })).toEqual({
    columns: ['x'],
    rows: [['a'], ['b']],
  });
  expect(editTable(params, ['x'], { kind: 'add', item: {} })['rows']).toEqual([
    [1, 'a', null],
    [2, 'b', null],
  ]);
  expect(editTable(params, ['x'], { kind: 'move', from: 0, to: 1 })['rows']).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(editTable({}, ['x'], { kind: 'remove', at: 0 })).toEqual({ columns: ['x'] });
});
