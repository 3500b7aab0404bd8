/** Previews of large sources: what their rows are is told as it is, and nothing else is read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { Extent } from '../contract/extent.ts';
import { readRows } from '../values/rows.ts';
import type { Engine, Preview } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

const LARGE_ROWS = 600_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-preview-'));
  const lines = ['id,g,x'];
  for (let i = 0; i < LARGE_ROWS; i += 1) lines.push(`${i},group ${i % 7},${i % 101}.5`);
  await writeFile(join(folder, 'large.csv'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'small.csv'), `${lines.slice(0, 200).join('\n')}\n`);
  engine = await openTestEngine(folder, { workers: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const large = step('input.csv', { path: 'large.csv' });
const small = step('input.csv', { path: 'small.csv' });
const sampled = { kind: 'sampled', sourceRows: 50_000 };

const document = documentOf('previews', {
  large,
  small,
  narrow: step('rows.filter', { condition: 'id % 2 = 1' }, 'large'),
  rare: step('rows.filter', { condition: 'id = 7' }, 'large'),
  groups: step(
    'aggregate.group-by',
    { keys: ['g'], aggregates: [{ name: 'n', function: 'count' }] },
    'large',
  ),
  small_sorted: step('rows.sort', { by: [{ column: 'id', direction: 'desc' }] }, 'small'),
  joined: step(
    'combine.join',
    { type: 'inner', on: [{ left: 'g', right: 'g' }] },
    {
      left: 'large',
      right: 'small',
    },
  ),
  pivoted: step(
    'aggregate.pivot',
    { rows: ['id'], column: 'g', values: [{ function: 'sum', column: 'x' }] },
    'large',
  ),
  numbers: step('input.generate', { kind: 'range', start: '0', stop: '10000000' }),
});

const preview = (target: string, rows = 10): Promise<Preview> =>
  engine.preview(document, { target, rows, sample: true });

const extentOf = async (target: string): Promise<Extent> => (await preview(target)).extent;

test('first rows of narrow steps are exact, and are those of an exact preview', async () => {
  const { extent, complete, rows, schema, ipc } = await preview('narrow');
  expect([extent, complete, rows]).toEqual([{ kind: 'first' }, false, 10]);
  const exact = await engine.preview(document, { target: 'narrow', rows: 10 });
  expect(exact.extent).toEqual({ kind: 'first' });
  expect(readRows(schema, ipc)).toEqual(readRows(exact.schema, exact.ipc));
});

test('of several files the rows are the first of all: none of a file after one that was cut off', async () => {
  const lines = (file: number): string =>
    Array.from({ length: 150_000 }, (_, i) => `${file * 150_000 + i},some more text`).join('\n');
  for (const file of [0, 1, 2])
    await writeFile(join(folder, `part-${file}.csv`), `id,text\n${lines(file)}\n`);
  const several = documentOf('several', {
    parts: step('input.csv', { path: 'part-*.csv' }),
    late: step('rows.filter', { condition: 'id >= 49990' }, 'parts'),
  });
  const { schema, ipc, extent } = await engine.preview(several, {
    target: 'late',
    rows: 20,
    sample: true,
  });
  const ids = readRows(schema, ipc).map(([id]) => id);
  expect(ids).toEqual(
    Array.from({ length: 10 }, (_, i) => ({ kind: 'number', text: String(49_990 + i) })),
  );
  expect(extent).toEqual(sampled);
});

test('fewer rows than were asked for may not be all of them', async () => {
  expect([await extentOf('rare'), await extentOf('groups')]).toEqual([sampled, sampled]);
  const { schema, ipc } = await preview('groups');
  const counts = readRows(schema, ipc).map(([, n]) => n);
  expect(counts).toContainEqual({ kind: 'number', text: String(Math.ceil(50_000 / 7)) });
});

test('small sources are computed exactly, also on the right of a large one', async () => {
  expect(await extentOf('small_sorted')).toEqual({ kind: 'first' });
  const { extent } = await preview('small_sorted', 500);
  expect(extent).toEqual({ kind: 'all' });
  expect(await extentOf('joined')).toEqual({ kind: 'first' });
});

test('the columns of a pivot are looked for in the same rows', async () => {
  const { diagnostics, schemas } = await engine.check(document, { sample: true });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(schemas.get('pivoted.output')).toHaveLength(8);
  expect((await extentOf('pivoted')).kind).toBe('sampled');
});

test('generated rows are not all made', async () => {
  expect(await extentOf('numbers')).toEqual({ kind: 'first' });
});

test('a preview that is given up answers at once and leaves the next one alone', async () => {
  const controller = new AbortController();
  const options = { target: 'groups', sample: true, rows: 20 };
  const given = engine.preview(document, { ...options, signal: controller.signal });
  controller.abort();
  await expect(given).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  expect((await engine.preview(document, options)).rows).toBe(7);
});

test('rows of open steps are shown as they are', async () => {
  const rows = await engine.open(document, { target: 'groups' });
  expect(await extentOf('groups')).toEqual({ kind: 'all' });
  expect((await preview('groups', 3)).extent).toEqual({ kind: 'first' });
  await rows.close();
  expect(await extentOf('groups')).toEqual({ kind: 'all' });
});

test('edits of one step give the rows that they would give without what was stored', async () => {
  const edited = (limit: number) =>
    documentOf('edited', {
      large,
      groups: step(
        'aggregate.group-by',
        { keys: ['id', 'g'], aggregates: [{ name: 'n', function: 'count' }] },
        'large',
      ),
      result: step('rows.filter', { condition: `id % 1000 = ${limit}` }, 'groups'),
    });
  const fresh = await openTestEngine(folder, { workers: 2 });
  try {
    for (const limit of [1, 2, 3, 4]) {
      const options = { target: 'result', rows: 100, sample: true };
      const ours = await engine.preview(edited(limit), options);
      expect(ours.extent).toEqual(sampled);
      const cells = readRows(ours.schema, ours.ipc).map(([id]) => JSON.stringify(id));
      expect(cells).toHaveLength(50);
      if (limit < 4) continue;
      const theirs = await fresh.preview(edited(limit), options);
      const expected = readRows(theirs.schema, theirs.ipc).map(([id]) => JSON.stringify(id));
      expect(cells.toSorted()).toEqual(expected.toSorted());
    }
  } finally {
    await fresh.close();
  }
});

test('of a wide source only the columns that are needed are read, and rows are those of an exact preview', async () => {
  const names = Array.from({ length: 100 }, (_, i) => `c${i}`);
  const lines = [names.join(',')];
  for (let i = 0; i < 20_000; i += 1) lines.push(names.map((_, at) => i * at).join(','));
  await writeFile(join(folder, 'wide.csv'), `${lines.join('\n')}\n`);
  const edited = (least: number) =>
    documentOf('wide', {
      wide: step('input.csv', { path: 'wide.csv' }),
      more: step(
        'columns.derive',
        { expressions: [{ name: 'sum', expression: 'c3 + c4' }] },
        'wide',
      ),
      some: step('rows.filter', { condition: `c5 > ${least}` }, 'more'),
      few: step('columns.select', { columns: [{ column: 'sum' }, { column: 'C7' }] }, 'some'),
      total: step('aggregate.group-by', { aggregates: [{ name: 'n', function: 'count' }] }, 'some'),
    });
  for (const least of [0, 10]) {
    for (const target of ['few', 'total', 'wide']) {
      const sample = await engine.preview(edited(least), { target, rows: 50, sample: true });
      if (target === 'total') {
        expect(sample.extent.kind).toBe('sampled');
        continue;
      }
      expect(sample.extent).toEqual({ kind: 'first' });
      const exact = await engine.preview(edited(least), { target, rows: 50 });
      expect(sample.schema).toEqual(exact.schema);
      expect(readRows(sample.schema, sample.ipc)).toEqual(readRows(exact.schema, exact.ipc));
    }
  }
});
