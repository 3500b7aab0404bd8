import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  DateDay,
  Field,
  FixedSizeBinary,
  Int16,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Uint8 as Uint8Type,
  Vector,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../../contract/errors.ts';
import {
  I32,
  LIST,
  readStruct,
  STRUCT,
  type ThriftList,
  type ThriftStruct,
  writeStruct,
} from '../../../sources/parquet/thrift-compact.ts';
import { fixedWidth } from '../../arrow/flat-column.ts';
import { memoryBytes, memoryFile } from '../testing/read-source.ts';
import { openParquet, type OpenParquet } from './parquet-file.ts';
import { loadParquetWasm } from './parquet-wasm.ts';
import { openFlatColumns } from './read-flat-columns.ts';
import { type FlatColumns, type FlatTable, readFlatColumns } from './testing/read-flat-table.ts';
import { arrowCells, flatCells } from './testing/flat-cells.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-flat-'));
let native: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  native = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
async function write(select: string, options = ''): Promise<string> {
  const path = join(folder, `f${++written}.parquet`);
  await native.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
  return path;
}

const open = (bytes: Uint8Array): Promise<OpenParquet> =>
  openParquet(memoryFile(`flat${++written}.parquet`, bytes), memoryBytes);

const groupsOf = (parquet: OpenParquet): number[] =>
  parquet.metadata.row_groups.map((_, index) => index);

const namesOf = (parquet: OpenParquet): string[] => parquet.fields().map(({ name }) => name);

/** Reads all columns and row groups and compares every cell with parquet-wasm's. */
async function compare(bytes: Uint8Array): Promise<FlatColumns> {
  const parquet = await open(bytes);
  const result = await readFlatColumns(parquet, groupsOf(parquet), namesOf(parquet));
  const { table, rest } = result;
  const known = table.fields.map(({ name }) => name);
  expect([...known, ...rest].sort()).toEqual(namesOf(parquet).sort());
  expect(table.batches.map(({ rows }) => rows)).toEqual(
    parquet.metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
  );
  const expected = tableFromIPC(await parquet.read(groupsOf(parquet), known));
  const cells = flatCells(table);
  for (const { name, type, nullable } of table.fields) {
    const vector = expected.getChild(name);
    if (vector === null) throw new Error(`no column ${name}`);
    expect(expected.schema.fields.find((field) => field.name === name)?.nullable).toBe(nullable);
    const own = cells.get(name) ?? [];
    const theirs = arrowCells(vector, fixedWidth(type) ?? 0);
    // Comparing text is much faster than comparing arrays.
    if (own.join() !== theirs.join() || own.length !== theirs.length) expect(own).toEqual(theirs);
    for (const batch of table.batches) {
      const column = batch.columns[table.fields.findIndex((field) => field.name === name)];
      expect(column?.validity === undefined).toBe(column?.nullCount === 0);
    }
  }
  return result;
}

const kinds = ({ table }: FlatColumns): Record<string, string[]> =>
  Object.fromEntries(
    table.fields.map(({ name }, i) => [
      name,
      table.batches.map(({ columns }) => columns[i]?.kind ?? ''),
    ]),
  );

const CODECS = ['uncompressed', 'snappy', 'gzip', 'zstd'];
const VERSIONS = ['V1', 'V2'];

const TYPES = `(i % 120)::TINYINT a, (i - 3000)::SMALLINT b, (i % 250)::UTINYINT c,
  (i * 7)::USMALLINT c2, i::UINTEGER c4, (18446744073709551615 - i)::UBIGINT d,
  (i - 100)::INTEGER e, (i * 1234567890123 - 77)::BIGINT e8, (i % 900 - 50)::DECIMAL(4,1) f,
  (i - 50)::DECIMAL(9,1) f4, (i * 1000001 - 50000)::DECIMAL(18,3) f8,
  (i * 1000001 - 50000)::DECIMAL(38,10) g, 'ä' || i h, encode('x' || i) i,
  md5(i::VARCHAR)::UUID j, DATE '1900-01-01' + i::INTEGER k, TIME '10:00:00' + to_seconds(i) l,
  TIMESTAMP '2020-01-01 00:00:00.123456' + to_days(i::INTEGER) n,
  (TIMESTAMP '2020-01-01' + to_days(i::INTEGER))::TIMESTAMP_MS p,
  (TIMESTAMP '2020-01-01' + to_days(i::INTEGER))::TIMESTAMP_NS q,
  (TIMESTAMP '2020-01-01' + to_days(i::INTEGER))::TIMESTAMPTZ r, '{"a":' || i || '}' s,
  CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END::ENUM('a', 'b') w, i / 3.0::FLOAT x, i / 7.0::DOUBLE x8,
  i % 3 = 0 y, NULL::INTEGER z`;
