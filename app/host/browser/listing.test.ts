import { expect, test } from 'vitest';
import type { FileEntry } from '../../platform/computer.ts';
import { kindOf, listed, moved, nameState } from './listing.ts';

const entry = (name: string, kind: FileEntry['kind'] = 'file'): FileEntry => ({
  token: name,
  kind,
  name,
  location: name,
  size: 1,
  modified: 0,
  fingerprint: '',
  writable: true,
});

const FOLDER = [
  entry('data', 'folder'),
  entry('a.sluice.json'),
  entry('orders.csv.gz'),
  entry('notes.txt'),
];

test.each([
  ['a.sluice.json', 'pipeline'],
  ['A.SLUICE.JSON', 'pipeline'],
  ['a.json', 'data'],
  ['a.csv.gz', 'data'],
  ['a.duckdb', 'data'],
  ['csv', 'other'],
])('%s is %s', (name, kind) => {
  expect(kindOf(entry(name))).toBe(kind);
});

test('folders stay, files are those of the kind and of the text', () => {
  const names = (...of: readonly ['pipeline' | 'data' | 'any', string]): string[] =>
    listed(FOLDER, ...of).map(({ name }) => name);
  expect(names('pipeline', '')).toEqual(['data', 'a.sluice.json']);
  expect(names('data', '')).toEqual(['data', 'orders.csv.gz']);
  expect(names('any', ' NOTE ')).toEqual(['notes.txt']);
});

test('keys move within the list and no further', () => {
  expect(moved('ArrowDown', 0, 3)).toBe(1);
  expect(moved('ArrowDown', 2, 3)).toBe(2);
  expect(moved('PageUp', 2, 3)).toBe(0);
  expect(moved('PageDown', 0, 3)).toBe(2);
  expect(moved('x', 0, 3)).toBeUndefined();
});

test('a name is new, taken, that of a folder, or none', () => {
  expect(nameState('b.csv', FOLDER)).toBe('new');
  expect(nameState(' notes.txt ', FOLDER)).toBe('taken');
  expect(nameState('data', FOLDER)).toBe('folder');
  expect(nameState(' ', FOLDER)).toBe('empty');
});
