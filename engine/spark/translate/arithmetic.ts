/** Operators of numbers. */
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SimpleTypeName, SparkType } from '../types.ts';
import {
  asDecimal,
  decimal,
  is,
  isFloating,
  isIntegral,
  isNumber,
  simple,
  typeText,
} from '../types.ts';
import type { Typed } from './typed.ts';
import { as, literalOf, together, typed } from './typed.ts';

const DOUBLE = simple('DOUBLE');
const BIGINT = simple('BIGINT');

export const isUnsigned = (type: ColumnType): boolean =>
  type.kind === 'scalar' && /^U(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type.name);

export function arithmetic(
  op: '+' | '-' | '*',
  left: Typed,
  right: Typed,
  result: SparkType,
): Typed {
  if (result.kind === 'decimal') return decimalArithmetic(op, left, right, result);
  const [a, b] = together([left, right], result) as [SparkExpression, SparkExpression];
  return typed({ kind: 'binary', op, left: a, right: b }, result);
}

/**
 * DuckDB adds in `max(whole) + max(scale) + 1` digits, as Spark does, and multiplies in the sum of both,
 * where Spark takes one more: one cast sets it right. Beyond 38 digits Spark takes decimals away, down
 * to six.
 */
function decimalArithmetic(
  op: '+' | '-' | '*',
  left: Typed,
  right: Typed,
  result: SparkType,
): Typed {
  if (isFloating(left.type) || isFloating(right.type)) {
    return refuse('A DECIMAL result of floating-point numbers is not the same in Spark.');
  }
  const { precision, scale } = digitsOf(op, digits(left), digits(right));
  if (precision > 38 && Math.max(38 - (precision - scale), Math.min(scale, 6)) < scale) {
    return refuse(
      `Spark keeps fewer decimals than ${scale} in a result of ${precision} digits.`,
      'Cast to a DECIMAL with fewer digits, or to DOUBLE.',
    );
  }
  const expression = {
    kind: 'binary',
    op,
    left: left.expression,
    right: right.expression,
  } as const;
  // A parameter has the digits of its value, which is not known.
  if (isParameter(left) || isParameter(right)) return typed(sx.cast(expression, result), result);
  return typed(as(typed(expression, decimal(Math.min(38, precision), scale)), result), result);
}

const isParameter = ({ expression, type }: Typed): boolean =>
  expression.kind === 'parameter' && isIntegral(type);

interface Digits {
  readonly precision: number;
  readonly scale: number;
}

/** Of the result, before it is cut to 38. */
function digitsOf(op: '+' | '-' | '*', a: Digits, b: Digits): Digits {
  if (op === '*') return { precision: a.precision + b.precision + 1, scale: a.scale + b.scale };
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return { precision: whole + scale + 1, scale };
}

/** The DECIMAL that Spark takes a number for: literals have the digits that are written. */
function digits({ expression, type }: Typed): Digits {
  const written = is(type, 'INT') && expression.kind === 'literal' ? expression.value : null;
  if (written !== null) return { precision: written.replace('-', '').length, scale: 0 };
  return is(type, 'BIGINT') ? { precision: 20, scale: 0 } : asDecimal(type);
}

const numbers = (left: Typed, right: Typed, what: string): void => {
  for (const { type } of [left, right]) {
    if (!isNumber(type)) refuse(`Spark has no ${what} for ${typeText(type)}.`);
  }
};

/** A literal other than 0. */
const isNotZero = (value: Typed): boolean => Number(literalOf(value) ?? 0) !== 0;

/** What DuckDB computes with FLOAT values: brought to FLOAT first, then without more loss to DOUBLE. */
function asDoubles(left: Typed, right: Typed, result: SparkType): SparkExpression[] {
  return [left, right].map((side) =>
    is(result, 'FLOAT') ? as(typed(as(side, result), result), DOUBLE) : as(side, DOUBLE),
  );
}

/** The same where Spark divides: columns of whole numbers it takes as DOUBLEs by itself. */
function asDividends(left: Typed, right: Typed, result: SparkType): SparkExpression[] {
  const doubles = asDoubles(left, right, result);
  return [left, right].map(({ expression, type }, i) => {
    const whole = isIntegral(type) && expression.kind !== 'literal' && !is(result, 'FLOAT');
    return whole ? expression : (doubles[i] as SparkExpression);
  });
}