const COLUMNS = [...'abcdefghijklnpqrswxyz', 'c2', 'c4', 'e8', 'f4', 'f8', 'x8'];

/** Every column null where `condition` is true. */
const withNulls = (condition: string, rows: number): string =>
  `SELECT ${COLUMNS.map((name) => `CASE WHEN ${condition} THEN NULL ELSE ${name} END AS ${name}`).join(', ')}
   FROM (SELECT i AS row, ${TYPES} FROM range(${rows}) t(i))`;

test.each(CODECS.flatMap((codec) => VERSIONS.map((version) => [codec, version] as const)))(
  'every type is what parquet-wasm reads: %s %s',
  async (codec, version) => {
    const path = await write(
      withNulls('row % 11 = 3', 5000),
      `, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`,
    );
    const result = await compare(readFileSync(path));
    expect(result.table.batches).toHaveLength(3);
    const isLeft = codec === 'gzip';
    if (version === 'V1')
      expect([...result.rest].sort()).toEqual(isLeft ? [...COLUMNS].sort() : []);
  },
);

test.each(['false', 'true', 'row = 0', 'row = 999', 'row % 2 = 0', 'row > 8', 'row % 64 < 32'])(
  'nulls where %s',
  async (condition) => {
    await compare(readFileSync(await write(withNulls(condition, 1000))));
    await compare(readFileSync(await write(withNulls(condition, 1))));
  },
);

test.each([1, 2, 3, 9, 200, 5000, 70_000, 100_000])(
  'a dictionary of %i entries',
  async (entries) => {
    const path = await write(
      `SELECT (i * 7919 % ${entries})::INTEGER n, (i * 7919 % ${entries})::BIGINT b,
         'value ' || (i * 7919 % ${entries}) s, encode('v' || (i * 7919 % ${entries})) x,
         CASE WHEN i % 5 > 0 THEN 'null ' || (i * 7919 % ${entries}) END sn,
         (i * 7919 % ${entries})::DECIMAL(30, 3) d FROM range(${entries < 9000 ? 20_000 : 120_000}) t(i)`,
      ', ROW_GROUP_SIZE 200000, DICTIONARY_SIZE_LIMIT 200000',
    );
    const result = await compare(readFileSync(path));
    expect(result.rest).toEqual([]);
    expect(kinds(result)).toMatchObject({
      n: ['fixed'],
      s: ['dictionary'],
      x: ['binary'],
      sn: ['dictionary'],
    });
  },
);

test('without dictionaries texts are written out, of every length', async () => {
  const path = await write(
    `SELECT repeat(chr((97 + i % 26)::INTEGER), (i * i) % 700) a, repeat('é', i % 40) b,
       CASE WHEN i % 3 = 0 THEN repeat('x', i % 20) END c FROM range(3000) t(i)`,
    ', DICTIONARY_SIZE_LIMIT 1',
  );
  const result = await compare(readFileSync(path));
  expect(kinds(result)).toEqual({ a: ['utf8'], b: ['utf8'], c: ['utf8'] });
});

test('one table has row groups with and without dictionaries', async () => {
  const path = await write(
    `SELECT CASE WHEN i < 4096 THEN 'a' || i % 3 ELSE md5(i::VARCHAR) END s FROM range(10000) t(i)`,
    ', ROW_GROUP_SIZE 4096',
  );
  const result = await compare(readFileSync(path));
  expect(kinds(result)).toEqual({ s: ['dictionary', 'utf8', 'utf8'] });
});

test('pages that fall back to plain values in the middle of a chunk', async () => {
  const wasm = await loadParquetWasm();
  const rows = 20_000;
  const table = tableFromArrays({
    n: Int32Array.from({ length: rows }, (_, i) => i),
    s: Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : `text number ${i} ä`)),
  });
  const properties = new wasm.WriterPropertiesBuilder()
    .setDictionaryPageSizeLimit(20_000)
    .setDataPageSizeLimit(8000)
    .setWriteBatchSize(512)
    .build();
  const bytes = wasm.writeParquet(
    wasm.Table.fromIPCStream(tableToIPC(table, 'stream')),
    properties,
  );
  const { metadata } = await open(bytes);
  const encodings = metadata.row_groups[0]?.columns[0]?.meta_data?.encodings;
  expect(encodings).toEqual(expect.arrayContaining(['PLAIN', 'RLE_DICTIONARY']));
  expect(kinds(await compare(bytes))).toEqual({ n: ['fixed'], s: ['utf8'] });
});

