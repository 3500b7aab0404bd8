import { expect, test } from 'vitest';
import { keptState } from './kept-state.ts';

const KEPT = { isElsewhere: false, isStored: true, saving: 'clean', storage: 'kept' } as const;
const INSPECTION = {
  kind: 'damaged',
  isDrawn: true,
  name: 'a.sluice.json',
  text: '{',
  diagnostics: [],
  lost: [],
} as const;
const FILE = { name: 'a.sluice.json', matches: true };

test.each([
  [{ ...KEPT, isStored: false }, undefined],
  [KEPT, 'kept'],
  [{ ...KEPT, saving: 'waiting' }, 'saving'],
  [{ ...KEPT, saving: 'writing', file: FILE }, 'saving'],
  [{ ...KEPT, file: FILE }, 'saved'],
  [{ ...KEPT, file: { ...FILE, matches: false } }, 'edited'],
  [{ ...KEPT, saving: 'failed', storage: 'full' }, 'unstored'],
  [{ ...KEPT, storage: 'denied' }, 'unstored'],
  [{ ...KEPT, storage: 'denied', file: FILE }, 'saved'],
  [{ ...KEPT, isElsewhere: true, file: FILE }, 'elsewhere'],
  [{ ...KEPT, inspection: INSPECTION, file: FILE }, 'inspected'],
] as const)('%o is %s', (state, expected) => {
  expect(keptState(state)).toBe(expected);
});
