import { expect, test } from 'vitest';
import { belongsToText, matchesKeys, worksInText } from './key-match.ts';

const press = (key: string, modifiers: string = '', code = '') => ({
  key,
  code,
  ctrlKey: modifiers.includes('c'),
  metaKey: modifiers.includes('m'),
  shiftKey: modifiers.includes('s'),
  altKey: modifiers.includes('a'),
});

test.each([
  ['Mod+Z', press('z', 'c'), false, true],
  ['Mod+Z', press('z', 'm'), true, true],
  ['Mod+Z', press('z', 'c'), true, false],
  ['Mod+Z', press('Z', 'cs'), false, false],
  ['Mod+Shift+Z', press('Z', 'cs'), false, true],
  ['?', press('?', 's'), false, true],
  ['/', press('/'), false, true],
  ['/', press('/', 's'), false, true],
  ['Shift+1', press('!', 's', 'Digit1'), false, true],
  ['Shift+1', press('1', '', 'Digit1'), false, false],
  ['A', press('a'), false, true],
  ['A', press('a', 'c'), false, false],
  ['Delete', press('Delete'), false, true],
  ['F2', press('F2'), false, true],
  ['Mod+Enter', press('Enter', 'c'), false, true],
])('%s and %j', (keys, event, isMac, expected) => {
  expect(matchesKeys(keys, event, isMac)).toBe(expected);
});

test('plain keys are left to texts, and so is what texts know themselves', () => {
  expect(['A', 'Delete', 'Shift+1', '?'].map(worksInText)).toEqual([false, false, false, false]);
  expect(['Mod+K', 'F2', 'Alt+ArrowUp'].map(worksInText)).toEqual([true, true, true]);
  expect(['Mod+C', 'Mod+V', 'Mod+A'].map(belongsToText)).toEqual([true, true, true]);
  expect(belongsToText('Mod+Z')).toBe(false);
});
