import { expect, test } from 'vitest';
import { fileName, foldersOf } from './save-files.ts';

test.each([
  ['out/late.parquet', ['out'], 'late.parquet'],
  ['late.csv', [], 'late.csv'],
  ['../../etc/./x/late.csv', ['etc', 'x'], 'late.csv'],
  ['/abs//late.csv', ['abs'], 'late.csv'],
])('%s', (path, folders, name) => {
  expect(foldersOf(path)).toEqual(folders);
  expect(fileName(path)).toBe(name);
});
