/** What native runs promise beyond their rows, which nodes/native.test.ts compares. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { parseDocumentValue } from '../document/parse.ts';
import { EngineFailure } from '../contract/errors.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { createEngine } from '../run/engine.ts';
import type { Engine } from '../run/engine-api.ts';
import { createNativeRuntime } from '../runtime/native.ts';
import { readRows } from '../values/rows.ts';

let folder: string;
let engine: Engine;

const open = (threads: number, reserve = false): Promise<Engine> =>
  createEngine({
    registry,
    runtime: createNativeRuntime({
      baseDirectory: folder,
      temporaryDirectory: join(folder, 'temporary'),
      threads,
      workerUrl: new URL('../../dist/node/native-worker.js', import.meta.url),
    }),
    memory: 2 ** 30,
    reserve,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  await mkdir(join(folder, 'temporary'));
  await writeFile(join(folder, 'secret.txt'), 'nobody may read this');
  engine = await open(2, true);
  await engine.warm();
});

afterAll(async () => {
  await engine.close();
  expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

function pipeline(nodes: Record<string, unknown>): PipelineDocument {
  const parsed = parseDocumentValue({ format: 'sluice/1', name: 'native', nodes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

const range = (stop: number): unknown => ({
  type: 'input.generate',
  params: { kind: 'range', start: 0, stop },
});

/** A query needs an input, whatever it reads. */
const sql = (query: string): unknown => ({
  type: 'code.sql',
  inputs: { inputs: ['numbers'] },
  params: { query },
});

async function rowsOf(by: Engine, document: PipelineDocument, target: string): Promise<unknown> {
  const { tables } = await by.run(document, { targets: [target], recompute: true });
  return tables.map(({ schema, ipc }) => readRows(schema, ipc));
}

/** Longer than any test waits. */
const endless = (): PipelineDocument =>
  pipeline({
    numbers: range(10_000_000_000),
    total: {
      type: 'aggregate.group-by',
      inputs: { input: 'numbers' },
      params: {
        keys: [],
        aggregates: [{ name: 'n', function: 'sum', expression: 'sin(value) * cos(value)' }],
      },
    },
  });

test('a preview does not wait for a run, and a run that is cancelled ends at once', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const running = engine.run(endless(), { targets: ['total'], signal });
  const ended = expect(running).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  const few = pipeline({ numbers: range(10) });
  const { ipc, schema } = await engine.preview(few, { target: 'numbers', rows: 5 });
  expect(readRows(schema, ipc)).toHaveLength(5);
  controller.abort();
  await ended;
  expect(await rowsOf(engine, few, 'numbers')).toHaveLength(1);
});

test('a bad value of a CSV file is told by file, line and column', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i},${i * 2}`);
  lines[51_233] = '51233,many';
  await writeFile(join(folder, 'late.csv'), `id,x\n${lines.join('\n')}\n`);
  const columns = { x: 'BIGINT' };
  const data = { type: 'input.csv', params: { path: 'late.csv', columns } };
  await expect(engine.run(pipeline({ data }), { targets: ['data'] })).rejects.toMatchObject({
    error: {
      code: 'bad-csv-row',
      node: 'data',
      location: { file: 'late.csv', line: 51_235, column: 'x' },
    },
  });
});

test.each([
  ['by its path', () => `SELECT * FROM read_text('${join(folder, 'secret.txt')}')`],
  ['by the name of a file', () => `SELECT * FROM '${join(folder, 'secret.txt')}'`],
  [
    'by a function that opens it when it runs',
    () => `SELECT * FROM sniff_csv('${join(folder, 'secret.txt')}')`,
  ],
  [
    'by a way out of the folder that DuckDB may use',
    () => "SELECT * FROM read_text(current_setting('temp_directory') || '/../../../secret.txt')",
  ],
  ['behind a semicolon', () => "SELECT 1) t; COPY (SELECT 2) TO 'x.csv'; SELECT * FROM (SELECT 1"],
])('a query reads no file of its own: %s', async (_, query) => {
  const document = pipeline({ numbers: range(3), spy: sql(query()) });
  const failure: unknown = await engine.run(document, { targets: ['spy'] }).then(
    ({ tables }) => tables.map(({ schema, ipc }) => readRows(schema, ipc)),
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(EngineFailure);
  const { error } = failure as EngineFailure;
  expect(error.message).toMatch(
    /Cannot access|There is no table|does not exist|single SELECT|syntax|No files found|Permission/i,
  );
  expect(JSON.stringify(error)).not.toContain('nobody may read');
});

test('rows that hang on an order are the same on one thread and on many, each time', async () => {
  const document = pipeline({
    numbers: range(3),
    left: range(300_000),
    right: sql('SELECT range % 1000 AS k, range AS v FROM range(5000)'),
    joined: {
      type: 'combine.join',
      inputs: { left: 'keyed', right: 'right' },
      params: { type: 'inner', on: [{ left: 'k', right: 'k' }] },
    },
    keyed: {
      type: 'columns.derive',
      inputs: { input: 'left' },
      params: { expressions: [{ name: 'k', expression: 'value % 1000' }] },
    },
    few: { type: 'rows.limit', inputs: { input: 'joined' }, params: { rows: 20 } },
  });
  const one = await open(1);
  try {
    const wanted = await rowsOf(one, document, 'few');
    for (let i = 0; i < 3; i += 1) expect(await rowsOf(engine, document, 'few')).toEqual(wanted);
  } finally {
    await one.close();
  }
});
