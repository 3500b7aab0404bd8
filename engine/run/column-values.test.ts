/** Values of columns as suggestions, from rows whose values are known. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { ColumnValues } from '../contract/column-values.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

const LARGE_ROWS = 300_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-values-'));
  const lines = ['id,g,filler'];
  const filler = '.'.repeat(30);
  for (let i = 0; i < LARGE_ROWS; i += 1) lines.push(`${i % 30_000},${i % 7},${filler}`);
  await writeFile(join(folder, 'large.csv'), `${lines.join('\n')}\n`);
  engine = await openTestEngine(folder, { workers: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const texts = ['é', 'zwölf', '', null, 'é', '東京', '🦆', "it's", 'é', null, '', ''];
const document = documentOf('values', {
  large: step('input.csv', { path: 'large.csv' }),
  typed: step('input.inline', {
    columns: [
      { name: 'text', type: 'VARCHAR' },
      { name: 'day', type: 'DATE' },
      { name: 'price', type: 'DECIMAL(9,2)' },
      { name: 'parts', type: 'INTEGER[]' },
      { name: 'empty', type: 'INTEGER' },
    ],
    rows: texts.map((text, i) => [text, `2024-01-0${(i % 2) + 1}`, '1.50', [i % 2], null]),
  }),
  odd: step('rows.filter', { condition: 'id % 2 = 1' }, 'large'),
  none: step('rows.filter', { condition: 'id < 0' }, 'large'),
  broken: step('rows.filter', { condition: 'nothing = 1' }, 'large'),
});

const valuesOf = (target: string, column: string, most?: number): Promise<ColumnValues> =>
  engine.values(document, {
    target,
    column,
    sample: true,
    ...(most === undefined ? {} : { most }),
  });

test('texts: the most frequent first, null and the empty one told apart', async () => {
  expect(await valuesOf('typed', 'text')).toEqual({
    values: [
      { value: '', rows: 3 },
      { value: 'é', rows: 3 },
      { value: null, rows: 2 },
      { value: "it's", rows: 1 },
      { value: 'zwölf', rows: 1 },
      { value: '東京', rows: 1 },
      { value: '🦆', rows: 1 },
    ],
    more: false,
    extent: { kind: 'all' },
  });
});

test('of other types as text; a column is named in any case', async () => {
  const found = async (column: string) =>
    (await valuesOf('typed.output', column)).values.map(({ value, rows }) => [value, rows]);
  expect(await found('DAY')).toEqual([
    ['2024-01-01', 6],
    ['2024-01-02', 6],
  ]);
  expect(await found('price')).toEqual([['1.50', 12]]);
  expect(await found('parts')).toEqual([
    ['[0]', 6],
    ['[1]', 6],
  ]);
  expect(await found('empty')).toEqual([[null, 12]]);
});

test('of many values 10,000 at most, from the first rows of a large source', async () => {
  const { values, more, extent } = await valuesOf('large', 'id');
  expect([values.length, more]).toEqual([10_000, true]);
  expect(extent).toEqual({ kind: 'sampled', sourceRows: 50_000 });
  expect(values[0]).toEqual({ value: '0', rows: 2 });
  expect(new Set(values.map(({ value }) => value)).size).toBe(10_000);
  expect((await valuesOf('large', 'id', 50_000)).values).toHaveLength(10_000);
  const few = await valuesOf('large', 'g', 7);
  expect([few.values.length, few.more]).toEqual([7, false]);
  expect((await valuesOf('large', 'g', 6)).more).toBe(true);
});

test('of a step that changes rows, and of one that leaves none', async () => {
  const { values } = await valuesOf('odd', 'id');
  expect(values.every(({ value }) => Number(value) % 2 === 1)).toBe(true);
  expect(await valuesOf('none', 'g')).toMatchObject({ values: [], more: false });
});

test('asked for beside a preview, neither ends the other', async () => {
  const [preview, values, other] = await Promise.all([
    engine.preview(document, { target: 'odd', rows: 5, sample: true }),
    valuesOf('large', 'g'),
    valuesOf('odd', 'g'),
  ]);
  expect([preview.rows, values.values.length, other.values.length]).toEqual([5, 7, 7]);
});

test('what is not there, and what does not compile, is told', async () => {
  await expect(valuesOf('large', 'idd')).rejects.toMatchObject({
    error: { code: 'unknown-column' },
  });
  await expect(valuesOf('broken', 'id')).rejects.toMatchObject({ error: { kind: 'user' } });
});

test('without sampling every row is looked at', async () => {
  const { values, extent } = await engine.values(document, { target: 'large', column: 'g' });
  expect(extent).toEqual({ kind: 'all' });
  expect(values.reduce((sum, { rows }) => sum + rows, 0)).toBe(LARGE_ROWS);
});
