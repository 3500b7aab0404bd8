import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  Decimal,
  Dictionary,
  Float16,
  Int32,
  LargeUtf8,
  makeData,
  Table,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatType } from '../../../contract/schema.ts';
import type { SourceFile } from '../../../contract/source.ts';
import { pruneSplits } from '../../../sources/parquet/prune-splits.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { failureOf, memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';
import { loadParquetWasm } from './parquet-wasm.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-parquet-'));
let session: Session;
let native: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  session = await openNodeSession();
  native = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
async function write(select: string, options = ''): Promise<string> {
  const path = join(folder, `f${++written}.parquet`);
  await native.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
  return path;
}
const load = (path: string): SourceFile[] => sourceFiles(memoryFile(path, readFileSync(path)));
const spec = { format: 'parquet', paths: ['x'] } as const;

const ALL_TYPES = `SELECT 1::TINYINT a, 2::SMALLINT b, 3::UTINYINT c, 18446744073709551615::UBIGINT d,
  1.5::DECIMAL(4,1) f, 1.25::DECIMAL(38,10) g, 'ä' h, '\\x00ab'::BLOB i, 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID j,
  DATE '1900-01-01' k, TIME '10:00:00' l, TIMESTAMP '2020-01-01 00:00:00.123456' n, TIMESTAMP_S '2020-01-01' o,
  TIMESTAMP_MS '2020-01-01' p, TIMESTAMP_NS '2020-01-01 00:00:00.123456789' q,
  TIMESTAMPTZ '2020-01-01 00:00:00+00' r, [1, NULL] t, {'a': 1, 'b': ['x']} u, MAP {'k': 1} v, 'a'::ENUM('a') w,
  1.5::FLOAT x, true y, NULL::INTEGER z`;

