/** Are two tables the same? Native DuckDB reads both and compares, typed and with null as a value. */
import { FLOAT_TOLERANCE } from '../engine/compare/close-values.ts';
import type { NativeDuckDB } from '../engine/testing/native.ts';

/** Differences that are told; one is enough to fail, and thousands help nobody. */
const SHOWN = 5;

export interface CompareOptions {
  /** Columns by which the rows are sorted: their sequence must be the same. Absent: any order. */
  readonly orderBy?: readonly string[];
}

/**
 * @param actual a query; a file is `FROM 'path'`
 * @param expected a query
 * @returns what differs, in words; nothing when the tables are the same
 */
export async function differences(
  native: NativeDuckDB,
  actual: string,
  expected: string,
  { orderBy = [] }: CompareOptions = {},
): Promise<readonly string[]> {
  await native.execute(`CREATE OR REPLACE TEMP TABLE actual AS ${actual}`);
  await native.execute(`CREATE OR REPLACE TEMP TABLE expected AS ${expected}`);
  const [mine, theirs] = [await columnsOf(native, 'actual'), await columnsOf(native, 'expected')];
  if (mine.join() !== theirs.join()) {
    return [`columns: ${mine.join(', ')} instead of ${theirs.join(', ')}`];
  }
  const names = mine.map((column) => column.name);
  const rows = await differentRows(native, mine, sortKeys(mine));
  if (rows.length > 0) return rows;
  const keys = mine.filter(({ name }) => orderBy.includes(name));
  if (keys.length < orderBy.length) {
    return [`sort keys ${orderBy.join(', ')} are not all among ${names.join(', ')}`];
  }
  const order = keys.length === 0 ? [] : await differentRows(native, keys, 'rowid');
  return order.map((difference) => `order: ${difference}`);
}

/**
 * The same rows as Parquet gives them back: it has no HUGEINT, for one, and DuckDB writes DOUBLE.
 * @param file where native DuckDB may write them
 */
export async function throughParquet(
  native: NativeDuckDB,
  sql: string,
  file: string,
): Promise<string> {
  await native.execute(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
  return `FROM read_parquet('${file}')`;
}

interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly toString: () => string;
}

async function columnsOf(native: NativeDuckDB, table: string): Promise<readonly TableColumn[]> {
  const rows = await native.queryRows(`DESCRIBE ${table}`);
  return rows.map(({ column_name: name, column_type: type }) => ({
    name: String(name),
    type: String(type),
    toString: () => `${String(name)} ${String(type)}`,
  }));
}

const isFloat = ({ type }: TableColumn): boolean => type === 'DOUBLE' || type === 'FLOAT';

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Floats last: two that differ in the last digit only must not tear apart what else is equal. */
const sortKeys = (columns: readonly TableColumn[]): string =>
  [...columns.filter((column) => !isFloat(column)), ...columns.filter(isFloat)]
    .map(({ name }) => `${quote(name)} NULLS FIRST`)
    .join(', ');

/** Pairs the rows of both tables by their place in the given order. */
async function differentRows(
  native: NativeDuckDB,
  columns: readonly TableColumn[],
  order: string,
): Promise<readonly string[]> {
  const numbered = (table: string): string =>
    `(SELECT *, row_number() OVER (ORDER BY ${order}) AS __place FROM ${table})`;
  const values = (table: string): string =>
    `[${columns.map(({ name }) => `CAST(${table}.${quote(name)} AS VARCHAR)`).join(', ')}]`;
  const rows = await native.queryRows(
    `SELECT ${values('a')} AS mine, ${values('e')} AS theirs,
            a.__place IS NULL AS missing, e.__place IS NULL AS surplus
       FROM ${numbered('actual')} a FULL JOIN ${numbered('expected')} e USING (__place)
      WHERE a.__place IS NULL OR e.__place IS NULL OR ${columns.map(differs).join(' OR ')}
      ORDER BY __place LIMIT ${SHOWN}`,
  );
  return rows.map(({ mine, theirs, missing, surplus }) =>
    missing === true
      ? `missing row ${JSON.stringify(theirs)}`
      : surplus === true
        ? `surplus row ${JSON.stringify(mine)}`
        : `${JSON.stringify(mine)} instead of ${JSON.stringify(theirs)}`,
  );
}

function differs(column: TableColumn): string {
  const [a, e] = [`a.${quote(column.name)}`, `e.${quote(column.name)}`];
  if (!isFloat(column)) return `${a} IS DISTINCT FROM ${e}`;
  return `(${a} IS DISTINCT FROM ${e} AND
    coalesce(abs(${a} - ${e}) > ${FLOAT_TOLERANCE} * greatest(abs(${a}), abs(${e})), true))`;
}
