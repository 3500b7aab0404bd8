/** The TPC-H data, the pipelines and the standard SQL texts. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';

// From the repository's root, where tests and benchmarks run: the latter are bundled elsewhere.
const path = (relative: string): string => resolve(relative);

export const TABLES = [
  'lineitem',
  'orders',
  'customer',
  'part',
  'partsupp',
  'supplier',
  'nation',
  'region',
] as const;

/** `q01` to `q22`. */
export const QUERIES: readonly string[] = Array.from(
  { length: 22 },
  (_, i) => `q${String(i + 1).padStart(2, '0')}`,
);

/** Folder of the tables as Parquet files; made by `node .ci/ensure-test-tools.mjs`. */
export const tpchData = (scale: string): string =>
  process.env['SLUICE_TPCH'] ?? path(`.cache/tpch/sf${scale}`);

export const tableFiles = (data: string): string[] =>
  TABLES.map((table) => `${data}/${table}.parquet`);

export const hasTpch = (data: string): boolean =>
  tableFiles(data).every((file) => existsSync(file));

export const pipelineFile = (query: string): string => path(`examples/tpch/${query}.sluice.json`);

export const standardSql = (query: string): string =>
  readFileSync(path(`e2e/tpch/queries/${query}.sql`), 'utf8').replace(/;\s*$/, '');

/** Makes the tables readable by their names. */
export async function openTables(native: NativeDuckDB, data: string): Promise<void> {
  for (const table of TABLES) {
    await native.execute(`CREATE OR REPLACE VIEW ${table} AS FROM '${data}/${table}.parquet'`);
  }
}

/** Names of the result columns by which a standard query sorts; none when it does not. */
export function orderColumns(sql: string): readonly string[] {
  const [, keys = ''] = /ORDER BY([^()]*?)(?:LIMIT\s+\d+\s*)?$/i.exec(sql) ?? [];
  return keys
    .split(',')
    .map((key) => key.trim().replace(/\s+(?:asc|desc)$/i, ''))
    .filter((key) => key !== '');
}

/** The pipeline of a query, which writes Parquet to this path. */
export function pipelineTo(query: string, path: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(pipelineFile(query), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const { nodes } = parsed.document;
  const out = { ...nodes['out'], params: { path, format: 'parquet' } };
  return { ...parsed.document, nodes: { ...nodes, out } as PipelineDocument['nodes'] };
}
