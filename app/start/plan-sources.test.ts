import { expect, test } from 'vitest';
import type { ShapedFile } from './plan-sources.ts';
import { MOST_SOURCES, planSources } from './plan-sources.ts';

const csv = (path: string, shape = 'a,b'): ShapedFile => ({ path, type: 'input.csv', shape });

const parts = (count: number, folder = 'sales'): ShapedFile[] =>
  Array.from({ length: count }, (_, n) => csv(`${folder}/part-${n}.csv`));

test('2,000 files of one shape in a folder are one source', () => {
  expect(planSources(parts(2000))).toEqual({
    sources: [{ name: 'sales', type: 'input.csv', path: 'sales/*.csv', files: 2000, params: {} }],
    left: [],
  });
});

test('folders of a partitioned table are one', () => {
  const files = ['2020', '2021'].flatMap((year) => parts(2, `lake/sales/year=${year}/month=1`));
  expect(planSources(files).sources).toEqual([
    {
      name: 'sales',
      type: 'input.csv',
      path: 'lake/sales/year=*/month=*/*.csv',
      files: 4,
      params: {},
    },
  ]);
});

test('files of another shape in the same folder stay apart: the paths are listed then', () => {
  const files = [...parts(2), csv('sales/customers.csv', 'id,name')];
  expect(planSources(files).sources).toEqual([
    {
      name: 'sales',
      type: 'input.csv',
      path: ['sales/part-0.csv', 'sales/part-1.csv'],
      files: 2,
      params: {},
    },
    { name: 'customers', type: 'input.csv', path: 'sales/customers.csv', files: 1, params: {} },
  ]);
});

test('a glob means no file that was there before, and no brackets of a name', () => {
  const [source] = planSources(parts(2), ['sales/old.csv']).sources;
  expect(source?.path).toEqual(['sales/part-0.csv', 'sales/part-1.csv']);
  const [bracketed] = planSources(parts(2, 'sales [2020]')).sources;
  expect(bracketed?.path).toEqual(['sales [2020]/part-0.csv', 'sales [2020]/part-1.csv']);
});

test('files picked one by one are a step each, but for many of one shape', () => {
  const loose = (count: number) => Array.from({ length: count }, (_, n) => csv(`day-${n}.csv`));
  expect(planSources(loose(3)).sources.map(({ path }) => path)).toEqual([
    'day-0.csv',
    'day-1.csv',
    'day-2.csv',
  ]);
  const [many, ...others] = planSources(loose(40)).sources;
  expect(many?.files).toBe(40);
  expect(many?.name).toBe('day-0');
  expect(others).toEqual([]);
});

test('thousands of files of their own shapes are no thousands of steps: the rest is named', () => {
  const files = Array.from({ length: 3000 }, (_, n) => csv(`all/t${n}.csv`, `c${n}`));
  const { sources, left } = planSources(files);
  expect(sources).toHaveLength(MOST_SOURCES);
  expect(left).toHaveLength(3000 - MOST_SOURCES);
  expect(left[0]).toBe(`all/t${MOST_SOURCES}.csv`);
});

test('what was found in some files of a source is a setting of all', () => {
  const [first, ...others] = parts(3);
  const files = [first!, ...others.map((file) => ({ ...file, params: { decimal: ',' } as const }))];
  expect(planSources(files).sources[0]?.params).toEqual({ decimal: ',' });
});
