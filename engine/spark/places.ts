/**
 * Where in the user's text an expression in Spark's terms comes from. Kept beside the expressions, not in
 * them: two that mean the same are equal wherever they come from.
 */
import type { Expression, Span } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { SparkExpression } from './expression.ts';

export interface ExpressionPlace extends Span {
  /** The step, where it is another than the one that the expression stands in. */
  readonly node?: NodeId;
}

const PLACES = new WeakMap<SparkExpression, ExpressionPlace>();

/** The first place that is told stays: what is around an expression may hand it on as it is. */
export function placedAt<T extends { readonly expression: SparkExpression }>(
  { span, node }: Expression,
  translated: T,
): T {
  const { expression } = translated;
  // The parameter of a lambda is one object in all of its places.
  if (span !== undefined && expression.kind !== 'variable' && !PLACES.has(expression)) {
    PLACES.set(expression, node === undefined ? span : { ...span, node });
  }
  return translated;
}

export const placeOf = (expression: SparkExpression): ExpressionPlace | undefined =>
  PLACES.get(expression);
