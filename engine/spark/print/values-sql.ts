/** Tables that stand in the program, as SQL. */
import type { SparkExpression } from '../expression.ts';
import type { Frame, SparkField } from '../frame.ts';
import { expressionSql } from './spark-sql.ts';
import type { SparkType } from '../types.ts';
import { quoteName, sameType, typeText } from '../types.ts';

/** Of a column in DDL and in lists of names, where no word is reserved. */
export const plainName = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? name : quoteName(name);

/** A query in units between which it may be cut. */
export function valuesSql({ schema, rows }: Extract<Frame, { kind: 'values' }>): string[] {
  if (rows.length === 0) {
    const nulls = schema.map(
      ({ name, type }) => `CAST(NULL AS ${typeText(type)}) AS ${quoteName(name)}`,
    );
    return ['SELECT ', ...separated(nulls), ' WHERE false'];
  }
  const lines = rows.map((row) => `(${row.map((cell) => expressionSql(cell)).join(', ')})`);
  return [
    'SELECT ',
    ...columnsSql(schema, rows),
    ' FROM VALUES ',
    ...separated(lines),
    ' AS t(',
    ...separated(schema.map(({ name }) => plainName(name))),
    ')',
  ];
}

/** Casts where the cells of a column do not say its type themselves. */
function columnsSql(
  schema: readonly SparkField[],
  rows: readonly (readonly SparkExpression[])[],
): string[] {
  const casts = schema.map(({ name, type }, i) =>
    rows.every((row) => hasType(row[i], type))
      ? undefined
      : `CAST(${quoteName(name)} AS ${typeText(type)}) AS ${quoteName(name)}`,
  );
  if (casts.every((cast) => cast === undefined)) return ['*'];
  return separated(schema.map(({ name }, i) => casts[i] ?? quoteName(name)));
}

const hasType = (cell: SparkExpression | undefined, type: SparkType): boolean =>
  (cell?.kind === 'literal' || cell?.kind === 'cast') && sameType(cell.type, type);

const separated = (items: readonly string[]): string[] =>
  items.map((item, i) => (i === items.length - 1 ? item : `${item}, `));
