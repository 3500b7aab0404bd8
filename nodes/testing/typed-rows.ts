/** Results with their types, from the engine and from native DuckDB, in one form that compares. */
import type { Schema } from '../../engine/contract/schema.ts';
import { formatType } from '../../engine/contract/schema.ts';
import { quoteIdentifier } from '../../engine/expression/quote.ts';
import type { Rows } from '../../engine/run/engine-api.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import type { Session } from '../../engine/worker/duckdb/session.ts';

/** Values as DuckDB casts them to text. */
export interface TypedRows {
  /** `name type` of every column. */
  readonly columns: readonly string[];
  readonly cells: readonly (readonly (string | null)[])[];
}

const columnsOf = (schema: Schema): string[] =>
  schema.map(({ name, type }) => `${name} ${formatType(type)}`);

const asText = (schema: Schema, from: string): string =>
  `SELECT ${schema.map(({ name }) => `${quoteIdentifier(name)}::VARCHAR`).join(', ')} FROM ${from}`;

export async function nativeRows(native: NativeDuckDB, sql: string): Promise<TypedRows> {
  const answer = await native.describe(sql);
  if (!answer.ok) throw new Error(`${answer.message}\n${sql}`);
  const cells = await native.queryCells(asText(answer.columns, `(${sql})`));
  return { columns: columnsOf(answer.columns), cells: cells.map((row) => row.map(textOf)) };
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));

/** Throws when the rows have other types than the engine says. */
export function engineRows(session: Session, table: Rows): TypedRows {
  session.insertArrow('result', table.ipc);
  try {
    const stored = session.describe('FROM result');
    if (!stored.ok) throw new Error(stored.message);
    const columns = columnsOf(stored.columns);
    const promised = columnsOf(table.schema);
    if (columns.join() !== promised.join()) {
      throw new Error(
        `${table.target} has columns\n  ${columns.join()}\nbut promised\n  ${promised.join()}`,
      );
    }
    const read = session.query(asText(stored.columns, 'result'));
    const vectors = read.schema.fields.map((_, i) => read.getChildAt(i));
    const cells = Array.from({ length: read.numRows }, (_, row) =>
      vectors.map((vector) => textOf(vector?.get(row) ?? null)),
    );
    return { columns, cells };
  } finally {
    session.execute('DROP TABLE result');
  }
}

const isFloat = (column: string): boolean => / (?:DOUBLE|FLOAT)$/.test(column);

const rounded = (text: string | null): string | null =>
  text === null || !Number.isFinite(Number(text)) ? text : Number(text).toPrecision(9);

/** The same rows in an order that depends on their values alone. */
export function sortRows({ columns, cells }: TypedRows): TypedRows {
  const keyed = cells.map((row) => ({
    row,
    key: JSON.stringify(row.map((cell, i) => (isFloat(columns[i] ?? '') ? rounded(cell) : cell))),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { columns, cells: keyed.map(({ row }) => row) };
}

const RELATIVE = 1e-9;

/** The sign of a NaN is the processor's. */
const NOT_A_NUMBER = /^-?nan$/;

const sameCell = (a: string | null, b: string | null, column: string): boolean => {
  if (a === b) return true;
  if (a === null || b === null || !isFloat(column)) return false;
  if (NOT_A_NUMBER.test(a)) return NOT_A_NUMBER.test(b);
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= RELATIVE * Math.max(Math.abs(x), Math.abs(y));
};

/** What differs, or undefined when nothing does. */
export function differenceOf(got: TypedRows, wanted: TypedRows): string | undefined {
  if (got.columns.join() !== wanted.columns.join()) {
    return `columns are\n  ${got.columns.join()}\nnot\n  ${wanted.columns.join()}`;
  }
  if (got.cells.length !== wanted.cells.length) {
    return `${got.cells.length} rows, not ${wanted.cells.length}`;
  }
  const at = got.cells.findIndex((row, i) =>
    row.some((cell, j) => !sameCell(cell, wanted.cells[i]?.[j] ?? null, got.columns[j] ?? '')),
  );
  if (at < 0) return undefined;
  return `row ${at} is\n  ${JSON.stringify(got.cells[at])}\nnot\n  ${JSON.stringify(wanted.cells[at])}`;
}
