/** Previews of large sources after a run: exact where the run has left the rows behind. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { readRows } from '../values/rows.ts';
import type { Engine, Rows } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

const FILES = 4;
const ROWS = 400_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-exact-'));
  for (let file = 0; file < FILES; file += 1) {
    const lines = ['id,g,x'];
    for (let i = file * ROWS; i < (file + 1) * ROWS; i += 1)
      lines.push(`${i},group ${i % 7},${i % 101}.5`);
    await writeFile(join(folder, `large-${file}.csv`), `${lines.join('\n')}\n`);
  }
  engine = await openTestEngine(folder, { workers: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param least tells the pipelines of the tests apart: what one has computed is no other's */
const pipeline = (least: number, digits = 1): PipelineDocument =>
  documentOf('exact', {
    large: step('input.csv', { path: 'large-*.csv' }),
    some: step('rows.filter', { condition: `x > ${least}` }, 'large'),
    groups: step(
      'aggregate.group-by',
      { keys: ['g'], aggregates: [{ name: 'total', function: 'sum', column: 'x' }] },
      'some',
    ),
    rounded: step(
      'columns.derive',
      { expressions: [{ name: 'r', expression: `round(total, ${digits})` }] },
      'groups',
    ),
    sorted: step('rows.sort', { by: [{ column: 'g', direction: 'asc' }] }, 'rounded'),
    out: step('output.file', { path: join(folder, 'out.csv'), format: 'csv' }, 'sorted'),
  });

const preview = (document: PipelineDocument, target: string) =>
  engine.preview(document, { target, rows: 200, sample: true });

test('what a run has computed is shown exactly, also under edits of later steps and after an undo', async () => {
  const document = pipeline(0);
  const targets = ['groups', 'rounded', 'sorted'];
  for (const target of targets)
    expect((await preview(document, target)).extent.kind).toBe('sampled');
  await engine.run(document);
  const found = [];
  for (const target of targets) found.push(await preview(document, target));
  expect(found.map(({ extent }) => extent)).toEqual(targets.map(() => ({ kind: 'all' })));
  const { tables } = await engine.run(document, { targets });
  const cells = ({ schema, ipc }: Rows) => readRows(schema, ipc);
  expect(found.map(cells)).toEqual(tables.map(cells));
  for (const digits of [2, 3]) {
    const edited = await preview(pipeline(0, digits), 'sorted');
    expect(edited.extent).toEqual({ kind: 'all' });
  }
  expect((await preview(pipeline(7), 'sorted')).extent.kind).toBe('sampled');
  expect((await preview(document, 'sorted')).extent).toEqual({ kind: 'all' });
});

test('rows that were stored because several steps read them are found', async () => {
  const document = documentOf('diamond', {
    ...pipeline(1).nodes,
    others: step(
      'aggregate.group-by',
      { keys: ['x'], aggregates: [{ name: 'n', function: 'count' }] },
      'some',
    ),
    more: step('output.file', { path: join(folder, 'more.csv'), format: 'csv' }, 'others'),
  });
  await engine.run(document);
  for (const target of ['groups', 'others', 'sorted'])
    expect((await preview(document, target)).extent).toEqual({ kind: 'all' });
});

test('a profile is of the same rows', async () => {
  await engine.run(pipeline(2));
  const { extent, columns } = await engine.profile(pipeline(2), {
    target: 'groups',
    sample: true,
  });
  expect(extent).toEqual({ kind: 'all' });
  expect(columns.map(({ rows }) => rows)).toEqual([7, 7]);
});

test('rows that were run to stay at hand when others are run to', async () => {
  const opened = await engine.open(pipeline(3), { target: 'groups' });
  await opened.close();
  expect((await preview(pipeline(3), 'groups')).extent).toEqual({ kind: 'all' });
  expect((await preview(pipeline(3, 3), 'sorted')).extent).toEqual({ kind: 'all' });
});

test('rows that a run has not kept are sampled as before', async () => {
  const document = documentOf('narrow', {
    large: step('input.csv', { path: 'large-*.csv' }),
    rare: step('rows.filter', { condition: 'id % 100000 = 7' }, 'large'),
    out: step('output.file', { path: join(folder, 'rare.csv'), format: 'csv' }, 'rare'),
  });
  await engine.run(document);
  const { extent, rows } = await preview(document, 'rare');
  // Of the first file: what is read of the next one is not the beginning.
  expect([extent.kind, rows]).toEqual(['sampled', 1]);
});
