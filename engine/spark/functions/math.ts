/** Numbers. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { bitwise, power, remainder, wholeDivision } from '../translate/arithmetic.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { is, isFloating, isIntegral, isNumber, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { build, same } from './entry.ts';

const DOUBLE = simple('DOUBLE');

const number = (args: readonly Typed[], at = 0): Typed => {
  const value = argument(args, at);
  if (isNumber(value.type)) return value;
  return refuse(`A number is needed where ${typeText(value.type)} stands.`);
};

/** Helpers that fail where DuckDB does and Spark does not, and the constants that need none. */
const GUARDS = {
  not_negative: (value: number) => value >= 0,
  positive: (value: number) => value > 0,
  not_one: (value: number) => value !== 1,
  within_one: (value: number) => Math.abs(value) <= 1,
  bounded: () => true,
} as const;

type Guard = keyof typeof GUARDS;

const guarded = (value: SparkExpression, guard: Guard): SparkExpression => {
  const literal = value.kind === 'literal' && value.value !== null ? Number(value.value) : NaN;
  return Number.isFinite(literal) && GUARDS[guard](literal) ? value : sx.helper(guard, value);
};

/** A function of a DOUBLE. */
const ofDouble =
  (name: string, guard?: Guard): SparkFunction =>
  (args) => {
    const value = as(number(args), DOUBLE);
    return typed(sx.call(name, guard === undefined ? value : guarded(value, guard)), DOUBLE);
  };

/** DuckDB gives a DOUBLE for whole numbers, too; Spark a BIGINT for either. */
const toWhole =
  (name: string, helper: string): SparkFunction =>
  (args, { result }) => {
    const value = number(args);
    if (value.type.kind === 'decimal' && result.kind === 'decimal') {
      return typed(sx.cast(sx.call(name, value.expression), result), result);
    }
    const double = as(value, DOUBLE);
    return typed(isFloating(value.type) ? sx.helper(helper, double) : double, DOUBLE);
  };

const round: SparkFunction = (args, { result }) => {
  const value = number(args);
  const digits = args[1] === undefined ? 0 : Number(literalOf(args[1]) ?? NaN);
  if (!Number.isSafeInteger(digits)) {
    return refuse('The digits of round() are a constant in Spark.');
  }
  if (isIntegral(value.type)) {
    if (digits >= 0) return value;
    return refuse(
      'DuckDB rounds whole numbers to tens beyond their range; Spark fails.',
      'Cast to DOUBLE.',
    );
  }
  if (value.type.kind === 'decimal') {
    if (result.kind !== 'decimal') return refuse('round() of this DECIMAL is not translated.');
    if (digits >= value.type.scale) return value;
    if (digits < 0 && value.type.scale === 0) {
      return refuse('A DECIMAL without decimals is not rounded to tens in Spark.');
    }
    return typed(sx.cast(sx.call('round', value.expression, sx.int(digits)), result), result);
  }
  return roundDouble(as(value, DOUBLE), digits);
};

/** Powers of ten are exact up to here, on every platform. */
const EXACT_POWER = 22;

function roundDouble(value: SparkExpression, digits: number): Typed {
  if (digits === 0) return typed(sx.helper('round_whole', value), DOUBLE);
  if (Math.abs(digits) > EXACT_POWER) {
    return refuse(`Spark rounds DOUBLE values to at most ${EXACT_POWER} digits.`);
  }
  const factor = sx.double(10 ** Math.abs(digits));
  return typed(sx.helper(digits > 0 ? 'round_decimals' : 'round_tens', value, factor), DOUBLE);
}

const truncate: SparkFunction = (args, { result }) => {
  const value = number(args);
  if (isIntegral(value.type)) return value;
  if (isFloating(value.type)) {
    return typed(sx.helper('trunc_double', as(value, DOUBLE)), DOUBLE);
  }
  if (value.type.kind !== 'decimal' || value.type.precision > 37 || result.kind !== 'decimal') {
    return refuse('trunc() of this DECIMAL is not translated.', 'Cast to DOUBLE.');
  }
  const { expression } = value;
  const whole = sx.minus(expression, sx.modulo(expression, sx.int(1)));
  return typed(sx.cast(whole, result), result);
};

