/** Files to measure with, made once from the TPC-H tables, and facts of them. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { tpchData } from '../tpch/reference.ts';
import type { TableFacts } from './chromium-contender.ts';

const FOLDER = '.cache/bench';

/** lineitem without its two longest texts: 530 MB at scale factor 1. */
const CSV_COLUMNS = `* EXCLUDE (l_comment, l_shipinstruct)`;

export const csvFile = (native: NativeDuckDB, scale: string): Promise<string> =>
  makeCsv(native, scale, 1, `lineitem-sf${scale}.csv`);

/** The same, several times over, until it has about 2 GB at scale factor 1. */
export const largeCsvFile = (native: NativeDuckDB, scale: string): Promise<string> =>
  makeCsv(native, scale, 4, `lineitem-sf${scale}-x4.csv`);

async function makeCsv(
  native: NativeDuckDB,
  scale: string,
  copies: number,
  name: string,
): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${process.cwd()}/${FOLDER}/${name}`;
  if (existsSync(file)) return file;
  const once = `SELECT ${CSV_COLUMNS} FROM '${tpchData(scale)}/lineitem.parquet'`;
  const rows = Array.from({ length: copies }, () => once).join(' UNION ALL ');
  const temporary = `${file}.tmp`;
  await native.execute(`COPY (${rows}) TO '${temporary}' (FORMAT csv, HEADER)`);
  renameSync(temporary, file);
  return file;
}

export const removeFile = (file: string): void => rmSync(file, { force: true });

export const megabytes = (file: string): string => `${(statSync(file).size / 1e6).toFixed(0)} MB`;

const KEYS: Readonly<Record<string, string>> = {
  lineitem: 'l_orderkey',
  orders: 'o_orderkey',
  customer: 'c_custkey',
  part: 'p_partkey',
  partsupp: 'ps_partkey',
  supplier: 's_suppkey',
  nation: 'n_nationkey',
  region: 'r_regionkey',
};

/** No query reads these. */
const UNREAD = ['l_comment', 'p_comment', 'ps_comment', 'o_clerk', 'n_comment', 'r_comment'];

export async function tableFacts(native: NativeDuckDB, file: string): Promise<TableFacts> {
  const key = KEYS[basename(file, '.parquet')];
  if (key === undefined) throw new Error(`${file} is no TPC-H table`);
  const [facts] = await native.queryRows(
    `SELECT count(*) AS n, max(${key}) AS last FROM '${file}'`,
  );
  const columns = await native.columnNames(`FROM '${file}' LIMIT 0`);
  return {
    rows: Number(facts?.['n']),
    key,
    maxKey: Number(facts?.['last']),
    columns: columns.filter((name) => !UNREAD.includes(name)),
  };
}
