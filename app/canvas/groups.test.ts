import { expect, test } from 'vitest';
import type { CanvasGroup } from '../../engine/document/schema.ts';
import { isWithin } from './geometry.ts';
import type { Rect } from './geometry.ts';
import {
  groupAt,
  groupFrames,
  groupOf,
  groupTree,
  groupsAround,
  hiddenSteps,
  isHiddenGroup,
} from './groups.ts';
import { csv, pipeline } from './testing/pipelines.ts';

const inner: CanvasGroup = { id: 'inner', title: 'Inner', nodes: ['a', 'b'] };
const outer: CanvasGroup = { id: 'outer', title: 'Outer', nodes: ['a', 'b', 'c'] };
const empty: CanvasGroup = { id: 'empty', title: 'Empty', position: [900, 0] };
const GROUPS = [inner, empty, outer];

const rectOf = (step: string): Rect | undefined =>
  ({
    a: { x: 0, y: 0, width: 208, height: 60 },
    b: { x: 300, y: 0, width: 208, height: 60 },
    c: { x: 0, y: 200, width: 208, height: 60 },
  })[step];

const document = (groups: readonly CanvasGroup[]) =>
  pipeline({ a: csv(), b: csv(), c: csv(), loose: csv() }, { groups });

test('a group whose steps are all in another one stands inside of its frame', () => {
  const tree = groupTree(GROUPS);
  expect(groupsAround(tree, 'inner')).toEqual([outer]);
  expect(groupsAround(tree, 'outer')).toEqual([]);
  expect(groupsAround(tree, 'empty')).toEqual([]);
  const frames = groupFrames(tree, rectOf);
  expect(isWithin(frames.get('inner')!, frames.get('outer')!)).toBe(true);
  expect(frames.get('inner')).toEqual({ x: -24, y: -32, width: 556, height: 116 });
  // Room for both titles.
  expect(frames.get('outer')?.y).toBe(-64);
  expect(frames.get('empty')).toEqual({ x: 900, y: 0, width: 320, height: 160 });
});

test('a step belongs to the innermost; a collapsed one hides all that is in it', () => {
  expect(groupOf(document(GROUPS), 'a')).toBe(inner);
  expect(groupOf(document(GROUPS), 'c')).toBe(outer);
  const folded = [inner, { ...outer, collapsed: true }];
  expect(Object.fromEntries(hiddenSteps(document(folded)))).toEqual({
    a: 'outer',
    b: 'outer',
    c: 'outer',
  });
  expect(isHiddenGroup(groupTree(folded), 'inner')).toBe(true);
  expect(isHiddenGroup(groupTree(folded), 'outer')).toBe(false);
});

test('a collapsed group in another one takes the room of its box', () => {
  const tree = groupTree([{ ...inner, collapsed: true }, outer]);
  const frames = groupFrames(tree, rectOf);
  expect(frames.get('inner')).toEqual({ x: 0, y: 0, width: 208, height: 60 });
  expect(frames.get('outer')?.width).toBe(208 + 48);
});

test('a step is dropped into the innermost frame, unless it is in a group', () => {
  expect(groupAt(document(GROUPS), 'loose', [400, 30], rectOf)).toBe(inner);
  expect(groupAt(document(GROUPS), 'loose', [400, 230], rectOf)).toBe(outer);
  expect(groupAt(document(GROUPS), 'loose', [800, 30], rectOf)).toBeUndefined();
  expect(groupAt(document(GROUPS), 'c', [400, 30], rectOf)).toBeUndefined();
});
