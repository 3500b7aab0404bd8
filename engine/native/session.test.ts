/** What native DuckDB hands over is what the wasm engine hands over, type by type and byte by byte. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { RecordBatch, Table } from 'apache-arrow';
import { decodeStream } from '../worker/arrow/ipc.ts';
import type { Session } from '../worker/duckdb/session.ts';
import { openNodeSession } from '../worker/testing/open-node-session.ts';
import { createMemoryGauge } from './memory-use.ts';
import { createSession, type NativeSession } from './native-session.ts';
import { connect, openInstance } from './open-instance.ts';

let folder: string;
let wasm: Session;
let native: NativeSession;
let instance: DuckDBInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  wasm = await openNodeSession();
  instance = await openInstance({
    folder: `${folder}/`,
    temporaryFolder: join(folder, 'temporary'),
    threads: 2,
    memoryLimit: 512 * 2 ** 20,
  });
  native = createSession(await connect(instance));
});

afterAll(async () => {
  await native.close();
  instance.closeSync();
  wasm.close();
  await rm(folder, { recursive: true, force: true });
});

/** By type: a value of row `i`. */
const VALUES: Readonly<Record<string, string>> = {
  BOOLEAN: 'i % 3 = 0',
  TINYINT: 'i % 100 - 50',
  SMALLINT: 'i - 2000',
  INTEGER: 'i * 100003 - 1000',
  BIGINT: 'i * 1000000000007 - 5',
  HUGEINT: '(i - 2000)::HUGEINT * 10000000000000000000000000',
  UTINYINT: 'i % 256',
  USMALLINT: 'i * 13',
  UINTEGER: 'i * 800003',
  UBIGINT: 'i * 1000000000007',
  UHUGEINT: 'i::UHUGEINT * 100000000000000000000000000000',
  FLOAT: 'i / 7.0 - 100',
  DOUBLE: "CASE i % 50 WHEN 0 THEN 'nan' WHEN 1 THEN '-inf' ELSE (i / 7.0)::VARCHAR END",
  'DECIMAL(4,2)': '(i - 2000) / 100.0',
  'DECIMAL(9,3)': '(i - 2000) * 1.001',
  'DECIMAL(18,4)': '(i - 2000) * 100000.0001',
  'DECIMAL(38,10)': "((i - 2000)::VARCHAR || '123456789.0123456789')",
  VARCHAR: "repeat('ä' || i, i % 9)",
  BLOB: "encode(repeat('x' || i, i % 9))",
  BIT: "repeat('10' || (i % 2), 1 + i % 5)",
  UUID: "('00000000-0000-0000-' || lpad((i % 9999)::VARCHAR, 4, '8') || '-0123456789ab')",
  DATE: "DATE '1950-01-01' + i::INTEGER * 10",
  TIME: "TIME '00:00:00' + INTERVAL (i * 7) SECOND",
  'TIME WITH TIME ZONE': "(lpad((i % 24)::VARCHAR, 2, '0') || ':00:01.5+0' || (i % 9) || ':30')",
  TIMESTAMP: "TIMESTAMP '1950-01-01' + INTERVAL (i * 100001) SECOND",
  TIMESTAMP_S: "TIMESTAMP '1950-01-01' + INTERVAL (i * 100001) SECOND",
  TIMESTAMP_MS: "TIMESTAMP '1950-01-01' + INTERVAL (i * 100001) SECOND",
  TIMESTAMP_NS: "TIMESTAMP '1950-01-01' + INTERVAL (i * 100001) SECOND",
  'TIMESTAMP WITH TIME ZONE': "TIMESTAMP '1950-01-01' + INTERVAL (i * 100001) SECOND",
  INTERVAL:
    'to_months(i::INTEGER % 40 - 20) + to_days(i::INTEGER % 9) + to_microseconds(i * 1001 - 5)',
  VARINT: "((i - 2000)::VARCHAR || '12345678901234567890123456789012345678901234567890')",
  "ENUM('a', 'b', 'c')": "['a', 'b', 'c'][i % 3 + 1]",
  'INTEGER[]': 'CASE WHEN i % 5 = 0 THEN NULL ELSE range(i % 6) END',
  'VARCHAR[][]': "[[], NULL, ['x' || i, NULL, repeat('long text', i % 4)]]",
  'BIGINT[3]': '[i, NULL, i * 2]',
  'STRUCT(a INTEGER, b VARCHAR[])': "{'a': i, 'b': CASE WHEN i % 2 = 0 THEN ['b' || i] END}",
  'MAP(VARCHAR, INTEGER)': "MAP {'k' || i: i, 'n': NULL}",
  'MAP(UUID, BOOLEAN)': "MAP {'00000000-0000-0000-0000-0123456789ab'::UUID: i % 2 = 0}",
  'UNION(number INTEGER, "text" VARCHAR)':
    'CASE WHEN i % 2 = 0 THEN union_value(number := i::INTEGER)::UNION(number INTEGER, "text" VARCHAR) ELSE union_value("text" := \'t\' || i) END',
};

