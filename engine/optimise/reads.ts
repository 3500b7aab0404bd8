/** Which columns expressions read, and whether they may be evaluated elsewhere. */
import type { Expression, SortKey } from '../contract/expression.ts';
import type { JoinSide, Literal } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { nameKey } from '../contract/schema.ts';
import {
  canSubstitute,
  freeColumns,
  isDeterministic,
  someExpression,
  substituteColumns,
} from '../expression/analyse.ts';

/** Column names by `nameKey`; `all` when the reader may use any column. */
export interface Reads {
  readonly names: ReadonlySet<string>;
  readonly all: boolean;
}

export function readsOf(expressions: readonly Expression[]): Reads {
  const names = new Set<string>();
  let all = false;
  for (const expression of expressions) {
    const free = freeColumns(expression);
    all ||= free.all;
    for (const name of free.names) names.add(nameKey(name));
  }
  return { names, all };
}

export const sortExpressions = (keys: readonly SortKey[]): Expression[] =>
  keys.map((key) => key.expression);

export const keySet = (names: Iterable<string>): Set<string> => new Set([...names].map(nameKey));

export const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((name) => whole.has(name));

/** Columns that a join condition reads of one input; an opaque condition reads both inputs' columns. */
export function readsOfSide(condition: Expression, side: JoinSide): Reads {
  const names = new Set<string>();
  substituteColumns(condition, (name, columnSide) => {
    if (columnSide === undefined || columnSide === side) names.add(nameKey(name));
    return undefined;
  });
  return { names, all: someExpression(condition, (part) => part.kind === 'opaque') };
}

/** What an opaque text holds when it may look at other rows or give several. */
const CROSS_ROW_TEXT = /\b(over|unnest|select|generate_subscripts)\b/i;
/** Set-returning functions, and `engine/sql`'s number of the rows in the partitions before. */
const CROSS_ROW_CALLS: ReadonlySet<string> = new Set([
  'unnest',
  'generate_subscripts',
  '__row_offset',
]);

/** One value per row that depends on that row alone: no window, no set-returning function. */
export const isRowWise = (expression: Expression): boolean =>
  !someExpression(
    expression,
    (part) =>
      part.kind === 'window' ||
      (part.kind === 'call' && CROSS_ROW_CALLS.has(part.name)) ||
      (part.kind === 'opaque' && CROSS_ROW_TEXT.test(part.text)),
  );

/** May be evaluated at another place in the plan, with its columns replaced by what computes them. */
export const isMovable = (expression: Expression): boolean =>
  isDeterministic(expression) && isRowWise(expression) && canSubstitute(expression);

/**
 * The form in which an expression may stand for a column of its value inside another expression,
 * or undefined. DuckDB types a bare literal by its surroundings (`1` beside a TINYINT is a TINYINT,
 * text beside a DATE is a DATE), a column of that literal it does not: hence the cast.
 */
export function inlineForm(expression: Expression): Expression | undefined {
  if (!isMovable(expression)) return undefined;
  switch (expression.kind) {
    case 'literal':
      return isUntypedNull(expression) ? undefined : ex.cast(expression, expression.type);
    case 'parameter':
      return undefined;
    case 'unary':
      return someExpression(expression, (part) => part.kind === 'column') ? expression : undefined;
    default:
      return expression;
  }
}

const isUntypedNull = (literal: Literal): boolean =>
  literal.value === null && literal.type.replaceAll('"', '').toUpperCase() === 'NULL';

/**
 * The expression with every column replaced by what `lookup` gives for it; undefined when a column
 * has no replacement or the result could not be evaluated there.
 */
export function replaceColumns(
  expression: Expression,
  lookup: (name: string, side?: JoinSide) => Expression | undefined,
): Expression | undefined {
  if (!isMovable(expression)) return undefined;
  let complete = true;
  const result = substituteColumns(expression, (name, side) => {
    const replacement = lookup(name, side);
    if (replacement === undefined) complete = false;
    return replacement;
  });
  return complete ? result : undefined;
}
