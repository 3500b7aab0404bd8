import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocumentValue } from '../document/parse.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-engine-'));
  const lines = ['id,name,amount'];
  for (let i = 0; i < 1000; i += 1) lines.push(`${i},name ${i % 7},${(i * 37) % 101}`);
  await writeFile(join(folder, 'data.csv'), `${lines.join('\n')}\n`);
  engine = await openTestEngine(folder);
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

function pipeline(nodes: Record<string, unknown>): PipelineDocument {
  const parsed = parseDocumentValue({ format: 'sluice/1', name: 'test', nodes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

const rowsOf = (ipc: Uint8Array): unknown[] =>
  tableFromIPC(ipc)
    .toArray()
    .map((row: { toJSON: () => unknown }) => row.toJSON());

test('a CSV is filtered, grouped and sorted', async () => {
  const document = pipeline({
    data: { type: 'input.csv', params: { path: 'data.csv' } },
    some: {
      type: 'rows.filter',
      inputs: { input: 'data' },
      params: { condition: 'amount >= 50' },
    },
    grouped: {
      type: 'aggregate.group-by',
      inputs: { input: 'some' },
      params: { keys: ['name'], aggregates: [{ name: 'n', function: 'count' }] },
    },
    sorted: {
      type: 'rows.sort',
      inputs: { input: 'grouped' },
      params: { by: [{ column: 'name' }] },
    },
  });
  const { tables } = await engine.run(document, { targets: ['sorted'] });
  expect(tables[0]?.rows).toBe(7);
  const counts = Array.from({ length: 1000 }, (_, i) => i).filter(
    (i) => i % 7 === 0 && (i * 37) % 101 >= 50,
  );
  expect(rowsOf(tables[0]?.ipc ?? new Uint8Array())[0]).toEqual({
    name: 'name 0',
    n: BigInt(counts.length),
  });
});

test('a preview gives the first rows and says whether there are more', async () => {
  const document = pipeline({ data: { type: 'input.csv', params: { path: 'data.csv' } } });
  const preview = await engine.preview(document, { target: 'data', rows: 3 });
  expect(preview.rows).toBe(3);
  expect(preview.complete).toBe(false);
  expect(rowsOf(preview.ipc).map((row) => (row as { id: bigint }).id)).toEqual([0n, 1n, 2n]);
});

test('append adds rows to a file, and to a folder as a file of its own', async () => {
  const lines = (path: string, extra: object) =>
    pipeline({
      data: { type: 'input.csv', params: { path: 'data.csv' } },
      few: { type: 'rows.limit', inputs: { input: 'data' }, params: { rows: 2 } },
      out: {
        type: 'output.file',
        inputs: { input: 'few' },
        params: { path, mode: 'append', ...extra },
      },
    });
  await writeFile(join(folder, 'log.csv'), 'id,name,amount\n99,old,1');
  await engine.run(lines('log.csv', { format: 'csv' }));
  expect(await readFile(join(folder, 'log.csv'), 'utf8')).toBe(
    'id,name,amount\n99,old,1\n0,name 0,0\n1,name 1,37\n',
  );
  const parts = { format: 'csv', partition_by: ['name'] };
  await engine.run(lines('parts', parts));
  await engine.run(lines('parts', parts));
  expect(await readdir(join(folder, 'parts'))).toEqual(['name=name 0', 'name=name 1']);
  expect(await readdir(join(folder, 'parts', 'name=name 0'))).toHaveLength(2);
});

test('the built worker finds every library that compresses', async () => {
  const written = [
    ['z.csv.zst', 'csv', 'zstd'],
    ['z.ndjson.gz', 'ndjson', 'gzip'],
    ['z.zstd.parquet', 'parquet', 'zstd'],
    ['z.snappy.parquet', 'parquet', 'snappy'],
  ] as const;
  const data = { data: { type: 'input.csv', params: { path: 'data.csv' } } };
  const outputs = written.map(([path, format, compression], i) => [
    `out_${i}`,
    { type: 'output.file', inputs: { input: 'data' }, params: { path, format, compression } },
  ]);
  await engine.run(pipeline({ ...data, ...Object.fromEntries(outputs) }));
  const inputs = { csv: 'input.csv', ndjson: 'input.json', parquet: 'input.parquet' };
  const files = written.map(([path, format], i) => [
    `in_${i}`,
    { type: inputs[format], params: { path } },
  ]);
  const document = pipeline({ ...data, ...Object.fromEntries(files) });
  const targets = ['data', ...files.map(([id]) => String(id))];
  const { tables } = await engine.run(document, { targets });
  const [expected, ...read] = tables.map(({ ipc }) => rowsOf(ipc));
  expect(read).toEqual(written.map(() => expected));
});

test('all workers start when an engine is warmed, and only one before', async () => {
  let started = 0;
  const runtime = createNodeRuntime({
    baseDirectory: folder,
    workerUrl: new URL('../../dist/node/worker.js', import.meta.url),
  });
  const counting = {
    ...runtime,
    spawnWorker: (index: number) => {
      started += 1;
      return runtime.spawnWorker(index);
    },
  };
  const own = await createEngine({ registry, runtime: counting, workers: 3, memory: 2 ** 30 });
  try {
    expect(started).toBe(1);
    await own.warm();
    expect(started).toBe(3);
    await own.warm();
    expect(started).toBe(3);
  } finally {
    await own.close();
  }
});
