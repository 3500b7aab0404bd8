import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../contract/errors.ts';
import { blockId } from '../../contract/ids.ts';
import type { FileFormat, FileTarget } from '../../contract/relation.ts';
import type { FileOutput } from '../../runtime/runtime.ts';
import { encodeStream } from '../arrow/ipc.ts';
import type { Session } from '../duckdb/session.ts';
import type { BlockInfo } from '../protocol.ts';
import { openNodeSession } from '../testing/open-node-session.ts';
import { encodeRows } from './encode.ts';
import { writeFile } from './write-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-write-'));
let session: Session;
let native: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  session = await openNodeSession();
  native = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const target = (format: FileFormat, more: Partial<FileTarget> = {}): FileTarget => ({
  path: 'x',
  format,
  partitionBy: [],
  mode: 'overwrite',
  csv: { delimiter: ',', quote: '"', header: true, nullValue: '' },
  ...more,
});

function memoryOutput(): { output: FileOutput; bytes: () => Buffer; aborted: () => boolean } {
  const parts: Buffer[] = [];
  let aborted = false;
  return {
    output: {
      write: (bytes) => {
        parts.push(Buffer.from(bytes));
        return Promise.resolve();
      },
      close: () => Promise.resolve({ bytes: Buffer.concat(parts).length }),
      abort: () => {
        aborted = true;
        return Promise.resolve();
      },
    },
    bytes: () => Buffer.concat(parts),
    aborted: () => aborted,
  };
}

let files = 0;

/** Writes each query's rows as one block and gives the path of the file. */
async function write(queries: readonly string[], to: FileTarget): Promise<string> {
  const stored = new Map<string, Uint8Array>();
  const blocks: BlockInfo[] = [];
  for (const [i, query] of queries.entries()) {
    const table = await session.stream(query);
    const bytes =
      to.format === 'parquet'
        ? encodeStream(table.schema, table.batches)
        : await encodeRows(table, to, i === 0, session);
    const id = blockId(`b${i}`);
    stored.set(id, bytes);
    blocks.push({ id, worker: 0, rows: table.numRows, bytes: bytes.length, checksum: 0 });
  }
  const described = session.describe(queries[0] ?? 'SELECT 1 AS a, \'x\' AS "b c"');
  if (!described.ok) throw new Error(described.message);
  const { output, bytes } = memoryOutput();
  const written = await writeFile(
    { target: to, format: to.format, blocks, schema: described.columns, temporary: 'x' },
    {
      readBlock: (block) => Promise.resolve(stored.get(block.id) ?? new Uint8Array()),
      openOutput: () => Promise.resolve(output),
    },
  );
  const path = join(
    folder,
    `f${++files}.${to.format}${to.compression === 'gzip' && to.format !== 'parquet' ? '.gz' : ''}`,
  );
  writeFileSync(path, bytes());
  expect(written.bytes).toBe(bytes().length);
  return path;
}

const rowsOf = async (sql: string): Promise<string[]> =>
  (await native.runAndReadAll(sql)).getRows().map((row) => row.map(String).join('|'));

const TYPES: Readonly<Record<string, string>> = {
  i8: '(-1)::TINYINT',
  i16: '2::SMALLINT',
  i32: '3::INTEGER',
  i64: '(-9223372036854775808)::BIGINT',
  huge: '12345678901234567890::HUGEINT',
  u64: '18446744073709551615::UBIGINT',
  f32: '1.5::FLOAT',
  f64: '0.1::DOUBLE',
  dec: '1.25::DECIMAL(10,2)',
  big: '(-12345678901234567890.5)::DECIMAL(38,1)',
  text: '\'a,"b"\n\u00e4 \u{1F600}\'',
  blob: "'\\x00\\xFF'::BLOB",
  flag: 'true',
  id: "'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID",
  d: "DATE '1969-07-20'",
  t: "TIME '10:00:00.5'",
  ts: "TIMESTAMP '2020-01-02 03:04:05.678901'",
  tss: "TIMESTAMP_S '1960-01-02 03:04:05'",
  tms: "TIMESTAMP_MS '2020-01-02 03:04:05.678'",
  tns: "TIMESTAMP_NS '2020-01-02 03:04:05.678901234'",
  tz: "TIMESTAMPTZ '2020-01-02 03:04:05+00'",
  span: "INTERVAL '14 months 3 days 04:05:06.5'",
  list: "['x', NULL]",
  obj: "{'a': 1, 'b c': [1.5]}",
  map: "MAP {'k': 1}",
  e: "'a'::ENUM('a', 'b')",
};
const select = (except: readonly string[] = []): string =>
  `SELECT ${Object.entries(TYPES)
    .filter(([name]) => !except.includes(name))
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ')}`;
const nulls = (except: readonly string[] = []): string =>
  `SELECT * FROM (${select(except)}) UNION ALL SELECT ${Object.keys(TYPES)
    .filter((name) => !except.includes(name))
    .map(() => 'NULL')
    .join(', ')}`;

