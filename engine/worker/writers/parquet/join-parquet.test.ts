import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { joinParquet } from './join-parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-join-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const connection = DuckDBInstance.create().then((instance) => instance.connect());

async function nativeFile(name: string, sql: string): Promise<Uint8Array> {
  const path = join(folder, name);
  await (await connection).run(`COPY (${sql}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  return new Uint8Array(readFileSync(path));
}

test('files with dictionaries and nested columns are joined; other columns are refused', async () => {
  const sql = (from: number): string =>
    `SELECT range AS i, 'k' || range % 3 AS k, [range, NULL] AS l, {'a': range} AS s FROM range(${from}, ${from + 5000})`;
  const files = [await nativeFile('b.parquet', sql(0)), await nativeFile('c.parquet', sql(5000))];
  const path = join(folder, 'joined.parquet');
  writeFileSync(path, joinParquet(files));
  const reader = await (
    await connection
  ).runAndReadAll(
    `SELECT count(*)::INTEGER, bool_and(i = file_row_number AND k = 'k' || i % 3 AND l[1] = i AND s.a = i)
     FROM read_parquet('${path}', file_row_number = true)`,
  );
  expect(reader.getRowsJS()).toEqual([[10_000, true]]);
  const other = await nativeFile('d.parquet', 'SELECT 1 AS other');
  expect(() => joinParquet([...files, other])).toThrow('different columns');
  expect(() => joinParquet([other.subarray(0, 20), other])).toThrow('is none');
});
