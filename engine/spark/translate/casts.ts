/** Casts: only those that mean the same; the rest is refused with what to do instead. */
import type { ColumnType } from '../../contract/schema.ts';
import { formatType, scalar } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import {
  decimal,
  is,
  isFloating,
  isIntegral,
  isNumber,
  sameType,
  simple,
  sparkType,
  typeText,
} from '../types.ts';
import { castText } from './text-casts.ts';
import type { Typed } from './typed.ts';
import { as, typed } from './typed.ts';

/**
 * @param from DuckDB's type of the operand
 * @param lenient TRY_CAST
 */
export function translateCast(
  operand: Typed,
  from: ColumnType,
  to: ColumnType,
  lenient: boolean,
): Typed {
  const type = sparkType(to);
  const { expression } = operand;
  if (formatType(from) === formatType(to)) return operand;
  if (expression.kind === 'literal' && expression.value === null) return typed(sx.null(type), type);
  refuseNarrower(from, to);
  if (sameType(operand.type, type)) return typed(expression, type);
  if (is(operand.type, 'STRING')) return castText(operand, type, lenient);
  const cast = (value: SparkExpression): Typed =>
    typed(lenient ? sx.tryCast(value, type) : sx.cast(value, type), type);
  if (isNumber(operand.type) && isNumber(type)) return castNumber(operand, type, cast, lenient);
  if (is(type, 'STRING')) return toText(operand, cast);
  const plain =
    (is(operand.type, 'DATE') && is(type, 'TIMESTAMP_NTZ')) ||
    (is(operand.type, 'TIMESTAMP_NTZ') && is(type, 'DATE')) ||
    (is(operand.type, 'BOOLEAN') && isNumber(type)) ||
    (isIntegral(operand.type) && is(type, 'BOOLEAN'));
  if (plain) return cast(expression);
  const items = castItems(operand, from, to, lenient);
  return (
    items ??
    refuse(`A cast from ${typeText(operand.type)} to ${typeText(type)} is not the same in Spark.`)
  );
}

/** A value of whatever type as `||` takes it. */
export function plainText(value: Typed): SparkExpression {
  const STRING = simple('STRING');
  if (is(value.type, 'STRING') || is(value.type, 'VOID')) return as(value, STRING);
  return toText(value, (expression) => typed(sx.cast(expression, STRING), STRING)).expression;
}

/** The value as DuckDB's CAST to VARCHAR writes it. */
export const textOf = (value: Typed, from: ColumnType | undefined): SparkExpression =>
  translateCast(value, from ?? scalar('VARCHAR'), scalar('VARCHAR'), false).expression;

const UNSIGNED = ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'];

/** Types that have fewer values than the Spark type that stands for them. */
function refuseNarrower(from: ColumnType, to: ColumnType): void {
  if (to.kind === 'array' || to.kind === 'enum') {
    refuse(`Spark does not check the values of ${formatType(to)}.`);
  }
  if (to.kind !== 'scalar') return;
  const wider =
    from.kind === 'scalar' &&
    UNSIGNED.includes(from.name) &&
    UNSIGNED.indexOf(from.name) < UNSIGNED.indexOf(to.name);
  if (UNSIGNED.includes(to.name) && !wider) {
    refuse(`Spark has no ${to.name}, whose range it would check.`, 'Cast to BIGINT.');
  }
  if (to.name === 'HUGEINT' && from.kind === 'scalar' && from.name === 'VARCHAR') {
    refuse('Text with a long fraction is no HUGEINT in DuckDB.', 'Cast to BIGINT or DECIMAL.');
  }
  if (['UUID', 'JSON', 'TIMESTAMP_S', 'TIMESTAMP_MS'].includes(to.name)) {
    refuse(`A cast to ${to.name} is not the same in Spark.`);
  }
}

function castNumber(
  { expression, type: from }: Typed,
  to: SparkType,
  cast: (value: SparkExpression) => Typed,
  lenient: boolean,
): Typed {
  // Spark cuts fractions off; DuckDB rounds: half to even for DOUBLE, half away from 0 for DECIMAL.
  if (isIntegral(to) && isFloating(from)) return cast(sx.call('rint', expression));
  if (isIntegral(to) && from.kind === 'decimal' && from.scale > 0) {
    return cast(sx.call('round', expression, sx.int(0)));
  }
  if (is(from, 'DOUBLE') && is(to, 'FLOAT')) {
    return refuse('A DOUBLE too large for FLOAT is infinite in Spark, an error in DuckDB.');
  }
  if (to.kind !== 'decimal' || !isFloating(from)) return cast(expression);
  return cast(floatingToDecimal(expression, from, to, lenient));
}

/**
 * DuckDB multiplies by a power of ten, rounds half away from 0 and takes that as digits; Spark would
 * round the shortest decimal text of the number. BIGINT holds the digits exactly up to 18,
 * and their product with a power of ten stays within 38.
 */
function floatingToDecimal(
  expression: SparkExpression,
  from: SparkType,
  { precision, scale }: { readonly precision: number; readonly scale: number },
  lenient: boolean,
): SparkExpression {
  if (is(from, 'FLOAT') || precision > 18 || scale > 17) {
    return refuse(
      `A cast from ${typeText(from)} to DECIMAL(${precision},${scale}) is not the same in Spark.`,
      is(from, 'FLOAT') ? 'Cast to DOUBLE first.' : 'Cast to a DECIMAL of at most 18 digits.',
    );
  }
  const scaled = scale === 0 ? expression : sx.times(expression, sx.double(10 ** scale));
  const rounded = sx.call('round', scaled, sx.int(0));
  const digits = lenient
    ? sx.tryCast(rounded, simple('BIGINT'))
    : sx.cast(rounded, simple('BIGINT'));
  if (scale === 0) return digits;
  const unit = sx.literal(decimal(scale, scale), (10 ** -scale).toFixed(scale));
  return sx.times(digits, unit);
}

function toText({ type, expression }: Typed, cast: (expression: SparkExpression) => Typed): Typed {
  if (isFloating(type)) {
    return refuse(
      'DuckDB and Spark write floating-point numbers differently (100000000.0 and 1.0E8).',
      'Cast to DECIMAL first.',
    );
  }
  const plain =
    isNumber(type) || is(type, 'BOOLEAN') || is(type, 'DATE') || is(type, 'TIMESTAMP_NTZ');
  if (plain) return cast(expression);
  return refuse(`The text of ${typeText(type)} is not the same in Spark.`);
}

/** Lists, item by item. */
function castItems(
  operand: Typed,
  from: ColumnType,
  to: ColumnType,
  lenient: boolean,
): Typed | undefined {
  const source = operand.type;
  if (source.kind !== 'array' || to.kind !== 'list') return undefined;
  if (from.kind !== 'list' && from.kind !== 'array') return undefined;
  // A failed item makes the whole list null in DuckDB.
  if (lenient) return refuse('TRY_CAST of lists is not the same in Spark.', 'Use list_transform.');
  const item = typed({ kind: 'variable', name: 'item' }, source.element);
  const body = translateCast(item, from.element, to.element, lenient);
  return typed(
    sx.call('transform', operand.expression, {
      kind: 'lambda',
      params: ['item'],
      body: body.expression,
    }),
    { kind: 'array', element: body.type },
  );
}
