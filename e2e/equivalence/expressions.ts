/** Expressions on both sides: DuckDB evaluates what the user wrote, Spark what it was translated to. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Expression } from '../../engine/contract/expression.ts';
import type { ColumnType, Schema } from '../../engine/contract/schema.ts';
import { loadExpressionParser, parseExpression } from '../../engine/expression/parser.ts';
import { emitExpression } from '../../engine/expression/emit.ts';
import type { Place } from '../../engine/logical/type-expressions.ts';
import { expressionSql } from '../../engine/spark/print/spark-sql.ts';
import { NotOnSpark } from '../../engine/spark/refusal.ts';
import { columnIn } from '../../engine/spark/relations/context.ts';
import { translateExpression } from '../../engine/spark/translate/translate-expression.ts';
import { typeParts } from '../../engine/spark/type-parts.ts';
import type { SparkType } from '../../engine/spark/types.ts';
import { sparkType } from '../../engine/spark/types.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { dataQuery } from './data.ts';
import type { Spark } from './spark.ts';
import { openSpark } from './spark.ts';

export type Outcome =
  | { readonly kind: 'same'; readonly spark: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** DuckDB fails on it too: nothing to compare. */
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'different'; readonly spark: string; readonly difference: string };

export interface ExpressionBench {
  /** @param place `row`: one value a row; `aggregate`: one value for each group of column `g` */
  readonly compare: (text: string, place?: Place) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

export async function openExpressionBench(): Promise<ExpressionBench> {
  await loadExpressionParser();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-equivalence-'));
  const [native, spark] = await Promise.all([openNative(), openSpark()]);
  await native.execute('SET threads = 1');
  const file = join(folder, 'data.parquet');
  await native.execute(`COPY (${dataQuery()}) TO '${file}' (FORMAT parquet)`);
  await native.execute(`CREATE TABLE data AS FROM '${file}'`);
  const described = await native.describe('FROM data');
  if (!described.ok) throw new Error(described.message);
  let queries = 0;
  return {
    compare: async (text, place = 'row') => {
      queries += 1;
      const out = join(folder, `spark-${queries}`);
      return compareOne({ native, spark, file, out, schema: described.columns }, text, place);
    },
    close: async () => {
      await spark.close();
      native.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Bench {
  readonly native: NativeDuckDB;
  readonly spark: Spark;
  readonly file: string;
  readonly out: string;
  readonly schema: Schema;
}

async function compareOne(bench: Bench, text: string, place: Place): Promise<Outcome> {
  const { native, spark, schema, file, out } = bench;
  const parsed = parseExpression(text, 'expression');
  if (!parsed.ok) throw new Error(`${text} cannot be read`);
  const { expression } = parsed;
  let query: string;
  let type: ColumnType;
  try {
    const typeOf = await typeParts([{ expression, place }], schema, (sql) => native.describe(sql));
    type = typeOf(expression);
    const value = translateExpression(expression, { typeOf, column: columnIn(schema) });
    query = expressionSql(value.expression);
  } catch (thrown) {
    if (thrown instanceof NotOnSpark) return { kind: 'refused', reason: thrown.message };
    return { kind: 'error', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  const wanted = await localRows(native, expression, place, type);
  const grouped = place === 'aggregate';
  const answer = await spark.ask({
    sql: grouped
      ? `SELECT g AS \`key\`, ${query} AS \`value\` FROM data GROUP BY g`
      : `SELECT \`row\` AS \`key\`, ${query} AS \`value\` FROM data`,
    views: { data: file },
    out,
  });
  if (typeof wanted === 'string') {
    if (!answer.ok) return { kind: 'error', message: wanted };
    return {
      kind: 'different',
      spark: query,
      difference: `DuckDB fails, Spark does not: ${wanted}`,
    };
  }
  if (!answer.ok) return { kind: 'different', spark: query, difference: answer.error };
  const got = await sparkRows(native, out);
  const difference = differenceOf(sortRows(got), sortRows(wanted));
  return difference === undefined
    ? { kind: 'same', spark: query }
    : { kind: 'different', spark: query, difference };
}

/** @returns the rows in the types that stand for DuckDB's in Spark, or DuckDB's error */
async function localRows(
  native: NativeDuckDB,
  expression: Expression,
  place: Place,
  type: ColumnType,
): Promise<TypedRows | string> {
  const { text } = emitExpression(expression, { dialect: 'duckdb' });
  const value = `CAST(${text} AS ${parquetType(sparkType(type))}) AS "value"`;
  const sql =
    place === 'aggregate'
      ? `SELECT g AS "key", ${value} FROM data GROUP BY g`
      : `SELECT "row" AS "key", ${value} FROM data`;
  try {
    return await nativeRows(native, sql);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

async function sparkRows(native: NativeDuckDB, folder: string): Promise<TypedRows> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.parquet'));
  if (files.length === 0) throw new Error('Spark wrote no rows.');
  return nativeRows(native, `FROM read_parquet('${folder}/*.parquet')`);
}

/** What DuckDB reads from Spark's Parquet for a type. */
export function parquetType(type: SparkType): string {
  switch (type.kind) {
    case 'simple':
      switch (type.name) {
        case 'STRING':
          return 'VARCHAR';
        case 'BINARY':
          return 'BLOB';
        case 'TIMESTAMP_NTZ':
          return 'TIMESTAMP';
        case 'TIMESTAMP':
          return 'TIMESTAMP WITH TIME ZONE';
        case 'INT':
          return 'INTEGER';
        case 'VOID':
          return 'INTEGER';
        default:
          return type.name;
      }
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${parquetType(type.element)}[]`;
    case 'struct':
      return `STRUCT(${type.fields.map((f) => `"${f.name}" ${parquetType(f.type)}`).join(', ')})`;
    case 'map':
      return `MAP(${parquetType(type.key)}, ${parquetType(type.value)})`;
  }
}
