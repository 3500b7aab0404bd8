/** Types that travel as others, from a file through every way out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openWorkbench,
  pipeline,
  rowsOf,
  step,
  type Workbench,
} from './bad-input/testing/workbench.ts';

const ROWS = 3000;
const KEPT = ROWS / 2;

let bench: Workbench;
let native: DuckDBConnection;

/** The columns of the file, of the row whose number is `i`. */
const COLUMNS = `
  i AS id,
  (['low', 'mid', 'high'])[1 + i % 3]::ENUM('low', 'mid', 'high') AS level,
  MAP {'a': i::INTEGER, 'b': NULL} AS counts,
  MAP {i % 3 = 0: i % 2 = 0} AS flags,
  [{'k': 'k' || i % 5, 'v': i}, NULL] AS items`;

beforeAll(async () => {
  bench = await openWorkbench();
  native = await DuckDBInstance.create().then((instance) => instance.connect());
  await native.run(
    `COPY (SELECT ${COLUMNS} FROM range(${ROWS}) t(i))
     TO '${join(bench.folder, 'types.parquet')}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
});

afterAll(() => bench.close());

const nodes = {
  data: { type: 'input.parquet', params: { path: 'types.parquet' } },
  typed: step('columns.cast', 'data', {
    casts: [{ column: 'level', type: "ENUM('low', 'mid', 'high')" }],
  }),
  some: step('rows.filter', 'typed', { condition: 'id % 2 = 0' }),
};

const write = async (path: string, format: string): Promise<string> => {
  await bench.run({ ...nodes, out: step('output.file', 'some', { path, format }) });
  return join(bench.folder, path);
};

test('Parquet', async () => {
  const path = await write('out.parquet', 'parquet');
  const reader = await native.runAndReadAll(
    `SELECT count(*)::INTEGER,
            bool_and(o.level::VARCHAR = e.level::VARCHAR AND o.counts = e.counts
                     AND o.flags = e.flags AND o.items::VARCHAR = e.items::VARCHAR)
     FROM '${path}' o JOIN (SELECT ${COLUMNS} FROM range(${ROWS}) t(i)) e USING (id)`,
  );
  expect(reader.getRowsJS()).toEqual([[KEPT, true]]);
});

/** A row as JSON, whatever classes its values have. */
const plain = (row: unknown): unknown =>
  JSON.parse(
    JSON.stringify(row, (_key, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    ),
  );

const SECOND = {
  id: 2,
  level: 'high',
  counts: { a: 2, b: null },
  items: [{ k: 'k2', v: 2 }, null],
};

test('Arrow', async () => {
  const rows = rowsOf(new Uint8Array(await readFile(await write('out.arrow', 'arrow'))));
  expect(rows).toHaveLength(KEPT);
  expect(plain(rows[1])).toMatchObject(SECOND);
});

test('JSON', async () => {
  const rows = JSON.parse(await readFile(await write('out.json', 'json'), 'utf8')) as unknown[];
  expect(rows).toHaveLength(KEPT);
  expect(rows[1]).toMatchObject(SECOND);
});

test('a preview', async () => {
  const preview = await bench.engine.preview(pipeline(nodes), { target: 'some', rows: 3 });
  expect(plain(rowsOf(preview.ipc)[1])).toMatchObject(SECOND);
});

test('an exchange keeps an ENUM, which sorts by its positions', async () => {
  const grouped = await bench.rows(
    {
      ...nodes,
      grouped: step('aggregate.group-by', 'some', {
        keys: ['level'],
        aggregates: [
          { name: 'n', function: 'count' },
          { name: 'last', function: 'last', column: 'counts' },
        ],
      }),
      sorted: step('rows.sort', 'grouped', { by: [{ column: 'level' }] }),
    },
    'sorted',
  );
  expect(plain(grouped)).toEqual([
    { level: 'low', n: 500, last: { a: 2994, b: null } },
    { level: 'mid', n: 500, last: { a: 2998, b: null } },
    { level: 'high', n: 500, last: { a: 2996, b: null } },
  ]);
});