/** Annotates the first column as DECIMAL in the footer: no writer here stores decimals like these. */
async function asDecimals(
  bytes: Uint8Array,
  precision: number,
  scale: number,
): Promise<Uint8Array> {
  const { metadata } = await open(bytes);
  const start = bytes.length - metadata.metadata_length - 8;
  const footer = new Map(readStruct(bytes.subarray(start)));
  const schema = footer.get(2)?.value as ThriftList;
  const elements = (schema.items as readonly ThriftStruct[]).map((element, i): ThriftStruct => {
    if (i !== 1) return element;
    const fields = new Map([...element].filter(([id]) => id < 6));
    for (const [id, value] of [
      [6, 5],
      [7, scale],
      [8, precision],
    ] as const) {
      fields.set(id, { type: I32, value: BigInt(value) });
    }
    return fields;
  });
  footer.set(2, { type: LIST, value: { type: STRUCT, items: elements } });
  // Without the Arrow schema, which says what the bytes were.
  footer.delete(5);
  const written = writeStruct(footer);
  const out = new Uint8Array(start + written.length + 8);
  out.set(bytes.subarray(0, start));
  out.set(written, start);
  new DataView(out.buffer).setUint32(start + written.length, written.length, true);
  out.set(bytes.subarray(-4), out.length - 4);
  return out;
}

test.each([
  [1, 2],
  [5, 11],
  [8, 18],
  [9, 18],
  [9, 20],
  [13, 30],
  [16, 38],
])('decimals in %i bytes, of %i digits', async (width, precision) => {
  const wasm = await loadParquetWasm();
  const rows = 200;
  // Values of seven bytes at most with the sign before them, so that they fit whatever the width.
  const data = Uint8Array.from({ length: rows * width }, (_, i) => {
    const [row, at] = [Math.floor(i / width), i % width];
    const sign = row % 2 === 0 ? 0 : 0xff;
    return width - at > 7 || (at === 0 && width > 1) ? sign : (row * 31 + at * 7) % 128;
  });
  const type = new FixedSizeBinary(width);
  const column = new Vector([makeData({ type, length: rows, nullCount: 0, data })]);
  const bytes = wasm.writeParquet(
    wasm.Table.fromIPCStream(tableToIPC(new Table({ d: column }), 'stream')),
  );
  const { table } = await compare(await asDecimals(bytes, precision, 1));
  expect(table.fields[0]?.type).toMatchObject({ kind: 'decimal', bits: precision > 18 ? 128 : 64 });
});

test('decimals of any number of bytes', async () => {
  const path = await write(
    `SELECT from_hex(CASE i % 4 WHEN 0 THEN '7f' WHEN 1 THEN 'ff01' WHEN 2 THEN '0102030405'
       ELSE 'ffffffffffffffffff80' END) AS d FROM range(100) t(i)`,
  );
  for (const precision of [18, 30]) {
    const bytes = await asDecimals(readFileSync(path), precision, 2);
    expect((await compare(bytes)).table.fields).toHaveLength(1);
  }
  const wide = await write("SELECT from_hex('0102030405060708090a') AS d");
  const left = await asDecimals(readFileSync(wide), 18, 2);
  const parquet = await open(left);
  expect((await readFlatColumns(parquet, [0], ['d'])).rest).toEqual(['d']);
});

test('times, timestamps and columns without nulls', async () => {
  const wasm = await loadParquetWasm();
  const types = [
    new TimeMillisecond(),
    new TimeMicrosecond(),
    new TimeNanosecond(),
    new TimestampMillisecond(),
    new TimestampMicrosecond('UTC'),
    new TimestampNanosecond('UTC'),
    new DateDay(),
    new Uint8Type(),
    new Int16(),
  ];
  const rows = 100;
  const columns = types.map((type) => {
    const Values = type.ArrayType as new (length: number) => Int32Array | BigInt64Array;
    const data = new Values(rows);
    for (let i = 0; i < rows; i++)
      data[i] = data instanceof BigInt64Array ? BigInt(i * 999) : i * 9;
    return makeData({ type, length: rows, nullCount: 0, data } as never);
  });
  const fields = types.map((type, i) => new Field(`c${i}`, type, false));
  const batch = new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length: rows, nullCount: 0, children: columns }),
  );
  const stream = tableToIPC(new Table([batch]), 'stream');
  const { table, rest } = await compare(wasm.writeParquet(wasm.Table.fromIPCStream(stream)));
  expect(rest).toEqual([]);
  expect(table.fields.every(({ nullable }) => !nullable)).toBe(true);
});

