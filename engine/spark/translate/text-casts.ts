/** Casts of text: the text is brought to a form that both sides read alike, see `TEXT_CAST_HELPERS`. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { decimal, is, isFloating, isIntegral, typeText } from '../types.ts';
import type { Typed } from './typed.ts';
import { literalOf, typed } from './typed.ts';

export function castText(operand: Typed, to: SparkType, lenient: boolean): Typed {
  const known = literalCast(operand, to);
  if (known !== undefined) return known;
  const suffix = lenient ? '_or_null' : '';
  const cast = (value: SparkExpression, type: SparkType): SparkExpression =>
    lenient ? sx.tryCast(value, type) : sx.cast(value, type);
  const form = (name: string): SparkExpression =>
    sx.helper(`${name}_text${suffix}`, operand.expression);
  if (is(to, 'BOOLEAN')) {
    return typed(sx.helper(lenient ? 'boolean_or_null' : 'boolean_of', operand.expression), to);
  }
  // As a DECIMAL the text is rounded half away from 0, as DuckDB does.
  if (isIntegral(to)) return typed(cast(cast(form('whole'), decimal(38, 0)), to), to);
  if (to.kind === 'decimal') return typed(cast(form('number'), to), to);
  if (isFloating(to)) return typed(cast(form('float'), to), to);
  if (is(to, 'DATE')) return typed(cast(form('date'), to), to);
  if (is(to, 'TIMESTAMP_NTZ')) return typed(cast(form('timestamp'), to), to);
  if (is(to, 'BINARY')) return toBinary(operand, to);
  return refuse(`A cast from text to ${typeText(to)} is not the same in Spark.`);
}

const LIMITS: Readonly<Record<string, number>> = {
  TINYINT: 2 ** 7,
  SMALLINT: 2 ** 15,
  INT: 2 ** 31,
  BIGINT: 2 ** 53,
};

/** A literal text in the usual form is a literal of the type. */
function literalCast(operand: Typed, to: SparkType): Typed | undefined {
  const text = literalOf(operand);
  if (text === undefined || to.kind !== 'simple') return undefined;
  const limit = LIMITS[to.name];
  const whole = limit !== undefined && /^-?\d+$/.test(text) && Math.abs(Number(text)) < limit;
  const day = to.name === 'DATE' && isDay(text);
  if (whole) return typed(sx.literal(to, String(BigInt(text))), to);
  return day ? typed(sx.literal(to, text), to) : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** DuckDB reads `\xAA` as a byte, and takes nothing but ASCII. */
function toBinary(operand: Typed, to: SparkType): Typed {
  const text = literalOf(operand);
  if (text === undefined || !/^[^\\\u0080-\u{10ffff}]*$/u.test(text)) {
    return refuse('Text as BLOB is translated of literals in ASCII without backslashes only.');
  }
  return typed(sx.cast(operand.expression, to), to);
}
