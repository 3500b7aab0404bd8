/** The questions: a CSV aggregate, the 22 TPC-H queries, and a table to write. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseDocument } from '../../engine/document/parse.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import {
  orderColumns,
  pipelineFile,
  QUERIES,
  standardSql,
  tableFiles,
  tpchData,
} from '../tpch/reference.ts';
import type { FileFormat, Job } from './contender.ts';

/** Filter and grouped aggregate over one CSV file; every contender sniffs the types itself. */
export function csvJob(name: string, file: string): Job {
  const pipeline: PipelineDocument = {
    ...emptyDocument('CSV aggregate'),
    nodes: {
      lineitem: { type: 'input.csv', params: { path: file } },
      shipped: {
        type: 'rows.filter',
        inputs: { input: 'lineitem' },
        params: { condition: "l_shipdate <= DATE '1998-09-02'" },
      },
      summary: {
        type: 'aggregate.group-by',
        inputs: { input: 'shipped' },
        params: {
          keys: ['l_returnflag', 'l_linestatus'],
          aggregates: [
            { name: 'n', function: 'count' },
            { name: 'quantity', function: 'sum', column: 'l_quantity' },
            { name: 'revenue', function: 'sum', expression: 'l_extendedprice * (1 - l_discount)' },
            { name: 'discount', function: 'avg', column: 'l_discount' },
          ],
        },
      },
      sorted: {
        type: 'rows.sort',
        inputs: { input: 'summary' },
        params: { by: [{ column: 'l_returnflag' }, { column: 'l_linestatus' }] },
      },
      out: {
        type: 'output.file',
        inputs: { input: 'sorted' },
        params: { path: `../out/${name}.parquet`, format: 'parquet' },
      },
    },
  };
  const sql = `SELECT l_returnflag, l_linestatus, count(*) AS n, sum(l_quantity) AS quantity,
      sum(l_extendedprice * (1 - l_discount)) AS revenue, avg(l_discount) AS discount
    FROM lineitem WHERE l_shipdate <= DATE '1998-09-02'
    GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus`;
  const orderBy = ['l_returnflag', 'l_linestatus'];
  return { name, pipeline, parameters: {}, sql, tables: { lineitem: file }, orderBy };
}

/** A third of lineitem, all columns, from Parquet into a file of each format. */
export function writeJobs(scale: string): Job[] {
  const file = `${tpchData(scale)}/lineitem.parquet`;
  const condition = `l_orderkey <= ${Math.round(2_000_000 * Number(scale))}`;
  const formats: readonly FileFormat[] = ['csv', 'ndjson', 'parquet'];
  return formats.map((format) => ({
    name: format,
    writes: format,
    pipeline: {
      ...emptyDocument(`Write ${format}`),
      nodes: {
        lineitem: { type: 'input.parquet', params: { path: file } },
        part: { type: 'rows.filter', inputs: { input: 'lineitem' }, params: { condition } },
        out: {
          type: 'output.file',
          inputs: { input: 'part' },
          params: {
            path: `../out/write.${format}`,
            format,
            ...(format === 'parquet' ? { compression: 'zstd' } : {}),
          },
        },
      },
    },
    parameters: {},
    sql: `SELECT * FROM lineitem WHERE ${condition}`,
    tables: { lineitem: file },
    orderBy: [],
  }));
}

export function tpchJobs(scale: string, only: readonly string[]): Job[] {
  const data = tpchData(scale);
  const tables = Object.fromEntries(
    tableFiles(data).map((file) => [basename(file, '.parquet'), file]),
  );
  return QUERIES.filter((query) => only.length === 0 || only.includes(query)).map((query) => {
    const parsed = parseDocument(readFileSync(pipelineFile(query), 'utf8'));
    if (!parsed.ok) throw new Error(`${query}: ${JSON.stringify(parsed.diagnostics)}`);
    const sql = standardSql(query);
    return {
      name: query,
      pipeline: parsed.document,
      parameters: { data },
      sql,
      tables,
      orderBy: orderColumns(sql),
    };
  });
}
