/** Databases where there is only a browser: said at the step, with where to run it instead. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine-api.ts';

let engine: Engine;

beforeAll(async () => {
  const { databases: _, ...runtime } = createNodeRuntime({
    baseDirectory: tmpdir(),
    workerUrl: new URL('../../dist/node/worker.js', import.meta.url),
  });
  engine = await createEngine({ registry, runtime, workers: 1, memory: 2 ** 30 });
});

afterAll(() => engine.close());

const connection = { credential: 'warehouse' };
const rows = step('input.generate', { kind: 'range', stop: 3, name: 'n' });

test.each([
  ['input.database', { connection, table: 't' }],
  ['input.database-file', { path: join('x', 'a.duckdb'), engine: 'duckdb', table: 't' }],
])('%s is told by a check', async (type, params) => {
  const { diagnostics } = await engine.check(documentOf('in', { data: step(type, params) }));
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      code: 'needs-computer',
      node: 'data',
      hint: expect.stringContaining('sluice serve') as unknown,
    }),
  );
});

test('output.database is told by a check, and before anything runs', async () => {
  const document = documentOf('out', {
    data: rows,
    out: step('output.database', { connection, table: 't' }, 'data'),
  });
  const { diagnostics } = await engine.check(document);
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      code: 'needs-computer',
      message: 'A browser by itself cannot write to databases.',
      hint: 'Run it on this computer: in the desktop app, under `sluice serve` or with `sluice run`.',
      node: 'out',
    },
  ]);
  // What stands before it is looked at all the same.
  const looked = await engine.preview(document, { target: 'data.output', rows: 1 });
  expect(looked.rows).toBe(1);
  await expect(engine.run(document)).rejects.toMatchObject({
    error: { code: 'needs-computer', node: 'out' },
  });
});