test('what is not flat or not known is left to parquet-wasm', async () => {
  const path = await write(
    `SELECT i n, [i] l, {'a': i} s, MAP {'k': i} m, INTERVAL 1 day v, i::HUGEINT h FROM range(10) t(i)`,
  );
  const { table, rest } = await compare(readFileSync(path));
  expect(table.fields.map(({ name }) => name)).toEqual(['n', 'h']);
  expect(rest).toEqual(['l', 's', 'm', 'v']);
  const brotli = await compare(readFileSync(await write('SELECT 1 AS a', ', COMPRESSION brotli')));
  expect(brotli.rest).toEqual(['a']);
});

test('columns come in the order asked for, row groups too', async () => {
  const bytes = readFileSync(
    await write("SELECT i a, i + 1 b, 'x' c FROM range(5000) t(i)", ', ROW_GROUP_SIZE 2048'),
  );
  const parquet = await open(bytes);
  const { table, rest } = await readFlatColumns(parquet, [2, 0], ['c', 'a', 'none']);
  expect(table.fields.map(({ name }) => name)).toEqual(['c', 'a']);
  expect(table.batches.map(({ rows }) => rows)).toEqual([904, 2048]);
  expect(rest).toEqual(['none']);
  expect(int64s(table, 1, 0)[0]).toBe(4096n);
  const empty = await readFlatColumns(parquet, [], ['a']);
  expect(empty).toMatchObject({ table: { batches: [] }, rest: [] });
});

const int64s = (table: FlatTable, column: number, batch: number): bigint[] => {
  const values = table.batches[batch]?.columns[column];
  if (values?.kind !== 'fixed') throw new Error('no fixed column');
  return [...new BigInt64Array(values.values.buffer)];
};

test('a file without rows, and row groups without rows', async () => {
  const none = await compare(readFileSync(await write('SELECT 1 a, NULL::VARCHAR b WHERE false')));
  expect(none.rest).toEqual([]);
});

test('native DuckDB reads the same values', async () => {
  const path = await write(
    `SELECT (i * 31 % 1000 - 500)::INTEGER a, (i * 1234567 % 99991)::DECIMAL(15,2) b, 'v' || (i % 90) c,
       i * 0.5::DOUBLE d FROM range(4000) t(i)`,
  );
  const { table } = await compare(readFileSync(path));
  const cells = flatCells(table);
  const expected = await native.runAndReadAll(`SELECT a, (b * 100)::BIGINT, c, d FROM '${path}'`);
  const [a, b, c, d] = expected.getColumnsJS();
  const bytesOf = (name: string): Buffer => Buffer.from((cells.get(name) ?? []).join(''), 'hex');
  const buffers = ['a', 'b', 'd'].map((name) => new Uint8Array(bytesOf(name)).buffer);
  expect([...new Int32Array(buffers[0] ?? new ArrayBuffer())]).toEqual(a);
  expect([...new BigInt64Array(buffers[1] ?? new ArrayBuffer())]).toEqual(b);
  expect([...new Float64Array(buffers[2] ?? new ArrayBuffer())]).toEqual(d);
  expect(cells.get('c')?.map((cell) => Buffer.from(cell ?? '', 'hex').toString())).toEqual(c);
});

test('the flights of vega-datasets', async () => {
  const parquet = await open(readFileSync('node_modules/vega-datasets/data/flights-3m.parquet'));
  const { table, rest } = await readFlatColumns(parquet, [0], namesOf(parquet));
  expect(rest).toEqual([]);
  const expected = tableFromIPC(await parquet.read([0], namesOf(parquet)));
  const cells = flatCells(table);
  for (const { name, type } of table.fields) {
    const vector = expected.getChild(name);
    const theirs = vector === null ? [] : arrowCells(vector, fixedWidth(type) ?? 0);
    expect(cells.get(name)?.join() === theirs.join()).toBe(true);
  }
});

