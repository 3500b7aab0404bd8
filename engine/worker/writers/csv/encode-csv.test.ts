import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { Decompress } from 'fzstd';
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
  queries: readonly string[],
  options: Parameters<typeof target>[1] = {},
): Promise<string> {
  const path = join(folder, `${++files}.csv${SUFFIXES[options.compression ?? 'none']}`);
  await writeQueries(session, queries, target('csv', options), path);
  return path;
}

test('every type is printed as native DuckDB prints it', async () => {
  const path = await write([allTypesQuery()]);
  const expected = join(folder, 'expected.csv');
  await native.run(`COPY (${allTypesQuery()}) TO '${expected}' (FORMAT csv)`);
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(expected, 'utf8'));
});

/** Options that make numbers, dates or names need quotes. */
const DIALECTS: readonly { delimiter: string; quote: string; nullValue: string }[] = [
  { delimiter: '-', quote: '"', nullValue: 'true' },
  { delimiter: '.', quote: "'", nullValue: 'NULL' },
  { delimiter: ':', quote: '"', nullValue: '0' },
  { delimiter: ' ', quote: '+', nullValue: 'nan' },
  { delimiter: '1', quote: '2', nullValue: 'infinity' },
  { delimiter: '\t', quote: 'e', nullValue: 'a' },
  { delimiter: '#', quote: '"', nullValue: '-999.9' },
];

test.each(DIALECTS)('every type with $delimiter, $quote and $nullValue', async (csvOptions) => {
  const path = await write([allTypesQuery()], { csvOptions });
  const expected = join(folder, 'expected.csv');
  const { delimiter, quote, nullValue } = csvOptions;
  const option = (name: string, text: string): string => `${name} '${text.replaceAll("'", "''")}'`;
  await native.run(
    `COPY (${allTypesQuery()}) TO '${expected}' (FORMAT csv, ${option('DELIMITER', delimiter)},
      ${option('QUOTE', quote)}, ${option('ESCAPE', quote)}, ${option('NULLSTR', nullValue)})`,
  );
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(expected, 'utf8'));
});

test('random numbers and moments are printed as native DuckDB prints them', async () => {
  // The same in every run, and in every DuckDB.
  const random = (seed: number): string => `(hash(range, ${seed}) // 2048)`;
  const unit = (seed: number): string => `(${random(seed)}::DOUBLE / 9007199254740992)`;
  const query = `SELECT ${unit(1)} AS small, ${unit(2)} * 1e12 AS large,
      ${unit(3)} * CAST('1e' || (range % 600 - 300) AS DOUBLE) AS any_size,
      round(${unit(4)} * 1e6, (range % 5)::INTEGER) AS price, ${unit(5)}::FLOAT AS single,
      ((hash(range, 6) % 200000000)::BIGINT - 100000000) / 128 AS binary,
      (hash(range, 7) >> (range % 64)::UBIGINT) AS natural,
      (hash(range, 8) >> (1 + range % 63)::UBIGINT)::BIGINT * (1 - 2 * (range % 2)) AS whole,
      (hash(range, 9)::HUGEINT * (hash(range, 10) >> 2::UBIGINT)::HUGEINT) >> (range % 127)::HUGEINT AS huge,
      ((hash(range, 11) % 1000000000000)::BIGINT - 500000000000)::DECIMAL(18, 0) / 1000 AS thousandths,
      DATE '1970-01-01' + ((hash(range, 12) % 8000000)::INTEGER - 4000000) AS day,
      make_timestamp((hash(range, 13) >> (range % 20 + 2)::UBIGINT)::BIGINT * (1 - 2 * (range % 2))) AS moment,
      make_timestamp((hash(range, 14) % 4000000000)::BIGINT * 1000000) AS second
    FROM range(20000)`;
  const path = await write([query]);
  const expected = join(folder, 'expected.csv');
  await native.run(`COPY (${query}) TO '${expected}' (FORMAT csv)`);
  expect(firstDifference(path, expected)).toBeUndefined();
});

/** The first line in which two files differ. */
function firstDifference(path: string, expected: string): unknown {
  const [ours, theirs] = [path, expected].map((file) => readFileSync(file, 'utf8').split('\n'));
  const line = theirs?.findIndex((text, i) => text !== ours?.[i]) ?? -1;
  return line < 0 && ours?.length === theirs?.length
    ? undefined
    : { line, written: ours?.[line], expected: theirs?.[line] };
}

test('a delimiter beyond ASCII, of which DuckDB dies', async () => {
  const query = "SELECT 'a§b' AS x, '¢' AS y, '§' AS z";
  const path = await write([query], { csvOptions: { delimiter: '§' } });
  expect(readFileSync(path, 'utf8')).toBe('x§y§z\n"a§b"§"¢"§"§"\n');
});

