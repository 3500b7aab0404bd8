/** Expressions on both sides: DuckDB evaluates what the user wrote, Spark what it was translated to. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from '../../engine/contract/schema.ts';
import { loadExpressionParser, parseExpression } from '../../engine/expression/parser.ts';
import { emitExpression } from '../../engine/expression/emit.ts';
import type { Place } from '../../engine/logical/type-expressions.ts';
import type { SparkExpression } from '../../engine/spark/expression.ts';
import { expressionSql } from '../../engine/spark/print/spark-sql.ts';
import { NotOnSpark } from '../../engine/spark/refusal.ts';
import { columnIn } from '../../engine/spark/relations/context.ts';
import { translateExpression } from '../../engine/spark/translate/translate-expression.ts';
import { as } from '../../engine/spark/translate/typed.ts';
import { typeParts } from '../../engine/spark/type-parts.ts';
import type { SparkType } from '../../engine/spark/types.ts';
import { sparkType } from '../../engine/spark/types.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, nativeRows, sortRows } from '../../nodes/testing/typed-rows.ts';
import { dataQuery } from './data.ts';
import type { Spark, SparkAnswer, SparkQuery } from './spark.ts';

export type Outcome =
  | { readonly kind: 'same'; readonly spark: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** DuckDB fails on it too: nothing to compare. */
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'different'; readonly spark: string; readonly difference: string };

export interface ExpressionBench {
  /**
   * One outcome for each text, in their order.
   * @param place `row`: one value a row; `aggregate`: one value for each group of column `g`
   */
  readonly compare: (texts: readonly string[], place?: Place) => Promise<readonly Outcome[]>;
  /** Why an expression over the rows of a query is not translated; undefined where it is. */
  readonly refusalOf: (
    input: string | undefined,
    text: string,
    place: Place,
  ) => Promise<Outcome | undefined>;
  readonly close: () => Promise<void>;
}

/** What queries are asked of: Spark in one process, or a cluster. */
export interface QuerySpark extends Pick<Spark, 'close'> {
  readonly ask: (query: SparkQuery) => Promise<SparkAnswer>;
}

export async function openExpressionBench(
  openSpark: () => Promise<QuerySpark>,
): Promise<ExpressionBench> {
  await loadExpressionParser();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-equivalence-'));
  const [native, spark] = await Promise.all([openNative(), openSpark()]);
  const file = join(folder, 'data.parquet');
  await native.execute(`COPY (${dataQuery()}) TO '${file}' (FORMAT parquet)`);
  await native.execute(`CREATE TABLE data AS FROM '${file}'`);
  const bench: Bench = { native, spark, file, folder, schema: await schemaOf(native, 'FROM data') };
  return {
    compare: (texts, place = 'row') => compareAll(bench, texts, place),
    refusalOf: async (input, text, place) => {
      const schema = await schemaOf(native, input ?? 'FROM data');
      const outcome = await translate({ native, schema }, text, place);
      return 'duckdb' in outcome ? undefined : outcome;
    },
    close: async () => {
      await spark.close();
      native.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function schemaOf(native: NativeDuckDB, query: string): Promise<Schema> {
  const described = await native.describe(query);
  if (!described.ok) throw new Error(described.message);
  return described.columns;
}

interface Bench {
  readonly native: NativeDuckDB;
  readonly spark: QuerySpark;
  readonly file: string;
  readonly folder: string;
  readonly schema: Schema;
}

/** What both sides evaluate. */
export interface Translated {
  readonly expression: SparkExpression;
  readonly spark: string;
  /** DuckDB's own text, cast to the type that stands for its type in Spark. */
  readonly duckdb: string;
}

/** All in one query; where that fails or differs, each by itself. */
async function compareAll(
  bench: Bench,
  texts: readonly string[],
  place: Place,
): Promise<readonly Outcome[]> {
  const outcomes = await Promise.all(texts.map((text) => translate(bench, text, place)));
  const open = outcomes.filter((each): each is Translated => 'duckdb' in each);
  const together = await compareQueries(bench, open, place);
  const results: Outcome[] = [];
  for (const each of outcomes) {
    if (!('duckdb' in each)) results.push(each);
    else if (together.kind === 'same') results.push({ kind: 'same', spark: each.spark });
    else results.push(await compareQueries(bench, [each], place));
  }
  return results;
}

export async function translate(
  { native, schema }: Pick<Bench, 'native' | 'schema'>,
  text: string,
  place: Place,
): Promise<Translated | Outcome> {
  const parsed = parseExpression(text, 'expression');
  if (!parsed.ok) throw new Error(`${text} cannot be read`);
  const { expression } = parsed;
  try {
    const typeOf = await typeParts([{ expression, place }], schema, (sql) => native.describe(sql));
    const type = sparkType(typeOf(expression));
    const value = translateExpression(expression, { typeOf, column: columnIn(schema) });
    const { text: duckdb } = emitExpression(expression, { dialect: 'duckdb' });
    const translated = as(value, type);
    return {
      expression: translated,
      spark: expressionSql(translated),
      duckdb: `CAST(${duckdb} AS ${parquetType(type)})`,
    };
  } catch (thrown) {
    if (thrown instanceof NotOnSpark) return { kind: 'refused', reason: thrown.message };
    return { kind: 'error', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function compareQueries(
  { native, spark, file, folder }: Bench,
  queries: readonly Translated[],
  place: Place,
): Promise<Outcome> {
  const text = queries.map((query) => query.spark).join('; ');
  if (queries.length === 0) return { kind: 'same', spark: text };
  const key = place === 'aggregate' ? 'g' : 'row';
  const tail = place === 'aggregate' ? 'FROM data GROUP BY g' : 'FROM data';
  const local = queries.map(({ duckdb }, i) => `${duckdb} AS v${i}`).join(', ');
  let wanted: TypedRows | string;
  try {
    wanted = await nativeRows(native, `SELECT "${key}" AS "key", ${local} ${tail}`);
  } catch (thrown) {
    wanted = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const out = join(folder, 'spark');
  const remote = queries.map((query, i) => `${query.spark} AS v${i}`).join(', ');
  const answer = await spark.ask({
    sql: `SELECT \`${key}\` AS \`key\`, ${remote} ${tail}`,
    views: { data: file },
    out,
  });
  if (typeof wanted === 'string') {
    if (!answer.ok) return { kind: 'error', message: wanted };
    const difference = `DuckDB fails, Spark does not: ${wanted}`;
    return { kind: 'different', spark: text, difference };
  }
  if (!answer.ok) return { kind: 'different', spark: text, difference: answer.error };
  const difference = differenceOf(sortRows(await sparkRows(native, out)), sortRows(wanted));
  return difference === undefined
    ? { kind: 'same', spark: text }
    : { kind: 'different', spark: text, difference };
}

export async function sparkRows(native: NativeDuckDB, folder: string): Promise<TypedRows> {
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
