import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../duckdb/session.ts';
import { loadParquetWasm } from '../../readers/parquet/parquet-wasm.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { allTypesQuery } from '../testing/all-types.ts';
import { target, temporaryFolder, writeQueries } from '../testing/write-query.ts';

const folder = temporaryFolder();
let session: Session;
let native: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  session = await openNodeSession();
  native = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rowsOf = async (sql: string) => (await native.runAndReadAll(sql)).getRowsJS();
let files = 0;
async function write(
  queries: readonly string[],
  options: Parameters<typeof target>[1] = {},
): Promise<string> {
  const path = join(folder, `${++files}.parquet`);
  await writeQueries(session, queries, target('parquet', options), path);
  return path;
}

/** Whose type DuckDB keeps and this writer does not; DuckDB refuses VARINT. */
const AS_TEXT = ['c_uuid', 'c_interval', 'c_varint'];
const DIFFERENT = [...AS_TEXT, 'c_timetz'];

test('times with a zone keep their moment', async () => {
  const path = await write([
    "SELECT t::TIMETZ AS t FROM (VALUES ('12:00:00+05:30'), (NULL), ('00:00:00.5-15:59:59')) v(t)",
  ]);
  expect(await rowsOf(`SELECT t::VARCHAR, typeof(t) FROM '${path}'`)).toEqual(
    ['06:30:00+00', null, '15:59:59.5+00'].map((text) => [text, 'TIME WITH TIME ZONE']),
  );
});

test('every other type is written as DuckDB writes it', async () => {
  const query = allTypesQuery(DIFFERENT);
  const path = await write([query]);
  const expected = join(folder, 'expected.parquet');
  await native.run(`COPY (${query}) TO '${expected}' (FORMAT parquet)`);
  const types = (file: string) =>
    rowsOf(`SELECT column_name, column_type FROM (DESCRIBE FROM '${file}')`);
  expect(await types(path)).toEqual(await types(expected));
  const values = (file: string) => rowsOf(`SELECT COLUMNS(*)::VARCHAR FROM '${file}'`);
  expect(await values(path)).toEqual(await values(expected));
});

test('what has no type in the writer is written as its text', async () => {
  const list = AS_TEXT.map((name) => `"${name}"`).join(', ');
  const path = await write([`SELECT ${list} FROM (${allTypesQuery()})`]);
  expect(await rowsOf(`FROM '${path}'`)).toEqual(
    await rowsOf(`SELECT COLUMNS(*)::VARCHAR FROM (SELECT ${list} FROM (${allTypesQuery()}))`),
  );
});

test('keys and values of maps that travel as text', async () => {
  const query = `SELECT MAP {true: 5::HUGEINT, false: NULL} AS a, MAP {'x': TIMETZ '12:00:00.5+05:30'} AS b,
    MAP {'u': 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID} AS c`;
  const path = await write([query]);
  expect(await rowsOf(`SELECT a::VARCHAR, b::VARCHAR, c::VARCHAR FROM '${path}'`)).toEqual([
    ['{true=5.0, false=NULL}', "{x='06:30:00.5+00'}", '{u=f47ac10b-58cc-4372-a567-0e02b2c3d479}'],
  ]);
  expect(await rowsOf(`SELECT column_type FROM (DESCRIBE FROM '${path}')`)).toEqual([
    ['MAP(BOOLEAN, DOUBLE)'],
    ['MAP(VARCHAR, TIME WITH TIME ZONE)'],
    ['MAP(VARCHAR, VARCHAR)'],
  ]);
});

const part = (from: number, rows: number): string =>
  `SELECT range AS i, range * 1.5 AS x, CASE WHEN range % 7 > 0 THEN 'text ' || range END AS s
   FROM range(${from}, ${from + rows})`;

/** Partitions of so many rows each, numbered throughout. */
const parts = (...rows: readonly number[]): string[] => {
  let from = 0;
  return rows.map((count) => part((from += count) - count, count));
};

const groupsOf = async (path: string) =>
  (
    await rowsOf(
      `SELECT DISTINCT row_group_id::INTEGER g, row_group_num_rows::INTEGER
       FROM parquet_metadata('${path}') ORDER BY 1`,
    )
  ).map(([, rows]) => rows);

const isComplete = (path: string) =>
  rowsOf(
    `SELECT count(*)::INTEGER, bool_and(i = file_row_number), bool_and(x = i * 1.5),
       bool_and(s IS NOT DISTINCT FROM CASE WHEN i % 7 > 0 THEN 'text ' || i END)
     FROM read_parquet('${path}', file_row_number = true)`,
  );

