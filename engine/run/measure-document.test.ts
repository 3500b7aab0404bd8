/** What a plan reads is known, and which of its steps make rows move is told by step. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-measure-'));
  const lines = Array.from({ length: 2000 }, (_, i) => `${i},group ${i % 7},${i % 5}`);
  await writeFile(join(folder, 'facts.csv'), `id,g,x\n${lines.join('\n')}\n`);
  await writeFile(join(folder, 'names.csv'), 'g,name\ngroup 1,one\n');
  engine = await openTestEngine(folder, { workers: 1 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

test('sources are measured, and each step that makes rows move is named', async () => {
  const document = documentOf('measured', {
    facts: step('input.csv', { path: 'facts.csv' }),
    names: step('input.csv', { path: 'names.csv' }),
    joined: step(
      'combine.join',
      { on: [{ left: 'g', right: 'g' }] },
      { left: 'facts', right: 'names' },
    ),
    grouped: step(
      'aggregate.group-by',
      { keys: ['name'], aggregates: [{ name: 'n', function: 'count' }] },
      { input: 'joined' },
    ),
    sorted: step('rows.sort', { by: [{ column: 'n' }] }, { input: 'grouped' }),
    out: step('output.file', { path: 'out.parquet', format: 'parquet' }, { input: 'sorted' }),
  });
  const { sources, exchanges, outputs } = await engine.measure(document);
  const { size } = await stat(join(folder, 'facts.csv'));
  expect(sources).toEqual([
    { step: 'facts', from: 'files', bytes: size, rows: Math.ceil(size / 100) },
    expect.objectContaining({ step: 'names', from: 'files' }),
  ]);
  expect(exchanges.map(({ step: id, kind }) => `${id} ${kind}`)).toEqual([
    'joined broadcast',
    'grouped hash',
    'sorted range',
  ]);
  expect(outputs).toHaveLength(1);
  expect(outputs[0]?.step).toBe('out');
  expect(outputs[0]?.rows).toBeGreaterThan(0);
});
