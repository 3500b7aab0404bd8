/** Questions that passes ask of an expression before they move it. */
import type { Expression } from '../../contract/expression.ts';
import { findFunction } from '../functions/catalogue.ts';
import { AGGREGATES, NON_DETERMINISTIC, TOTAL } from '../functions/lists.ts';
import { lex } from '../parse/lex.ts';
import { canonicalType } from '../types.ts';
import { callsIn, childrenOf, someExpression } from './traverse.ts';

/** Words of opaque text in lower case: the names of its functions among them. */
const wordsOf = (text: string): readonly string[] => {
  const lexed = lex(text);
  return lexed.ok ? lexed.tokens.map((token) => token.value.toLowerCase()) : [];
};

const isVolatile = (name: string): boolean =>
  NON_DETERMINISTIC.has(name) || findFunction(name)?.deterministic === false;

/** Same row, same value, whenever and wherever it runs. False for `random()`, `now()` and the like. */
export const isDeterministic = (expression: Expression): boolean =>
  !callsIn(expression).some((call) => isVolatile(call.name)) &&
  !someExpression(
    expression,
    (each) => each.kind === 'opaque' && wordsOf(each.text).some(isVolatile),
  );

/** Whether a call is of an aggregate function. */
export const isAggregateName = (name: string): boolean =>
  AGGREGATES.has(name) || findFunction(name)?.kind === 'aggregate';

/** Whether rows are aggregated; the arguments of a window function are another matter. */
export function containsAggregate(expression: Expression): boolean {
  if (expression.kind === 'call') {
    const { distinct, filter, orderBy, name } = expression;
    if (isAggregateName(name) || distinct === true || filter !== undefined) return true;
    if (orderBy !== undefined && orderBy.length > 0) return true;
  }
  if (expression.kind === 'opaque') return callsInText(expression.text).some(isAggregateName);
  return childrenOf(expression).some(containsAggregate);
}

/** Names in front of a bracket in opaque text. */
function callsInText(text: string): readonly string[] {
  const lexed = lex(text);
  if (!lexed.ok) return [];
  return lexed.tokens
    .filter((token, i) => token.kind === 'word' && lexed.tokens[i + 1]?.text === '(')
    .map((token) => token.value);
}

export const containsWindow = (expression: Expression): boolean =>
  someExpression(
    expression,
    (each) =>
      each.kind === 'window' || (each.kind === 'opaque' && wordsOf(each.text).includes('over')),
  );

/** Infix operators that no value makes fail. Arithmetic may overflow, a pattern may be no pattern. */
const TOTAL_OPERATORS: ReadonlySet<string> = new Set([
  ...['and', 'or', '=', '<>', '<', '<=', '>', '>=', '/', '||', '&', '|'],
  ...['is distinct from', 'is not distinct from', '^@', '&&', '@>', '<@', '~~', '!~~', '~~*'],
  '!~~*',
]);

/**
 * Whether some row could make the expression raise an error: casts, arithmetic that overflows,
 * functions not known to be total, opaque text. A filter that may fail must not move before one
 * that protects it.
 *
 * The implicit cast of a comparison between a text and a number counts as safe: DuckDB itself
 * evaluates the parts of a conjunction in any order.
 */
export function mayFail(expression: Expression): boolean {
  switch (expression.kind) {
    case 'opaque':
    case 'window':
      return true;
    case 'binary':
      if (!TOTAL_OPERATORS.has(expression.op)) return true;
      break;
    case 'unary':
      if (expression.op !== 'not' && expression.op !== '~') return true;
      break;
    case 'cast':
      if (!expression.try && canonicalType(expression.type) !== 'VARCHAR') return true;
      break;
    case 'like':
      if (expression.escape !== undefined) return true;
      if (expression.op === 'similar to' && expression.pattern.kind !== 'literal') return true;
      break;
    case 'interval':
      if (expression.value.kind !== 'literal') return true;
      break;
    case 'call':
      if (!TOTAL.has(expression.name)) return true;
      break;
    default:
      break;
  }
  return childrenOf(expression).some(mayFail);
}