test('Parquet: values and types as native DuckDB reads them', async () => {
  const path = await write([nulls(), select()], target('parquet'));
  const names = Object.keys(TYPES);
  const types = await rowsOf(`SELECT column_name, column_type FROM (DESCRIBE FROM '${path}')`);
  const expected: Readonly<Record<string, string>> = {
    huge: 'DOUBLE',
    id: 'VARCHAR',
    tss: 'TIMESTAMP',
    tms: 'TIMESTAMP',
    span: 'VARCHAR',
    e: 'VARCHAR',
  };
  const asked = await rowsOf(`SELECT column_name, column_type FROM (DESCRIBE ${select()})`);
  expect(types).toEqual(
    asked.map((line) => {
      const [name = ''] = line.split('|');
      return expected[name] === undefined ? line : `${name}|${expected[name]}`;
    }),
  );
  const values = `SELECT ${names
    .map((name) => (name === 'huge' ? `${name}::DOUBLE` : name))
    .map((x) => `${x}::VARCHAR`)
    .join(', ')}`;
  const rows = await rowsOf(`${values} FROM '${path}'`);
  const [row] = await rowsOf(`${values} FROM (${select()})`);
  expect(rows).toEqual([row, names.map(() => 'null').join('|'), row]);
});

test('Parquet: row groups of 122,880 rows, zstd unless told otherwise, in order', async () => {
  const path = await write(
    [0, 100_000, 200_000].map(
      (start) =>
        `SELECT range AS n, 'name ' || range AS s FROM range(${start}, ${start + 100_000})`,
    ),
    target('parquet'),
  );
  expect(
    await rowsOf(
      `SELECT DISTINCT row_group_id, row_group_num_rows, compression FROM parquet_metadata('${path}') ORDER BY 1`,
    ),
  ).toEqual(['0|122880|ZSTD', '1|122880|ZSTD', '2|54240|ZSTD']);
  expect(
    await rowsOf(
      `SELECT count(*), bool_and(n = file_row_number) FROM read_parquet('${path}', file_row_number = true)`,
    ),
  ).toEqual(['300000|true']);
  const snappy = await write(['SELECT 1 AS a'], target('parquet', { compression: 'snappy' }));
  expect(await rowsOf(`SELECT compression FROM parquet_metadata('${snappy}')`)).toEqual(['SNAPPY']);
});

test('Parquet without rows or blocks keeps its columns', async () => {
  for (const queries of [["SELECT 1 AS a, 'x' AS b, 1::HUGEINT h WHERE false"], []]) {
    const path = await write(queries, target('parquet'));
    expect(await rowsOf(`SELECT count(*) FROM '${path}'`)).toEqual(['0']);
    expect((await rowsOf(`DESCRIBE FROM '${path}'`)).length).toBeGreaterThan(1);
  }
});

test('Parquet refuses what it has no type for, and leaves no file', async () => {
  await expect(write(['SELECT [1::HUGEINT] AS x'], target('parquet'))).rejects.toThrow(
    EngineFailure,
  );
  await expect(write(['SELECT union_value(a := 1) AS x'], target('parquet'))).rejects.toThrow(
    /cannot be written/,
  );
});

test('CSV: header once, quoting, nulls, read back by native DuckDB', async () => {
  const path = await write([nulls(), select()], target('csv'));
  const types = Object.keys(TYPES);
  const columns = (await rowsOf(`SELECT column_name, column_type FROM (DESCRIBE ${select()})`))
    .map((line) => line.split('|'))
    .map(([name, type]) => `'${name}': '${String(type).replaceAll("'", "''")}'`);
  const read = `read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}})`;
  const values = `SELECT ${types.map((name) => `${name}::VARCHAR`).join(', ')}`;
  const [row] = await rowsOf(`${values} FROM (${select()})`);
  expect(await rowsOf(`${values} FROM ${read}`)).toEqual([
    row,
    types.map(() => 'null').join('|'),
    row,
  ]);
});