test.each(Object.entries(VALUES))('%s', async (type, value) => {
  // Several chunks, with nulls; of unions, DuckDB itself gives no nulls in Arrow.
  const given = type.startsWith('UNION') ? value : `CASE WHEN i % 7 <> 3 THEN (${value}) END`;
  const sql = `SELECT (${given})::${type} AS x, i FROM range(5000) t(i)`;
  const [theirs, ours] = [await wasm.exportStream(sql), await native.exportStream(sql)];
  expect(ours.rows).toBe(5000);
  const [wanted, got] = [decodeStream(theirs.stream), decodeStream(ours.stream)];
  expect(got.schema.fields.map(String)).toEqual(wanted.schema.fields.map(String));
  expect(got.schema.fields.map((field) => [...field.metadata].sort())).toEqual(
    wanted.schema.fields.map((field) => [...field.metadata].sort()),
  );
  const column = (table: Table): unknown[] =>
    type === 'INTERVAL'
      ? table.batches.flatMap(intervals)
      : [...(table.getChildAt(0) ?? [])].map(plain);
  expect(column(got)).toEqual(column(wanted));
});

/** Apache Arrow reads the wrong words of these. */
const intervals = ({ data }: RecordBatch): unknown[] => {
  const [column] = data.children;
  const words = column?.values as Int32Array;
  return Array.from({ length: data.length }, (_, row) =>
    column?.getValid(row) === true ? [...words.subarray(row * 4, row * 4 + 4)] : null,
  );
};

/** Bytes and nested rows as plain values. */
const plain = (value: unknown): unknown =>
  value === null || typeof value !== 'object'
    ? value
    : value instanceof Uint8Array || value instanceof Int32Array || value instanceof Uint32Array
      ? [...value]
      : JSON.stringify(value, (_, part: unknown) =>
          typeof part === 'bigint' ? String(part) : part,
        );

test('only the first rows, and none', async () => {
  const first = await native.exportStream('SELECT i FROM range(5000) t(i)', 3000);
  expect(first.rows).toBe(3000);
  expect([...(decodeStream(first.stream).getChildAt(0) ?? [])].at(-1)).toBe(2999n);
  const none = await native.exportStream('SELECT i FROM range(5000) t(i) WHERE i < 0');
  expect(decodeStream(none.stream).schema.fields.map(({ name }) => name)).toEqual(['i']);
});

test('an error behind the first chunks is no end of the rows', async () => {
  const sql = "SELECT CASE WHEN i = 400000 THEN error('here') ELSE i END FROM range(500000) t(i)";
  await expect(native.exportStream(sql)).rejects.toMatchObject({ error: { kind: 'user' } });
});

test('a second statement, and statements that change more than tables, are not run', async () => {
  for (const sql of [
    'SELECT 1; SELECT 2',
    "COPY (SELECT 1) TO 'x.csv'; SET threads = 3",
    'CREATE OR REPLACE TABLE x AS SELECT 1; SET threads = 3',
    'SELECT * FROM (SELECT 1); SET threads = 3; SELECT * FROM (SELECT 1)',
    "ATTACH ':memory:' AS other",
    'SET threads = 3',
    'INSTALL json',
  ]) {
    await expect(native.run(sql), sql).rejects.toMatchObject({ error: { code: 'not-allowed' } });
  }
  expect(await native.texts("SELECT current_setting('threads')::VARCHAR")).toEqual([['2']]);
});

test('a running statement is interrupted, and the next one runs', async () => {
  const slow = native.run('CREATE TABLE slow AS SELECT count(*) FROM range(100000000000)');
  setTimeout(() => native.cancel(), 50);
  await expect(slow).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  native.resetCancel();
  expect(await native.texts('SELECT 1::VARCHAR')).toEqual([['1']]);
});

test('it is closed when what runs has ended, and begins nothing more', async () => {
  const session = createSession(await connect(instance));
  const running = Array.from({ length: 30 }, (_, i) =>
    i % 2 === 0 ? session.run('SELECT count(*) FROM range(1000000)') : session.describe('SELECT 1'),
  );
  let ended = 0;
  for (const work of running) void work.catch(() => undefined).then(() => (ended += 1));
  await session.close();
  // What was told to `close` is on its way to who asked.
  await nextTurn();
  expect(ended).toBe(30);
  await expect(session.run('SELECT 1')).rejects.toMatchObject({ error: { code: 'cancelled' } });
  await expect(session.describe('SELECT 1')).rejects.toMatchObject({
    error: { code: 'cancelled' },
  });
});

test('what DuckDB holds is told, whatever was made and dropped since the last time', async () => {
  const connection = await connect(instance);
  const gauge = createMemoryGauge(connection);
  const before = await gauge.read();
  await native.run('CREATE TABLE held AS SELECT range AS n FROM range(1000000)');
  const { held } = await gauge.read();
  expect(held - before.held).toBeGreaterThan(1_000_000);
  await native.runOwn('DROP TABLE held; CREATE TEMP VIEW after AS SELECT 1 AS n; DROP VIEW after');
  expect((await gauge.read()).held).toBeLessThan(held);
  await gauge.close();
  connection.closeSync();
});
