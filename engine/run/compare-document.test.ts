/** What both sides of a comparison are given; computing with it on a cluster is e2e/cluster/compare.spec.ts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentNode, PipelineDocument } from '../document/schema.ts';
import { openArrowFolder } from '../runtime/arrow-folder.ts';
import { formatCell } from '../values/cell.ts';
import { readRows } from '../values/rows.ts';
import type { ComparisonOptions, Engine, PreparedComparison, Rows } from './engine-api.ts';
import { openTestEngine } from './testing/open-engine.ts';

let engine: Engine;
let folder: string;

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-compare-'));
  writeFileSync(
    join(folder, 'orders.csv'),
    `id,customer,v\n${lines(5000, (i) => `${i},${i % 3000},${i}.5`)}`,
  );
  // Partners of the first orders are the last ones.
  writeFileSync(
    join(folder, 'customers.csv'),
    `id,name\n${lines(3000, (i) => `${2999 - i},name ${2999 - i}`)}`,
  );
  engine = await openTestEngine(folder, { workers: 1 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const step = (type: string, params: DocumentNode['params'], inputs = {}): DocumentNode =>
  ({ type, version: 1, params, inputs }) as DocumentNode;

const document = {
  format: 'sluice/1',
  name: 'Orders with names',
  parameters: {},
  nodes: {
    orders: step('input.csv', { path: 'orders.csv' }),
    customers: step('input.csv', { path: 'customers.csv' }),
    joined: step(
      'combine.join',
      { type: 'inner', on: [{ left: 'customer', right: 'id' }] },
      { left: 'orders', right: 'customers' },
    ),
    sorted: step('rows.sort', { by: [{ column: 'v', direction: 'desc' }] }, { input: 'joined' }),
    named: step('columns.rename', { map: { v: 'amount' } }, { input: 'sorted' }),
    out: step('output.file', { path: 'none/out.csv', format: 'csv' }, { input: 'named' }),
  },
  canvas: { positions: {}, notes: [], groups: [] },
} as unknown as PipelineDocument;

const prepare = (
  options: Partial<ComparisonOptions> = {},
  pipeline = document,
): Promise<PreparedComparison> =>
  engine.planComparison(pipeline, {
    uriOf: () => undefined,
    describeFiles: () => Promise.reject(new Error('all files are here')),
    fetch: () => Promise.reject(new Error('all files are here')),
    ...options,
  });

const textOf = ({ schema, ipc }: Rows): string[] =>
  readRows(schema, ipc).map((row) => row.map(formatCell).join());

test('the first rows of the largest source, with all the partners that they have', async () => {
  const prepared = await prepare({ rows: 100 });
  expect(prepared.sources).toEqual([
    { step: 'orders', port: 'output', rows: 100, whole: false, by: 'here' },
    { step: 'customers', port: 'output', rows: 3000, whole: true, by: 'here' },
  ]);
  const [out] = await prepared.runHere(undefined);
  expect(out).toMatchObject({ step: 'out', sortedBy: ['amount'] });
  const rows = textOf(out?.rows as Rows);
  expect(rows).toHaveLength(100);
  expect(rows[0]).toContain('99');
  await prepared.close();
});

test('what goes along are the rows that are computed with here', async () => {
  const prepared = await prepare({ rows: 100 });
  const { program, readSource } = prepared;
  expect(program.files).toEqual([]);
  const sent = new Map<string, number>();
  for (const source of program.shipped) {
    for await (const ipc of readSource(source, undefined)) {
      sent.set(source.node, (sent.get(source.node) ?? 0) + readRows(source.columns, ipc).length);
    }
  }
  expect([...sent]).toEqual([
    ['orders', 100],
    ['customers', 3000],
  ]);
  await prepared.close();
});

test('rows that come back are read in the types that they have here', async () => {
  const prepared = await prepare({ rows: 100 });
  const [out] = await prepared.runHere(undefined);
  const back = await openArrowFolder();
  await back.add(out?.rows.ipc as Uint8Array);
  const read = await prepared.readFetched('out', back.pattern, undefined);
  expect(textOf(read)).toEqual(textOf(out?.rows as Rows));
  expect(read.schema).toEqual(out?.rows.schema);
  await Promise.all([back.remove(), prepared.close()]);
});

test('of rows that the cluster alone reads, as many as are asked for', async () => {
  const source = await engine.preview(document, { target: 'orders', rows: 5000 });
  const folders: Awaited<ReturnType<typeof openArrowFolder>>[] = [];
  const asked: unknown[] = [];
  const there = {
    ...document,
    nodes: { ...document.nodes, orders: step('input.parquet', { path: 's3a://lake/o.parquet' }) },
  } as PipelineDocument;
  const prepared = await prepare(
    {
      rows: 100,
      uriOf: (path) => (path.startsWith('s3a:') ? path : undefined),
      describeFiles: async (spec) =>
        Promise.resolve({
          spec,
          files: [],
          schema: source.schema,
          splits: [],
          bytes: Infinity,
          fingerprint: 'orders',
        }),
      fetch: async ({ program }) => {
        asked.push(program.outputs.map((output) => (output.kind === 'rows' ? output.limit : 0)));
        const rows = await openArrowFolder();
        folders.push(rows);
        const first = await engine.preview(document, { target: 'orders', rows: 101 });
        await rows.add(first.ipc);
        return rows.pattern;
      },
    },
    there,
  );
  expect(asked).toEqual([[101]]);
  expect(prepared.sources).toEqual([
    { step: 'orders', port: 'output', rows: 100, whole: false, by: 'cluster' },
    { step: 'customers', port: 'output', rows: 3000, whole: true, by: 'here' },
  ]);
  expect(prepared.program.files).toEqual([]);
  const [out] = await prepared.runHere(undefined);
  expect(out?.rows.rows).toBe(100);
  await Promise.all([...folders.map((each) => each.remove()), prepared.close()]);
});

test('an output of very many rows is refused', async () => {
  const crossed = step(
    'combine.join',
    { type: 'cross', on: [] },
    { left: 'orders', right: 'customers' },
  );
  const many = { ...document, nodes: { ...document.nodes, joined: crossed } } as PipelineDocument;
  const prepared = await prepare({ rows: 1000 }, many);
  await expect(prepared.runHere(undefined)).rejects.toMatchObject({
    error: { code: 'comparison-too-large', node: 'out' },
  });
  await prepared.close();
});
