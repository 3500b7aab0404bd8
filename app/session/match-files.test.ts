import { expect, test } from 'vitest';
import { matchFiles } from './match-files.ts';

const given = (...paths: string[]) => paths.map((path) => ({ path }));

const found = (pattern: string, ...paths: string[]): Record<string, string> | string => {
  const match = matchFiles(pattern, given(...paths));
  if (!match.ok) return match.message;
  return Object.fromEntries([...match.files].map(([name, { path }]) => [name, path]));
};

test.each([
  ['data/a.csv', ['data/a.csv'], { 'data/a.csv': 'data/a.csv' }],
  ['../data/a.csv', ['mine/data/a.csv', 'a.csv'], { '../data/a.csv': 'mine/data/a.csv' }],
  ['../../.cache/x/a.parquet', ['a.parquet'], { '../../.cache/x/a.parquet': 'a.parquet' }],
  ['data/a.csv', ['data/ba.csv'], 'a.csv has not been added.'],
  [
    'data/a.csv',
    ['x/a.csv', 'y/a.csv'],
    'a.csv was added 2 times, and no path ends in data/a.csv.',
  ],
  ['data/a [1].csv', ['a [1].csv'], { 'data/a [1].csv': 'a [1].csv' }],
  [
    '../data/*.csv',
    ['mine/data/a.csv', 'mine/data/b.csv', 'mine/c.csv'],
    { '../data/a.csv': 'mine/data/a.csv', '../data/b.csv': 'mine/data/b.csv' },
  ],
  ['data/*.csv', ['a.csv', 'b.json'], { 'data/a.csv': 'a.csv' }],
  [
    'd/year=*/*.parquet',
    ['d/year=1/a.parquet', 'd/year=2/a.parquet'],
    {
      'd/year=1/a.parquet': 'd/year=1/a.parquet',
      'd/year=2/a.parquet': 'd/year=2/a.parquet',
    },
  ],
  ['data/*.csv', ['a.json'], 'No file that was added matches data/*.csv.'],
] as const)('%s among %j', (pattern, paths, expected) => {
  expect(found(pattern, ...paths)).toEqual(expected);
});
