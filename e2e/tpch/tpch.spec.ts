/**
 * The TPC-H pipelines of examples/tpch against the standard SQL texts, both in native DuckDB: the
 * same columns, types and rows. The tables are made by
 * .ci/ensure-test-tools.mjs; SLUICE_TPCH names another folder of them, of any scale.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatType } from '../../engine/contract/schema.ts';
import { formatDocument } from '../../engine/document/format.ts';
import { parseDocument } from '../../engine/document/parse.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { compileNative } from '../../nodes/testing/run-native.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const DATA = process.env['SLUICE_TPCH'] ?? file('.cache/tpch/sf0.01');
const TABLES = [
  'lineitem',
  'orders',
  'customer',
  'part',
  'partsupp',
  'supplier',
  'nation',
  'region',
];
const QUERIES = Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`);

let native: NativeDuckDB;

beforeAll(async () => {
  if (!existsSync(`${DATA}/lineitem.parquet`)) {
    throw new Error('The TPC-H tables are missing: node .ci/ensure-test-tools.mjs makes them.');
  }
  native = await openNative();
  for (const table of TABLES) {
    await native.execute(`CREATE VIEW ${table} AS FROM '${DATA}/${table}.parquet'`);
  }
});
afterAll(() => native.close());

test.each(QUERIES)('%s gives the standard answer', async (query) => {
  const path = file(`examples/tpch/${query}.sluice.json`);
  const text = readFileSync(path, 'utf8');
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  expect(formatDocument(parsed.document)).toBe(text);
  const { sqlOf, optimisedSqlOf } = await compileNative(native, parsed.document, path, {
    data: DATA,
  });
  const standard = readFileSync(file(`e2e/tpch/queries/${query}.sql`), 'utf8').replace(/;\s*$/, '');
  const columns = await columnsOf(standard);
  const rows = await native.queryCells(standard);
  for (const ours of [sqlOf('out'), await optimisedSqlOf('out')]) {
    expect(await columnsOf(ours)).toEqual(columns);
    expect(await native.queryCells(ours)).toEqual(rows);
  }
});

async function columnsOf(sql: string): Promise<string[]> {
  const answer = await native.describe(sql);
  if (!answer.ok) throw new Error(answer.message);
  return answer.columns.map(({ name, type }) => `${name} ${formatType(type)}`);
}