test('a column of nulls, and of texts that look like null', async () => {
  const query = "SELECT NULL::VARCHAR AS \"NA\" UNION ALL SELECT 'NA' UNION ALL SELECT ''";
  const path = await write([query], { csvOptions: { nullValue: 'NA' } });
  const expected = join(folder, 'expected.csv');
  await native.run(`COPY (${query}) TO '${expected}' (FORMAT csv, NULLSTR 'NA')`);
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(expected, 'utf8'));
});

test('rows of a temporary view, as readers make them', async () => {
  session.execute("CREATE TEMP VIEW seen AS SELECT 1 AS a, MAP {'k': 2} AS m");
  expect(readFileSync(await write(['FROM seen']), 'utf8')).toBe('a,m\n1,{k=2}\n');
});

test('one header, whatever piece is empty; null and empty text differ', async () => {
  const path = await write([
    'SELECT 1 AS "a,b", \'\' AS t WHERE false',
    'SELECT 1 AS "a,b", \'\' AS t UNION ALL SELECT 2, NULL',
    'SELECT 3 AS "a,b", \'x\' AS t',
  ]);
  expect(readFileSync(path, 'utf8')).toBe('"a,b",t\n1,""\n2,\n3,x\n');
});

test('an empty result is a header', async () => {
  expect(readFileSync(await write(['SELECT 1 AS a, 2 AS b WHERE false']), 'utf8')).toBe('a,b\n');
});

test('options of the format', async () => {
  const path = await write(["SELECT 'it''s' AS a, NULL AS b, 'x;y' AS c, 'NA' AS d"], {
    csvOptions: { delimiter: ';', quote: "'", header: false, nullValue: 'NA' },
  });
  expect(readFileSync(path, 'utf8')).toBe("'it''s';NA;'x;y';'NA'\n");
});

test.each(['gzip', 'zstd'] as const)('%s pieces make one file', async (compression) => {
  const part = (from: number): string =>
    `SELECT range AS n, 'text ' || range AS t FROM range(${from}, ${from + 100_000})`;
  const empty = 'SELECT 1::BIGINT AS n, NULL::VARCHAR AS t WHERE false';
  const path = await write([part(0), part(100_000), empty, part(200_000)], { compression });
  expect(
    await rowsOf(
      `SELECT count(*)::INTEGER, count(DISTINCT n)::INTEGER, bool_and(t = 'text ' || n) FROM read_csv('${path}')`,
    ),
  ).toEqual([[300_000, 300_000, true]]);
});

test('zstd pieces longer than what is compressed at once are read back by the reader', async () => {
  const query = `SELECT range AS n, hash(range) AS h FROM range(400000)`;
  const compressed = readFileSync(await write([query, query], { compression: 'zstd' }));
  const plain = readFileSync(await write([query, query]));
  const chunks: Uint8Array[] = [];
  const reader = new Decompress((chunk) => chunks.push(chunk));
  reader.push(new Uint8Array(compressed), true);
  expect(plain.length).toBeGreaterThan(2 * 4 * 2 ** 20);
  expect(Buffer.compare(Buffer.concat(chunks), plain)).toBe(0);
});

test('snappy is refused', async () => {
  await expect(write(['SELECT 1 AS a'], { compression: 'snappy' })).rejects.toMatchObject({
    error: { kind: 'user', code: 'unsupported-compression', param: 'compression' },
  });
});

const character = fc.oneof(
  fc.constantFrom(',', ';', '\t', '"', "'", '\n', '\r', ' ', '\\', '#', '|', 'é', '😀', '\u0001'),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    .filter((text) => !text.includes('\0')),
);
const cell = fc.option(fc.array(character, { maxLength: 8 }).map((parts) => parts.join('')));
const literal = (text: string | null): string =>
  text === null ? 'NULL::VARCHAR' : `'${text.replaceAll("'", "''")}'`;

test('any text and null come back from the file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('"', "'"),
      async (rows, delimiter, quote) => {
        const query = rows
          .map(([a, b], i) => `SELECT ${i} AS i, ${literal(a)} AS a, ${literal(b)} AS b`)
          .join(' UNION ALL ');
        const path = await write([query], { csvOptions: { delimiter, quote } });
        const text = (option: string): string => `'${option.replaceAll("'", "''")}'`;
        const read = await rowsOf(
          `SELECT a, b FROM read_csv('${path}', auto_detect = false, header = true,
             columns = {i: 'INTEGER', a: 'VARCHAR', b: 'VARCHAR'}, allow_quoted_nulls = false,
             delim = ${text(delimiter)}, quote = ${text(quote)}, escape = ${text(quote)}) ORDER BY i`,
        );
        expect(read).toEqual(rows.map(([a, b]) => [a, b]));
      },
    ),
    { numRuns: 60 },
  );
});