test('every type that DuckDB writes comes back with the type that DuckDB reads', async () => {
  const path = await write(`${ALL_TYPES} UNION ALL SELECT ${'NULL, '.repeat(22)}7`);
  const expected = await native.runAndReadAll(`DESCRIBE FROM '${path}'`);
  const read = await readSource(session, spec, load(path));
  expect(read.description.schema.map(({ name, type }) => [name, formatType(type)])).toEqual(
    expected
      .getRows()
      .map((row) => [
        row[0],
        String(row[1]).replace(
          /STRUCT\(a INTEGER, b VARCHAR\[\]\)/,
          'STRUCT("a" INTEGER, "b" VARCHAR[])',
        ),
      ]),
  );
  const values = await native.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM '${path}'`);
  expect(read.rows.map((row) => row.join('|').replaceAll('+00|', '+00|'))).toEqual(
    values.getRows().map((row) => row.join('|')),
  );
  expect(read.description.rows).toBe(2);
});

test('row groups become splits; columns and counts read only what they need', async () => {
  const path = await write(
    'SELECT i AS id, i % 10 AS k FROM range(100000) t(i)',
    ', ROW_GROUP_SIZE 10000',
  );
  const read = await readSource(session, spec, load(path), {
    splitBytes: 200_000,
    columns: ['k', 'id'],
  });
  expect(read.description.splits.length).toBeGreaterThan(2);
  expect(read.rows[54321]).toEqual(['1', '54321']);
  expect(read.rowsRead).toBe(100_000);
  const none = await readSource(session, spec, load(path), { columns: [] });
  expect(none.rows).toHaveLength(100_000);
});

test('bounds prune row groups and never a matching row', async () => {
  const path = await write(
    `SELECT i AS id, -i * 0.5::DOUBLE AS x, DATE '2020-01-01' + i::INT AS d,
       TIMESTAMP '2020-01-01' + to_days(i::INT) AS ts, 's' || lpad(i::VARCHAR, 6, '0') AS s
     FROM range(20000) t(i)`,
    ', ROW_GROUP_SIZE 2048',
  );
  const { description } = await readSource(session, spec, load(path), { splitBytes: 1 });
  const kept = (column: string, op: '=' | '<' | '>=', type: string, value: string): number[] =>
    pruneSplits(description, [{ column, op, value: { kind: 'literal', type, value } }]).map(
      (split) => split.index,
    );
  expect(description.splits).toHaveLength(10);
  expect(kept('ID', '=', 'INTEGER', '3000')).toEqual([1]);
  expect(kept('id', '<', 'DECIMAL(5,1)', '2048.5')).toEqual([0, 1]);
  expect(kept('id', '=', 'BIGINT', '999999')).toEqual([]);
  expect(kept('x', '<', 'DOUBLE', '-9990')).toEqual([9]);
  // NaN is above every number and not in the statistics.
  expect(kept('x', '>=', 'DOUBLE', '1e9')).toHaveLength(10);
  expect(kept('d', '=', 'DATE', '2020-01-02')).toEqual([0]);
  expect(kept('ts', '>=', 'TIMESTAMP', '2074-01-01 00:00:00')).toEqual([9]);
  expect(kept('s', '=', 'VARCHAR', 's003000')).toEqual([1]);
  expect(kept('s', '=', 'BIGINT', '3000')).toHaveLength(10);
  expect(pruneSplits(description, [])).toHaveLength(10);
});

test('hive partition folders become typed columns', async () => {
  const path = await write('SELECT 1 AS a');
  const [file] = load(path);
  if (file === undefined) throw new Error('no file');
  const files = ['2023', '2024'].map((year) => ({ ...file, partitionValues: { year, c: 'x' } }));
  const read = await readSource(session, spec, files);
  expect(read.description.schema.map(({ name, type }) => `${name} ${formatType(type)}`)).toEqual([
    'a INTEGER',
    'year BIGINT',
    'c VARCHAR',
  ]);
  expect(read.rows).toEqual([
    ['1', '2023', 'x'],
    ['1', '2024', 'x'],
  ]);
});

test('dictionaries, large text, half floats and wide decimals are read', async () => {
  const wasm = await loadParquetWasm();
  const wide = makeData({
    type: new Decimal(2, 40, 256),
    length: 2,
    nullCount: 0,
    data: new Uint32Array([150, 0, 0, 0, 0, 0, 0, 0, ...new Uint32Array(8).fill(0xffffffff)]),
  });
  const table = new Table({
    d: vectorFromArray(['a', null], new Dictionary(new Utf8(), new Int32())),
    l: vectorFromArray(['b', null], new LargeUtf8()),
    h: vectorFromArray([1.5, null], new Float16()),
    w: new Vector([wide]),
  });
  const bytes = wasm.writeParquet(wasm.Table.fromIPCStream(tableToIPC(table, 'stream')));
  const read = await readSource(session, spec, sourceFiles(memoryFile('wide.parquet', bytes)));
  expect(read.description.schema.map(({ type }) => formatType(type))).toEqual([
    'VARCHAR',
    'VARCHAR',
    'FLOAT',
    'DOUBLE',
  ]);
  expect(read.rows).toEqual([
    ['a', 'b', '1.5', '1.5'],
    [null, null, null, '-0.01'],
  ]);
});

test('nested columns are picked whole', async () => {
  const path = await write("SELECT {'a': 1, 'b': 2} AS s, [1, 2] AS l, 3 AS z");
  const read = await readSource(session, spec, load(path), { columns: ['l', 's'] });
  expect(read.rows).toEqual([['[1, 2]', "{'a': 1, 'b': 2}"]]);
});

test('empty, foreign and damaged files are errors that name the file', async () => {
  const damaged = (bytes: Uint8Array) =>
    failureOf(readSource(session, spec, sourceFiles(memoryFile(`bad${++written}`, bytes))));
  expect(await damaged(new Uint8Array())).toMatchObject({ code: 'empty-file' });
  expect(await damaged(new TextEncoder().encode('hello,world\n'))).toMatchObject({
    code: 'corrupt-file',
  });
  expect(await damaged(new Uint8Array(3))).toMatchObject({ code: 'corrupt-file' });
  const bytes = new Uint8Array(
    readFileSync(await write('SELECT i, random() r FROM range(5000) t(i)')),
  );
  expect(await damaged(bytes.subarray(0, bytes.length - 20))).toMatchObject({
    code: 'corrupt-file',
  });
});

test('damaged pages are errors that name the row group', async () => {
  const path = await write(
    'SELECT i, random() r FROM range(5000) t(i)',
    ', ROW_GROUP_SIZE 2048, COMPRESSION snappy',
  );
  for (const [from, to] of [
    [4, 8],
    [10, 3000],
    [100, 200],
  ] as const) {
    const bytes = new Uint8Array(readFileSync(path));
    bytes.fill(0x7f, from, to);
    expect(
      await failureOf(readSource(session, spec, sourceFiles(memoryFile(`bad${++written}`, bytes)))),
    ).toMatchObject({
      code: 'corrupt-file',
      message: expect.stringContaining('row group 0') as string,
      location: { partition: 0 },
    });
  }
});

test('every codec and writer version is read', async () => {
  for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw']) {
    for (const version of ['V1', 'V2']) {
      const path = await write(
        "SELECT i AS n, 'text ' || (i % 7) AS s, [i, i + 1] AS l FROM range(3000) t(i)",
        `, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`,
      );
      const read = await readSource(session, spec, load(path), { columns: ['s', 'n'] });
      expect(read.rows[2999]).toEqual(['text 3', '2999']);
    }
  }
});

test('files of one source must have the same columns', async () => {
  const files = [...load(await write('SELECT 1 AS a')), ...load(await write("SELECT 'x' AS a"))];
  expect(await failureOf(readSource(session, spec, files))).toMatchObject({ code: 'files-differ' });
});

test('a file without rows has a schema', async () => {
  const read = await readSource(session, spec, load(await write('SELECT 1 AS a WHERE false')));
  expect(read.description.schema).toHaveLength(1);
  expect(read.rows).toEqual([]);
});
