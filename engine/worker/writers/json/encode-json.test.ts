import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../duckdb/session.ts';
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
const SUFFIXES = { none: '', gzip: '.gz', zstd: '.zst', snappy: '' };
let files = 0;
async function write(
  format: 'json' | 'ndjson',
  queries: readonly string[],
  options: Parameters<typeof target>[1] = {},
): Promise<string> {
  const path = join(folder, `${++files}.${format}${SUFFIXES[options.compression ?? 'none']}`);
  await writeQueries(session, queries, target(format, options), path);
  return path;
}

const lines = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');

/**
 * Compared apart. DuckDB writes NaN as a bare word and other digits of floats; decimals go through
 * DOUBLE there, or lack the zero that JSON wants before the point.
 */
const DIFFERENT = [
  'c_float',
  'c_double',
  'c_decimal9',
  'c_decimal18_12',
  'c_decimal5_5',
  'c_decimal38_38',
  'c_int_map',
];

test('every other type is written as native DuckDB writes it', async () => {
  const query = allTypesQuery(DIFFERENT);
  const path = await write('ndjson', [query]);
  const expected = join(folder, 'expected.ndjson');
  await native.run(`COPY (${query}) TO '${expected}' (FORMAT json)`);
  expect(lines(path)).toEqual(lines(expected));
});

test('floats keep their value and are never taken for integers', async () => {
  const path = await write('ndjson', [
    `SELECT x::DOUBLE AS x FROM (VALUES (0.1), (1), ('-0'), (1e15), (1e21), (5e-324), ('nan'), ('inf'), (NULL)) v(x)`,
  ]);
  expect(lines(path)).toEqual(
    ['0.1', '1.0', '-0.0', '1000000000000000.0', '1e+21', '5e-324', 'null', 'null', 'null'].map(
      (text) => `{"x":${text}}`,
    ),
  );
  expect(await rowsOf(`SELECT typeof(x), x FROM '${path}' LIMIT 2`)).toEqual([
    ['DOUBLE', 0.1],
    ['DOUBLE', 1],
  ]);
});

test('whole numbers and decimals keep all their digits', async () => {
  const path = await write('ndjson', [
    `SELECT 9223372036854775807 AS a, 170141183460469231731687303715884105727::HUGEINT AS b,
       9999999999999999999999999999.9999999999::DECIMAL(38,10) AS c, [18446744073709551615::UBIGINT] AS d,
       ['-0.5'::DECIMAL(38,38), 0.25::DECIMAL(2,2)] AS e, MAP {1: 1.5::DECIMAL(5,2), -2: NULL} AS f`,
  ]);
  const tail = '0'.repeat(37);
  expect(lines(path)).toEqual([
    `{"a":9223372036854775807,"b":170141183460469231731687303715884105727,"c":9999999999999999999999999999.9999999999,"d":[18446744073709551615],"e":[-0.5${tail},0.25${tail.slice(1)}],"f":{"1":1.50,"-2":null}}`,
  ]);
});

test('values of maps that travel as text are no strings', async () => {
  const path = await write('ndjson', [
    "SELECT MAP {1: true, 2: NULL} AS a, MAP {'x': 5::HUGEINT} AS b, MAP {'u': [TIMESTAMP '2020-01-01']} AS c",
  ]);
  expect(lines(path)).toEqual([
    '{"a":{"1":true,"2":null},"b":{"x":5},"c":{"u":["2020-01-01 00:00:00"]}}',
  ]);
});

test('control characters are escaped as native DuckDB does', async () => {
  const query = `SELECT chr(range::INTEGER) || 'x"' AS c FROM range(1, 160)`;
  const path = await write('ndjson', [query]);
  const expected = join(folder, 'escaped.ndjson');
  await native.run(`COPY (${query}) TO '${expected}' (FORMAT json)`);
  expect(lines(path)).toEqual(lines(expected));
});

test('pieces make one array', async () => {
  const path = await write('json', [
    'SELECT 1 AS a WHERE false',
    'SELECT range AS a FROM range(2)',
    'SELECT 1 AS a WHERE false',
    'SELECT 5 AS a',
  ]);
  expect(readFileSync(path, 'utf8')).toBe('[\n{"a":0},\n{"a":1},\n{"a":5}\n]\n');
});

test('empty results', async () => {
  const empty = ['SELECT 1 AS a WHERE false'];
  expect(readFileSync(await write('json', empty), 'utf8')).toBe('[]\n');
  expect(readFileSync(await write('ndjson', empty), 'utf8')).toBe('');
  const zipped = readFileSync(await write('json', empty, { compression: 'gzip' }));
  expect(gunzipSync(zipped).toString()).toBe('[]\n');
});

test.each(['json', 'ndjson'] as const)(
  '300,000 rows as %s, plain and compressed',
  async (format) => {
    const part = (from: number): string =>
      `SELECT range AS n, {'t': 'text ' || range, 'l': [range, NULL]} AS s FROM range(${from}, ${from + 150_000})`;
    for (const compression of ['none', 'gzip', 'zstd'] as const) {
      const path = await write(format, [part(0), part(150_000)], { compression });
      expect(
        await rowsOf(
          `SELECT count(*)::INTEGER, count(DISTINCT n)::INTEGER, bool_and(s.t = 'text ' || n AND s.l[1] = n)
         FROM read_json('${path}')`,
        ),
      ).toEqual([[300_000, 300_000, true]]);
    }
  },
);

test('any text comes back', async () => {
  const anyText = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(anyText), { minLength: 1, maxLength: 10 }),
      async (texts) => {
        const literal = (text: string | null): string =>
          text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
        const query = texts
          .map((text) => `SELECT ${literal(text)}::VARCHAR AS t, [${literal(text)}::VARCHAR] AS l`)
          .join(' UNION ALL ');
        const content: unknown = JSON.parse(readFileSync(await write('json', [query]), 'utf8'));
        expect(content).toEqual(texts.map((t) => ({ t, l: [t] })));
      },
    ),
    { numRuns: 40 },
  );
});
