/** Casts: only those that mean the same; the rest is refused with what to do instead. */
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, isFloating, isIntegral, isNumber, sameType, sparkType, typeText } from '../types.ts';
import type { Typed } from './typed.ts';
import { typed } from './typed.ts';

export function translateCast(operand: Typed, to: ColumnType, lenient: boolean): Typed {
  const type = sparkType(to);
  const cast = (expression: SparkExpression): Typed =>
    typed(lenient ? sx.tryCast(expression, type) : sx.cast(expression, type), type);
  const from = operand.type;
  const { expression } = operand;
  if (sameType(from, type)) return operand;
  if (expression.kind === 'literal' && expression.value === null) return typed(sx.null(type), type);
  if (isNumber(from) && isNumber(type)) {
    // Spark cuts fractions off; DuckDB rounds: half to even for DOUBLE, half away from 0 for DECIMAL.
    if (isIntegral(type) && isFloating(from)) return cast(sx.call('rint', expression));
    if (isIntegral(type) && from.kind === 'decimal' && from.scale > 0) {
      return cast(sx.call('round', expression, sx.int(0)));
    }
    return cast(expression);
  }
  if (is(type, 'STRING')) return toText(operand, cast);
  if (is(from, 'DATE') && is(type, 'TIMESTAMP_NTZ')) return cast(expression);
  if (is(from, 'TIMESTAMP_NTZ') && is(type, 'DATE')) return cast(expression);
  if (is(from, 'BOOLEAN') && isNumber(type)) return cast(expression);
  return refuse(`A cast from ${typeText(from)} to ${typeText(type)} is not the same in Spark.`);
}

function toText(operand: Typed, cast: (expression: SparkExpression) => Typed): Typed {
  const { type, expression } = operand;
  if (isFloating(type)) {
    return refuse(
      'DuckDB and Spark write floating-point numbers differently (100000000.0 and 1.0E8).',
      'Cast to DECIMAL first.',
    );
  }
  if (isNumber(type) || is(type, 'BOOLEAN') || is(type, 'DATE')) return cast(expression);
  return refuse(`The text of ${typeText(type)} is not the same in Spark.`);
}