/** The bits of a negative number as wide as DuckDB counts them; Spark counts those of a BIGINT. */
const bitCount: SparkFunction = (args, { argTypes }) => {
  const value = number(args);
  const [type] = argTypes;
  if (!isIntegral(value.type) || type?.kind !== 'scalar') {
    return refuse(`Spark counts no bits of ${typeText(value.type)}.`);
  }
  const mask = MASKS[type.name];
  const wide = as(value, simple('BIGINT'));
  const bits: SparkExpression =
    mask === undefined
      ? wide
      : {
          kind: 'binary',
          op: '&',
          left: wide,
          right: sx.literal(simple('BIGINT'), mask),
        };
  return typed(sx.cast(sx.call('bit_count', bits), simple('TINYINT')), simple('TINYINT'));
};

const MASKS: Readonly<Record<string, string>> = {
  TINYINT: '255',
  SMALLINT: '65535',
  INTEGER: '4294967295',
};

const two =
  (combine: (left: Typed, right: Typed, result: SparkType) => Typed): SparkFunction =>
  (args, { result }) =>
    combine(number(args, 0), number(args, 1), result);

const INFINITY = sx.double(Infinity);

export const MATH: SparkFunctions = {
  abs: (args) => {
    const value = number(args);
    return typed(sx.call('abs', value.expression), value.type);
  },
  sign: (args) => {
    const value = number(args);
    const plain = is(value.type, 'DOUBLE') || is(value.type, 'FLOAT');
    const double = as(value, DOUBLE);
    // Of NaN, which has no sign, DuckDB gives 0.
    const signed = sx.call('signum', plain ? sx.call('nanvl', double, sx.double(0)) : double);
    return typed(sx.cast(signed, simple('TINYINT')), simple('TINYINT'));
  },
  ceil: toWhole('ceil', 'ceil_double'),
  floor: toWhole('floor', 'floor_double'),
  round,
  trunc: truncate,
  sqrt: ofDouble('sqrt', 'not_negative'),
  cbrt: ofDouble('cbrt'),
  exp: ofDouble('exp'),
  ln: ofDouble('ln', 'positive'),
  log10: ofDouble('log10', 'positive'),
  log2: ofDouble('log2', 'positive'),
  log: (args, context) => {
    if (args.length === 1) return ofDouble('log10', 'positive')(args, context);
    const [base, value] = [as(number(args, 0), DOUBLE), as(number(args, 1), DOUBLE)];
    const divisor = guarded(guarded(base, 'positive'), 'not_one');
    return typed(sx.call('log', divisor, guarded(value, 'positive')), DOUBLE);
  },
  pow: two((base, exponent) => power(base, exponent)),
  mod: two(remainder),
  divide: two(wholeDivision),
  xor: two((left, right, result) => bitwise('^', left, right, result)),
  bit_count: bitCount,
  pi: same('pi', [], 'DOUBLE'),
  degrees: ofDouble('degrees'),
  radians: ofDouble('radians'),
  sin: ofDouble('sin', 'bounded'),
  cos: ofDouble('cos', 'bounded'),
  tan: ofDouble('tan', 'bounded'),
  asin: ofDouble('asin', 'within_one'),
  acos: ofDouble('acos', 'within_one'),
  atan: ofDouble('atan'),
  atan2: build(['DOUBLE'], 'DOUBLE', (y, x) => sx.helper('angle', y, x)),
  isnan: build(['DOUBLE'], 'BOOLEAN', (value) => sx.equal(value, sx.double(NaN))),
  isinf: build(['DOUBLE'], 'BOOLEAN', (value) => sx.equal(sx.call('abs', value), INFINITY)),
  isfinite: build(['DOUBLE'], 'BOOLEAN', (value) => sx.less(sx.call('abs', value), INFINITY)),
};