/** DuckDB's `/` always gives a DOUBLE (a FLOAT of FLOATs), and an infinity for a division by zero. */
export function divide(left: Typed, right: Typed, result: SparkType): Typed {
  numbers(left, right, 'division');
  const [a, b] = asDividends(left, right, result) as [SparkExpression, SparkExpression];
  const quotient = isNotZero(right)
    ? sx.over(a, sx.double(Number(literalOf(right))))
    : sx.helper('divide', a, b);
  // A quotient of FLOATs, rounded to DOUBLE and then to FLOAT, is the one rounded once.
  return typed(as(typed(quotient, DOUBLE), result), result);
}

/** DuckDB's `//`: null for a division by zero; of floating-point numbers it cuts nothing off. */
export function wholeDivision(left: Typed, right: Typed, result: SparkType): Typed {
  numbers(left, right, 'division');
  if (isFloating(result)) {
    const [a, b] = asDoubles(left, right, result) as [SparkExpression, SparkExpression];
    const quotient = sx.over(a, isNotZero(right) ? b : sx.call('nullif', b, sx.double(0)));
    return typed(as(typed(quotient, DOUBLE), result), result);
  }
  if (!isIntegral(result)) return refuse(`Spark has no // for ${typeText(result)}.`);
  const [a, b] = together([left, right], result) as [SparkExpression, SparkExpression];
  const divisor = isNotZero(right) ? b : sx.call('nullif', b, sx.int(0));
  return typed(as(typed(sx.call('div', a, divisor), BIGINT), result), result);
}

export function remainder(left: Typed, right: Typed, result: SparkType): Typed {
  numbers(left, right, '%');
  if (isIntegral(result)) {
    if (isNotZero(right) && literalOf(right) !== '-1') {
      const [value, divisor] = together([left, right], result) as [
        SparkExpression,
        SparkExpression,
      ];
      return typed(sx.modulo(value, divisor), result);
    }
    return typed(sx.helper('remainder', as(left, result), as(right, result)), result);
  }
  if (result.kind === 'decimal') return decimalRemainder(left, right, result);
  if (left.type.kind === 'decimal' || right.type.kind === 'decimal') {
    return refuse('The remainder of a DECIMAL as DOUBLE is not the same in Spark.');
  }
  const [a, b] = asDoubles(left, right, result) as [SparkExpression, SparkExpression];
  const rest = isNotZero(right) ? sx.modulo(a, b) : sx.helper('remainder_double', a, b);
  return typed(as(typed(rest, DOUBLE), result), result);
}

function decimalRemainder(left: Typed, right: Typed, result: SparkType): Typed {
  if (isFloating(left.type) || isFloating(right.type)) {
    return refuse('A DECIMAL result of floating-point numbers is not the same in Spark.');
  }
  const divisor = isNotZero(right)
    ? right.expression
    : sx.call('nullif', right.expression, sx.int(0));
  return typed(sx.cast(sx.modulo(left.expression, divisor), result), result);
}

/** `^` and `**` of DuckDB, always of DOUBLEs. */
export function power(left: Typed, right: Typed): Typed {
  numbers(left, right, '^');
  const [base, exponent] = [as(left, DOUBLE), as(right, DOUBLE)];
  const plain = literalOf(right) !== undefined || Math.abs(Number(literalOf(left) ?? 1)) !== 1;
  return typed(plain ? sx.call('pow', base, exponent) : sx.helper('power', base, exponent), DOUBLE);
}

export function bitwise(op: '&' | '|' | '^', left: Typed, right: Typed, result: SparkType): Typed {
  if (!isIntegral(result)) return refuse(`Spark combines no bits of ${typeText(result)}.`);
  const [a, b] = together([left, right], result) as [SparkExpression, SparkExpression];
  return typed({ kind: 'binary', op, left: a, right: b }, result);
}

const BITS: Readonly<Partial<Record<SimpleTypeName, number>>> = {
  TINYINT: 8,
  SMALLINT: 16,
  INT: 32,
  BIGINT: 64,
};

/** By more bits than a number has DuckDB gives 0; Spark takes the number modulo its bits. */
export function shiftRight(left: Typed, right: Typed, result: SparkType): Typed {
  const bits = result.kind === 'simple' ? BITS[result.name] : undefined;
  if (bits === undefined) return refuse(`Spark shifts no ${typeText(result)}.`);
  const by = Number(literalOf(right) ?? NaN);
  if (!(by >= 0 && by < bits)) return refuse(`Spark shifts by 0 to ${bits - 1} bits.`);
  const wide = is(result, 'BIGINT') ? BIGINT : simple('INT');
  const shifted = sx.call('shiftright', as(left, wide), sx.int(by));
  return typed(as(typed(shifted, wide), result), result);
}
