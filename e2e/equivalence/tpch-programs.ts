/** The TPC-H pipelines as exported programs. */
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import { quoteIdentifier } from '../../engine/expression/quote.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { sparkType } from '../../engine/spark/types.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { pipelineTo, standardSql, tpchData } from '../tpch/reference.ts';
import { parquetType } from './expressions.ts';

export const TPCH_DATA = tpchData('0.01');

export async function tpchFiles(
  engine: Engine,
  query: string,
  target: ExportTarget,
  data = TPCH_DATA,
): Promise<readonly ExportedFile[]> {
  const parameters = { data };
  const result = await engine.export(pipelineTo(query, query), { target, parameters });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.project.files;
}

/** The standard query with the types that stand for DuckDB's in Spark. */
export async function standardAsSpark(native: NativeDuckDB, query: string): Promise<string> {
  const sql = standardSql(query);
  const described = await native.describe(sql);
  if (!described.ok) throw new Error(described.message);
  const columns = described.columns.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    return `CAST(${column} AS ${parquetType(sparkType(type))}) AS ${column}`;
  });
  return `SELECT ${columns.join(', ')} FROM (${sql})`;
}
