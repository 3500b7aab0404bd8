/** Literals whose type need not be said, since Spark gives it to them beside others. */
import type { SparkExpression } from '../../spark/expression.ts';
import { is, isIntegral, simple } from '../../spark/types.ts';

/** A whole number that an INT holds as an INT: Spark widens it beside others. */
export const smallest = (expression: SparkExpression): SparkExpression =>
  expression.kind === 'literal' &&
  isIntegral(expression.type) &&
  Math.abs(Number(expression.value)) < 2 ** 31
    ? { ...expression, type: simple('INT') }
    : expression;

/** A literal that Spark brings to the type of what it is compared with, as that literal is written out. */
export function untyped(expression: SparkExpression): SparkExpression {
  if (expression.kind !== 'literal' || expression.value === null) return expression;
  const { type, value } = expression;
  const moment = is(type, 'DATE') || is(type, 'TIMESTAMP_NTZ');
  const usual = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?)?$/.test(value);
  return moment && usual ? { ...expression, type: simple('STRING') } : smallest(expression);
}
