/** What every relation's emitter needs: names, expressions and the emitted inputs. */
import type { Expression, JoinSide, SortKey } from '../contract/expression.ts';
import { nameKey } from '../contract/schema.ts';
import type { Relation } from '../contract/relation.ts';
import { mapExpression } from '../expression/analyse.ts';
import { emitExpression } from '../expression/emit.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { Query } from './query.ts';
import type { Sql } from './writer.ts';
import { joinSql, markedSql, sql } from './writer.ts';

export interface EmitContext {
  /** The query of an input relation. */
  readonly query: (relation: Relation) => Query;
  readonly columnsOf: (relation: Relation) => readonly string[];
  readonly expression: (expression: Expression) => Sql;
  /** Of `EmitOptions`. */
  readonly isOrdered?: (relation: Relation) => boolean;
  /** Of `EmitOptions`. */
  readonly breaksTies?: boolean;
}

/**
 * Call without arguments that stands for the number of rows before the partition's first one.
 * Whoever runs the text gives it a value: `__row_offset() + row_number() OVER ()` is a row's
 * 1-based ordinal over all partitions.
 */
export const ROW_OFFSET = '__row_offset';

/** Single-threaded DuckDB numbers rows in the order in which they come. */
export const ROW_NUMBER = 'row_number() OVER ()';

/** Stands in for the columns of a relation that has none: SQL has no empty SELECT list. */
export const NO_COLUMNS = '__no_columns';

export const sideAlias = (side: JoinSide): string => (side === 'left' ? 'l' : 'r');

export function expressionEmitter(
  rowOffset: string | undefined,
  parameter?: (name: string) => string | undefined,
): (e: Expression) => Sql {
  return (expression) => {
    const bound = rowOffset === undefined ? expression : bindRowOffset(expression, rowOffset);
    const { text, marks } = emitExpression(bound, {
      dialect: 'duckdb',
      side: sideAlias,
      ...(parameter === undefined ? {} : { parameter }),
    });
    return markedSql(text, marks);
  };
}

/** Puts SQL text in the place of `__row_offset()`. */
const bindRowOffset = (expression: Expression, text: string): Expression =>
  mapExpression(expression, (part) =>
    part.kind === 'call' && part.name === ROW_OFFSET
      ? { kind: 'opaque', text, identifiers: [] }
      : part,
  );

/** An expression that may stand beside an operator. */
export function operand(context: EmitContext, expression: Expression): Sql {
  const text = context.expression(expression);
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'call':
    case 'cast':
      return text;
    default:
      return sql`(${text})`;
  }
}

export const named = (value: Sql, name: string): Sql => sql`${value} AS ${quoteIdentifier(name)}`;

/** A column name that the given columns do not use, `__ordinal` or `__ordinal_2` and so on. */
export function freshName(columns: readonly string[], wanted: string): string {
  const taken = new Set(columns.map(nameKey));
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}_${n}`;
    if (!taken.has(nameKey(name))) return name;
  }
}

/** Literals order nothing, and an integer would be read as a position of the SELECT list. */
export const ordersNothing = (key: SortKey): boolean => key.expression.kind === 'literal';

export const sortKeyText = (context: EmitContext, key: SortKey): Sql =>
  sql`${operand(context, key.expression)} ${key.direction === 'asc' ? 'ASC' : 'DESC'} NULLS ${key.nulls === 'first' ? 'FIRST' : 'LAST'}`;

/** ORDER BY list, with SQL to break ties at its end. */
export const orderList = (
  context: EmitContext,
  keys: readonly SortKey[],
  ...ties: readonly Sql[]
): Sql =>
  joinSql(
    [...keys.filter((key) => !ordersNothing(key)).map((key) => sortKeyText(context, key)), ...ties],
    ', ',
  );

export const reverseKeys = (keys: readonly SortKey[]): SortKey[] =>
  keys.map(({ expression, direction, nulls }) => ({
    expression,
    direction: direction === 'asc' ? 'desc' : 'asc',
    nulls: nulls === 'first' ? 'last' : 'first',
  }));

/** `PARTITION BY a, b ` or nothing. */
export const partitionClause = (expressions: readonly Sql[]): Sql =>
  expressions.length === 0 ? '' : sql`PARTITION BY ${joinSql(expressions, ', ')} `;