test('CSV: options, gzip members and a file without blocks', async () => {
  const custom = await write(
    ["SELECT 'a;b' AS x, NULL AS y"],
    target('csv', { csv: { delimiter: ';', quote: "'", header: false, nullValue: 'NA' } }),
  );
  expect(readFileSync(custom, 'utf8')).toBe("'a;b';NA\n");
  const zipped = await write(
    ['SELECT 1 AS a', 'SELECT 2 AS a', 'SELECT 3 AS a WHERE false'],
    target('csv', { compression: 'gzip' }),
  );
  expect(await rowsOf(`FROM '${zipped}'`)).toEqual(['1', '2']);
  expect(readFileSync(await write([], target('csv')), 'utf8')).toBe('a,b c\n');
  await expect(write(['SELECT 1 AS a'], target('csv', { compression: 'zstd' }))).rejects.toThrow(
    /zstd/,
  );
});

test('NDJSON and JSON: numbers keep their digits, nesting stays, native DuckDB reads them', async () => {
  const path = await write([select(['e']), select(['e'])], target('ndjson'));
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  expect(first).toContain('"i64":-9223372036854775808');
  expect(first).toContain('"huge":12345678901234567890');
  expect(first).toContain('"big":-12345678901234567890.5');
  expect(first).toContain('"ts":"2020-01-02 03:04:05.678901"');
  expect(first).toContain('"obj":{"a":1,"b c":[1.5]}');
  expect(first).toContain('"map":{"k":1}');
  const parsed = JSON.parse(first) as { text: string; flag: boolean };
  expect(parsed.text).toBe('a,"b"\n\u00e4 \u{1F600}');
  expect(
    await rowsOf(
      `SELECT count(*), any_value(ts::VARCHAR), any_value(list[1]) FROM read_json('${path}')`,
    ),
  ).toEqual(['2|2020-01-02 03:04:05.678901|x']);
  const array = await write(
    ['SELECT 1 AS a WHERE false', 'SELECT 1 AS a', 'SELECT 2 AS a UNION ALL SELECT NULL'],
    target('json'),
  );
  expect(JSON.parse(readFileSync(array, 'utf8'))).toEqual([{ a: 1 }, { a: 2 }, { a: null }]);
  expect(JSON.parse(readFileSync(await write([], target('json')), 'utf8'))).toEqual([]);
  const zipped = await write(
    ['SELECT 1 AS a', 'SELECT 2 AS a'],
    target('json', { compression: 'gzip' }),
  );
  expect(await rowsOf(`FROM read_json('${zipped}')`)).toEqual(['1', '2']);
  const odd = await write(
    ["SELECT 'nan'::DOUBLE AS a, 'inf'::DOUBLE AS b, '-0'::DOUBLE AS c"],
    target('ndjson'),
  );
  expect(readFileSync(odd, 'utf8')).toBe('{"a":null,"b":null,"c":-0.0}\n');
});

test('Arrow: a file of all pieces', async () => {
  const path = await write(
    [
      'SELECT range AS n, INTERVAL 1 DAY AS i FROM range(5000)',
      'SELECT 7::BIGINT AS n, INTERVAL 2 DAY AS i',
    ],
    target('arrow'),
  );
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 6).toString()).toBe('ARROW1');
  expect(bytes.subarray(-6).toString()).toBe('ARROW1');
  const table = tableFromIPC(bytes);
  expect(table.numRows).toBe(5001);
  expect(table.getChild('n')?.get(5000)).toBe(7n);
  expect(tableFromIPC(readFileSync(await write([], target('arrow')))).schema.fields).toHaveLength(
    2,
  );
});

test('a failure leaves nothing behind', async () => {
  const { output, aborted } = memoryOutput();
  const failing = writeFile(
    {
      target: target('csv'),
      format: 'csv',
      blocks: [{ id: blockId('x'), worker: 0, rows: 1, bytes: 1, checksum: 0 }],
      schema: [],
      temporary: 'x',
    },
    {
      readBlock: () => Promise.reject(new Error('gone')),
      openOutput: () => Promise.resolve(output),
    },
  );
  await expect(failing).rejects.toThrow('gone');
  expect(aborted()).toBe(true);
});
