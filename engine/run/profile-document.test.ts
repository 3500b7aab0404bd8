/** Profiles of rows whose values are known. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { ColumnProfile } from '../contract/profile.ts';
import type { Engine } from './engine-api.ts';
import { TINY, openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;
/** Cuts the rows into many partitions. */
let tiny: Engine;

const ROWS = 4000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-profile-'));
  for (let file = 0; file < 4; file += 1) {
    const lines = ['id,g,x,day,empty'];
    for (let i = file * 1000; i < (file + 1) * 1000; i += 1) {
      const group = i % 10 === 0 ? '' : `group ${i % 3}`;
      lines.push(`${i},${group},${i % 8},2024-01-${String((i % 31) + 1).padStart(2, '0')},`);
    }
    await writeFile(join(folder, `part-${file}.csv`), `${lines.join('\n')}\n`);
  }
  engine = await openTestEngine(folder, { workers: 2 });
  tiny = await openTestEngine(folder, { workers: 2, sizing: TINY });
});

afterAll(async () => {
  await Promise.all([engine.close(), tiny.close()]);
  await rm(folder, { recursive: true, force: true });
});

const document = documentOf('profiled', {
  data: step('input.csv', { path: 'part-*.csv' }),
  nested: step(
    'columns.derive',
    {
      expressions: [
        { name: 'list', expression: '[x, x + 1]' },
        { name: 'at', expression: 'day::TIMESTAMP + INTERVAL 1 hour' },
        { name: 'odd', expression: "CASE WHEN id < 2 THEN 'nan'::DOUBLE ELSE x / 2 END" },
      ],
    },
    'data',
  ),
  none: step('rows.filter', { condition: 'id < 0' }, 'data'),
});

const profileOf = async (
  columns: readonly string[],
  target = 'nested',
  on = engine,
): Promise<readonly ColumnProfile[]> => (await on.profile(document, { target, columns })).columns;

test('numbers', async () => {
  const [id, x] = await profileOf(['id', 'x']);
  expect(id).toMatchObject({
    rows: ROWS,
    nulls: 0,
    distinct: ROWS,
    distinctIsEstimate: false,
    min: '0',
    max: '3999',
    mean: '1999.5',
  });
  expect(id?.histogram).toHaveLength(20);
  expect(id?.histogram.map(({ rows }) => rows)).toEqual(Array<number>(20).fill(200));
  expect(x?.histogram).toEqual(
    Array.from({ length: 8 }, (_, i) => ({ from: String(i), to: String(i + 1), rows: 500 })),
  );
});

test('texts with nulls', async () => {
  const [g] = await profileOf(['g']);
  expect(g).toMatchObject({ nulls: 400, distinct: 3, min: 'group 0', max: 'group 2' });
  expect(g?.histogram).toEqual([]);
  expect(g?.top.map(({ value }) => value)).toEqual(['group 0', 'group 1', 'group 2', null]);
  expect(g?.top.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
});

test('times, and numbers that are none', async () => {
  const [day, at, odd] = await profileOf(['day', 'at', 'odd']);
  expect(day).toMatchObject({ distinct: 31, min: '2024-01-01', max: '2024-01-31' });
  expect(day?.histogram[0]).toMatchObject({ from: '2024-01-01', to: '2024-01-03' });
  expect(at?.histogram[0]).toMatchObject({ from: '2024-01-01 01:00:00' });
  expect(at?.histogram.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
  expect(odd?.histogram.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS - 2);
});

test('nested values are counted and have no bounds; so do columns without values', async () => {
  const [list, empty] = await profileOf(['list', 'empty']);
  expect(list).toMatchObject({ distinct: 8, nulls: 0, histogram: [] });
  expect(list?.min).toBeUndefined();
  expect(empty).toMatchObject({ nulls: ROWS, distinct: 0, top: [{ value: null, rows: ROWS }] });
  const [none] = await profileOf(['x'], 'none');
  expect(none).toMatchObject({ rows: 0, nulls: 0, distinct: 0, histogram: [], top: [] });
});

test('many partitions give the same, but for an estimate of many values', async () => {
  const columns = ['g', 'x', 'day', 'list', 'odd'];
  expect(await profileOf(columns, 'nested', tiny)).toEqual(await profileOf(columns));
  const [id] = await profileOf(['id'], 'nested', tiny);
  expect(id?.distinctIsEstimate).toBe(true);
  expect(Math.abs((id?.distinct ?? 0) - ROWS)).toBeLessThan(ROWS * 0.1);
});

test('a column that is not there is told', async () => {
  await expect(profileOf(['nope'])).rejects.toMatchObject({ error: { code: 'unknown-column' } });
});