test('any table that parquet-wasm writes', async () => {
  const wasm = await loadParquetWasm();
  const column = fc.oneof(
    fc.array(fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { freq: 4 })),
    fc.array(fc.option(fc.string({ unit: 'binary' }), { freq: 4 })),
    fc.array(fc.option(fc.boolean(), { freq: 4 })),
    fc.array(fc.option(fc.double(), { freq: 4 })),
  );
  await fc.assert(
    fc.asyncProperty(
      column.filter((values) => values.some((value) => value !== null)),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.constantFrom('UNCOMPRESSED', 'SNAPPY', 'ZSTD'),
      fc.constantFrom('V1', 'V2'),
      fc.constantFrom('PLAIN', undefined),
      async (values, repeat, dictionary, codec, version, encoding) => {
        const all = Array.from({ length: repeat * 20 }, () => values).flat();
        const table = tableFromArrays({ v: all });
        const properties = new wasm.WriterPropertiesBuilder()
          .setDictionaryEnabled(dictionary)
          .setDataPageSizeLimit(200)
          .setWriteBatchSize(64)
          .setWriterVersion(wasm.WriterVersion[version])
          .setCompression(wasm.Compression[codec]);
        const stream = wasm.Table.fromIPCStream(tableToIPC(table, 'stream'));
        const written = wasm.writeParquet(
          stream,
          (encoding === undefined
            ? properties
            : properties.setEncoding(wasm.Encoding[encoding])
          ).build(),
        );
        const { rest } = await compare(written);
        if (version === 'V1' || encoding === 'PLAIN') expect(rest).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('damaged bytes are errors that name the row group, or values', async () => {
  const paths = await Promise.all(
    ['uncompressed', 'snappy', 'zstd'].map((codec) =>
      write(
        withNulls('row % 7 = 2', 900),
        `, COMPRESSION ${codec}, PARQUET_VERSION ${codec === 'zstd' ? 'V2' : 'V1'}, ROW_GROUP_SIZE 2048`,
      ),
    ),
  );
  const files = paths.map((path) => new Uint8Array(readFileSync(path)));
  const tails = await Promise.all(files.map((bytes) => open(bytes)));
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: files.length - 1 }),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (which, damages) => {
        const bytes = new Uint8Array(files[which] ?? []);
        const parquet = tails[which];
        if (parquet === undefined) throw new Error('no file');
        const data = bytes.length - parquet.metadata.metadata_length - 8;
        for (const [where, value] of damages) bytes[4 + Math.floor(where * (data - 5))] = value;
        const damaged = await open(bytes);
        try {
          await readFlatColumns(damaged, [0], namesOf(damaged));
        } catch (thrown) {
          if (!(thrown instanceof EngineFailure)) throw thrown;
          expect(thrown.error).toMatchObject({ code: 'corrupt-file', location: { partition: 0 } });
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a chunk that is cut off, or lies beyond the file, is an error', async () => {
  const bytes = new Uint8Array(readFileSync(await write('SELECT i FROM range(5000) t(i)')));
  const parquet = await open(bytes);
  const { readRanges } = parquet;
  for (const keep of [0, 1, 10, 100, 1000]) {
    const cut: OpenParquet = {
      ...parquet,
      readRanges: async (ranges) => {
        const { get, isCurrent } = await readRanges(ranges);
        return { get: (range) => get(range).slice(0, keep), isCurrent };
      },
    };
    await expect(readFlatColumns(cut, [0], ['i'])).rejects.toMatchObject({
      error: { code: 'corrupt-file', location: { partition: 0 } },
    });
  }
  const short = { ...parquet, file: { ...parquet.file, size: 100 } };
  await expect(readFlatColumns(short, [0], ['i'])).rejects.toMatchObject({
    error: { code: 'corrupt-file', location: { partition: 0 } },
  });
});

test('columns are decoded before the next ones are read', async () => {
  const bytes = new Uint8Array(
    readFileSync(await write('SELECT i, i + 1 AS j FROM range(5000) t(i)')),
  );
  const parquet = await open(bytes);
  const [first] = await openFlatColumns(parquet, [0], ['i']);
  const allocate = (sizes: readonly number[]): Uint8Array[] =>
    sizes.map((size) => new Uint8Array(size));
  expect(first?.decode(0, allocate)?.kind).toBe('fixed');
  await openFlatColumns(parquet, [0], ['j']);
  expect(() => first?.decode(0, allocate)).toThrow('read over');
});
