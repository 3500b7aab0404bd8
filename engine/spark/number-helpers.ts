/** What DuckDB does with DOUBLE values and divisions where Spark does something else. */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';

const INFINITY = sx.double(Infinity);
const ZERO = sx.double(0);
const ONE = sx.double(1);

const abs = (value: SparkExpression): SparkExpression => sx.call('abs', value);
const sign = (value: SparkExpression): SparkExpression => sx.call('signum', value);
const rint = (value: SparkExpression): SparkExpression => sx.call('rint', value);
const pow = (base: SparkExpression, exponent: SparkExpression): SparkExpression =>
  sx.call('pow', base, exponent);
const fail = (message: string): SparkExpression => sx.call('raise_error', sx.text(message));

/**
 * Halves away from zero, and -0.0 for what is rounded to it from below. Spark's round() gives 0.0 there,
 * and with digits it goes through decimal text.
 */
const roundHalves = (value: SparkExpression, magnitude: SparkExpression): SparkExpression =>
  sx.times(sign(value), sx.call('round', magnitude));

const tens = (value: SparkExpression, factor: SparkExpression): SparkExpression =>
  sx.times(roundHalves(value, sx.over(abs(value), factor)), factor);

export const NUMBER_HELPERS: Readonly<Record<string, Helper>> = {
  divide: helper(
    ['dividend', 'divisor'],
    'Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error.',
    (dividend, divisor) =>
      sx.when(
        sx.equal(divisor, ZERO),
        // 1/0 and 1/-0 are infinities of either sign; 0 times them is NaN.
        sx.times(dividend, pow(divisor, sx.double(-1))),
        sx.over(dividend, divisor),
      ),
  ),
  remainder: helper(
    ['value', 'divisor'],
    'Remainder of whole numbers, null for a division by zero.',
    (value, divisor) =>
      sx.when(
        // The smallest number has no counterpart above zero: an error, as in the division.
        sx.equal(divisor, sx.int(-1)),
        sx.plus(value, sx.negative(value)),
        sx.modulo(value, sx.call('nullif', divisor, sx.int(0))),
      ),
  ),
  remainder_double: helper(
    ['value', 'divisor'],
    'Remainder of DOUBLEs, NaN for a division by zero.',
    (value, divisor) =>
      sx.when(sx.equal(divisor, ZERO), sx.times(value, sx.double(NaN)), sx.modulo(value, divisor)),
  ),
  power: helper(
    ['base', 'exponent'],
    'Power of DOUBLEs as C has it: 1 to the power of anything is 1.',
    (base, exponent) =>
      sx.when(
        sx.or(
          sx.and(sx.equal(abs(base), ONE), sx.equal(abs(exponent), INFINITY)),
          sx.and(sx.equal(base, ONE), sx.call('isnan', exponent)),
        ),
        ONE,
        pow(base, exponent),
      ),
  ),
  round_whole: helper(['value'], 'Rounds a DOUBLE, halves away from zero.', (value) =>
    roundHalves(value, abs(value)),
  ),
  round_decimals: helper(
    ['value', 'factor'],
    'Rounds a DOUBLE to decimals: 100 for two of them.',
    (value, factor) =>
      sx.when(
        // What grows beyond all bounds has no decimals.
        sx.less(sx.times(abs(value), factor), INFINITY),
        sx.over(roundHalves(value, sx.times(abs(value), factor)), factor),
        value,
      ),
    { factor: 'DOUBLE' },
  ),
  round_tens: helper(
    ['value', 'factor'],
    'Rounds a DOUBLE to tens, hundreds, …; what has no finite result becomes 0.',
    (value, factor) =>
      sx.when(sx.greaterOrEqual(abs(tens(value, factor)), INFINITY), ZERO, tens(value, factor)),
    { factor: 'DOUBLE' },
  ),
  floor_double: helper(['value'], 'Next whole number downwards, as DOUBLE.', (value) =>
    sx.when(sx.greater(rint(value), value), sx.minus(rint(value), ONE), rint(value)),
  ),
  ceil_double: helper(['value'], 'Next whole number upwards, as DOUBLE.', (value) =>
    sx.negative(sx.helper('floor_double', sx.negative(value))),
  ),
  trunc_double: helper(['value'], 'A DOUBLE without its decimals.', (value) =>
    sx.times(sign(value), sx.helper('floor_double', abs(value))),
  ),
  not_negative: helper(['value'], 'The value; below zero it is an error.', (value) =>
    sx.when(sx.less(value, ZERO), fail('cannot take square root of a negative number'), value),
  ),
  positive: helper(['value'], 'The value; at zero or below it is an error.', (value) =>
    sx.when(
      sx.lessOrEqual(value, ZERO),
      fail('cannot take logarithm of zero or of a negative number'),
      value,
    ),
  ),
  not_one: helper(['value'], 'The value; at one it is an error.', (value) =>
    sx.when(sx.equal(value, ONE), fail('there is no logarithm to base one'), value),
  ),
  within_one: helper(['value'], 'The value; outside of -1 to 1 it is an error.', (value) =>
    sx.when(
      sx.greater(sx.call('nanvl', abs(value), ZERO), ONE),
      fail('the value is outside of [-1, 1]'),
      value,
    ),
  ),
  bounded: helper(['value'], 'The value; an infinite one is an error.', (value) =>
    sx.when(sx.equal(abs(value), INFINITY), fail('the value is infinite'), value),
  ),
  angle: helper(
    ['y', 'x'],
    "Angle of a point in radians; Spark's atan2 takes -0.0 for 0.0.",
    (y, x) => ({
      kind: 'case',
      branches: [
        {
          when: sx.and(sx.equal(y, ZERO), sx.or(sx.less(x, ZERO), below(x))),
          then: sx.when(below(y), sx.negative(sx.call('pi')), sx.call('pi')),
        },
        { when: sx.and(sx.equal(y, ZERO), sx.lessOrEqual(abs(x), INFINITY)), then: y },
      ],
      otherwise: sx.call('atan2', y, x),
    }),
  ),
};

/** Whether a number, or a zero, has a minus. */
function below(value: SparkExpression): SparkExpression {
  return sx.less(pow(value, sx.double(-1)), ZERO);
}
