/** Nulls of outputs, on the real engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-nulls-'));
  engine = await openTestEngine(folder, { workers: 2 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const document = documentOf('nulls', {
  data: step('input.inline', {
    columns: [
      { name: 'n', type: 'INTEGER' },
      { name: 'Text "x"', type: 'VARCHAR' },
    ],
    rows: [
      [1, null],
      [null, ''],
      [3, null],
    ],
  }),
  none: step('rows.filter', { condition: 'n > 99' }, 'data'),
  random: step('columns.derive', { expressions: [{ name: 'r', expression: 'random()' }] }, 'data'),
  out: step('output.file', { path: 'all.csv', format: 'csv' }, 'data'),
  empty: step('output.file', { path: 'none.csv', format: 'csv' }, 'none.kept'),
});

const plain = (counts: ReadonlyMap<string, ReadonlyMap<string, number>>) =>
  Object.fromEntries([...counts].map(([key, columns]) => [key, Object.fromEntries(columns)]));

test('of all that is written, by output step; an empty text is no null', async () => {
  await engine.run(document);
  expect(plain(await engine.nulls(document))).toEqual({
    out: { n: 1, 'Text "x"': 2 },
    empty: { n: 0, 'Text "x"': 0 },
  });
});

test('of an output; what comes out differently each time is left out', async () => {
  expect(plain(await engine.nulls(document, { targets: ['data', 'random'] }))).toEqual({
    'data.output': { n: 1, 'Text "x"': 2 },
  });
});
