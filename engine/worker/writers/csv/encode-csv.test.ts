import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
let files = 0;
async function write(
  queries: readonly string[],
  options: Parameters<typeof target>[1] = {},
): Promise<string> {
  const path = join(folder, `${++files}.csv${options.compression === 'gzip' ? '.gz' : ''}`);
  await writeQueries(session, queries, target('csv', options), path);
  return path;
}

test('every type is printed as native DuckDB prints it', async () => {
  const path = await write([allTypesQuery()]);
  const expected = join(folder, 'expected.csv');
  await native.run(`COPY (${allTypesQuery()}) TO '${expected}' (FORMAT csv)`);
  expect(readFileSync(path, 'utf8')).toBe(readFileSync(expected, 'utf8'));
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

test('gzip pieces make one gzip file', async () => {
  const part = (from: number): string =>
    `SELECT range AS n, 'text ' || range AS t FROM range(${from}, ${from + 100_000})`;
  const path = await write([part(0), part(100_000), part(200_000)], { compression: 'gzip' });
  expect(
    await rowsOf(
      `SELECT count(*)::INTEGER, count(DISTINCT n)::INTEGER, bool_and(t = 'text ' || n) FROM read_csv('${path}')`,
    ),
  ).toEqual([[300_000, 300_000, true]]);
});

test.each(['zstd', 'snappy'] as const)('%s is refused', async (compression) => {
  await expect(write(['SELECT 1 AS a'], { compression })).rejects.toMatchObject({
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