test.each(['none', 'snappy', 'gzip', 'zstd', undefined] as const)(
  'compressed with %s',
  async (compression) => {
    const queries = parts(130_000, 70_000, 0, 20_000);
    const path = await write(queries, compression === undefined ? {} : { compression });
    expect(await rowsOf(`SELECT DISTINCT compression FROM parquet_metadata('${path}')`)).toEqual([
      [compression === 'none' ? 'UNCOMPRESSED' : (compression ?? 'zstd').toUpperCase()],
    ]);
    expect(await isComplete(path)).toEqual([[220_000, true, true, true]]);
  },
);

test('a task makes row groups of about the same size, 122,880 rows at most', async () => {
  const path = await write(parts(300_000, 122_880, 61_440));
  expect(await groupsOf(path)).toEqual([100_352, 100_352, 99_296, 61_440, 61_440, 61_440]);
  expect(await isComplete(path)).toEqual([[484_320, true, true, true]]);
});

test('partitions of few rows share row groups', async () => {
  const path = await write(parts(50_000, 50_000, 50_000, 0, 30_000, 70_000, 10, 20, 0));
  expect(await groupsOf(path)).toEqual([122_528, 57_472, 70_000, 30]);
  expect(await isComplete(path)).toEqual([[250_030, true, true, true]]);
});

test('wide rows make groups of some 64 MB, of a task and of several', async () => {
  const wide = (from: number, rows: number): string =>
    `SELECT range AS i, repeat(md5(range::VARCHAR), 125) AS s FROM range(${from}, ${from + rows})`;
  // 4 kB each: two groups of the first task, which are of 80 MB; then tasks of 12 MB together.
  const small = Array.from({ length: 8 }, (_, i) => wide(20_000 + i * 3000, 3000));
  const path = await write([wide(0, 20_000), ...small]);
  expect(await groupsOf(path)).toEqual([10_240, 9760, 17_048, 6952]);
  expect(
    await rowsOf(
      `SELECT count(*)::INTEGER, bool_and(i = file_row_number), bool_and(s = repeat(md5(i::VARCHAR), 125))
       FROM read_parquet('${path}', file_row_number = true)`,
    ),
  ).toEqual([[44_000, true, true]]);
});

test('every type in row groups of tasks and of the writer', async () => {
  const query = allTypesQuery([...DIFFERENT, 'c_union']);
  const many = `SELECT t.* FROM (${query}) t, range(10000)`;
  const path = await write([`${query} LIMIT 3`, many, `${query} LIMIT 2`]);
  const expected = join(folder, 'many.parquet');
  const rows = `(${query} LIMIT 3) UNION ALL (${many}) UNION ALL (${query} LIMIT 2)`;
  await native.run(`COPY (${rows}) TO '${expected}' (FORMAT parquet)`);
  const values = (file: string) =>
    rowsOf(
      `SELECT DISTINCT COLUMNS(*)::VARCHAR, count(*) OVER ()::INTEGER FROM '${file}' ORDER BY ALL`,
    );
  expect(await values(path)).toEqual(await values(expected));
});

test('statistics and the footer of a joined file serve other readers', async () => {
  const path = await write(parts(130_000, 10));
  expect(
    await rowsOf(
      `SELECT stats_min, stats_max FROM parquet_metadata('${path}') WHERE path_in_schema = 'i' ORDER BY row_group_id`,
    ),
  ).toEqual([
    ['0', '65535'],
    ['65536', '129999'],
    ['130000', '130009'],
  ]);
  const wasm = await loadParquetWasm();
  const batches = wasm.readParquet(readFileSync(path)).recordBatches();
  expect(batches.reduce((rows, batch) => rows + batch.numRows, 0)).toBe(130_010);
});

test.each([['a partition without rows', [`${allTypesQuery(AS_TEXT)} LIMIT 0`]]])(
  '%s gives a file with columns',
  async (_, queries) => {
    const path = await write(queries);
    expect(await rowsOf(`SELECT count(*)::INTEGER FROM '${path}'`)).toEqual([[0]]);
    const full = await write([allTypesQuery(AS_TEXT)]);
    const types = (file: string) =>
      rowsOf(`SELECT column_name, column_type FROM (DESCRIBE FROM '${file}')`);
    expect(await types(path)).toEqual(await types(full));
  },
);
