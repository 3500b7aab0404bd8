/** Files of DuckDB and SQLite through the engine. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../contract/errors.ts';
import type { EngineError } from '../../contract/errors.ts';
import { formatType } from '../../contract/schema.ts';
import { documentOf, step } from '../../../nodes/testing/case-builder.ts';
import type { Engine } from '../../run/engine-api.ts';
import { openTestEngine } from '../../run/testing/open-engine.ts';
import { openNative } from '../../testing/native.ts';
import { readRows } from '../../values/rows.ts';
import { cellToJson } from '../../values/cell.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-database-files-'));
  engine = await openTestEngine(folder, { workers: 1 });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(params: Readonly<Record<string, unknown>>) {
  const document = documentOf('file', { data: step('input.database-file', params) });
  const { tables } = await engine.run(document, { targets: ['data.output'] });
  const { schema = [], ipc = new Uint8Array() } = tables[0] ?? {};
  return {
    types: schema.map(({ name, type }) => `${name} ${formatType(type)}`),
    rows: readRows(schema, ipc).map((cells) =>
      cells.map((cell) => JSON.parse(cellToJson(cell)) as unknown),
    ),
  };
}

async function failure(work: Promise<unknown>): Promise<EngineError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('it did not fail');
}

test('DuckDB: nested and wide types, a view, a query; the file stays as it is', async () => {
  const native = await openNative();
  const path = join(folder, 'a.duckdb');
  await native.execute(`ATTACH '${path}' AS a`);
  await native.execute(`CREATE TABLE a.t AS SELECT 170141183460469231731687303715884105727::HUGEINT AS h,
    1.5::DECIMAL(18,3) AS d, {'x': [1, NULL], 'y': 'q"u,o'} AS s, MAP {'k': DATE '2024-01-01'} AS m,
    'b'::ENUM('a', 'b') AS e, '\\x00\\xFF'::BLOB AS b, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS z`);
  await native.execute('CREATE VIEW a.v AS SELECT 1 AS one');
  await native.execute('DETACH a');
  native.close();
  const before = await readFile(path);
  const found = await read({ path: 'a.duckdb', engine: 'duckdb', table: 't' });
  expect(found).toMatchSnapshot();
  const query = 'SELECT one + 1 AS two FROM v';
  expect((await read({ path: 'a.duckdb', engine: 'duckdb', query })).rows).toEqual([[2]]);
  const outside = "SELECT * FROM read_csv('/etc/passwd')";
  expect(await failure(read({ path: 'a.duckdb', engine: 'duckdb', query: outside }))).toMatchObject(
    { code: 'database-query', param: 'query', node: 'data' },
  );
  expect(await failure(read({ path: 'a.duckdb', engine: 'duckdb', table: 'none' }))).toMatchObject({
    code: 'table-not-found',
    param: 'table',
    node: 'data',
  });
  expect((await readFile(path)).equals(before)).toBe(true);
});

test('SQLite: declared types, and a value of another kind is told with its place', async () => {
  const database = new sqlite.Database(join(folder, 'a.sqlite'));
  database.exec(`CREATE TABLE t (i INTEGER, r REAL, n NUMERIC(10,2), s VARCHAR(10), b BLOB, f BOOLEAN, d DATE, at DATETIME);
    INSERT INTO t VALUES (9223372036854775807, 0.1, 1.25, 'Ünï 🚲', X'00FF', 1, '2024-02-29', '2024-02-29 12:00:00'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    CREATE TABLE odd (i INTEGER); INSERT INTO odd VALUES (1), ('two')`);
  database.close();
  expect(await read({ path: 'a.sqlite', engine: 'sqlite', table: 't' })).toMatchSnapshot();
  expect(await failure(read({ path: 'a.sqlite', engine: 'sqlite', table: 'odd' }))).toMatchObject({
    code: 'database-value',
    message: 'The value "two" in column "i" is no BIGINT.',
    location: { column: 'i', row: 2 },
    node: 'data',
  });
});

test.each(['duckdb', 'sqlite'])(
  '%s: a file of something else is refused by its name',
  async (kind) => {
    await writeFile(join(folder, 'no.db'), 'This is no database. '.repeat(1000));
    expect(await failure(read({ path: 'no.db', engine: kind, table: 't' }))).toMatchObject({
      code: 'database-file-unreadable',
      node: 'data',
      param: 'path',
    });
  },
);
