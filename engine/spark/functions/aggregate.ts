/** Aggregates. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { CallContext, SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SimpleTypeName } from '../types.ts';
import { decimal, is, isFloating, isIntegral, isNumber, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { requireOrder } from './order.ts';
import { ORDERED_AGGREGATES } from './ordered-aggregate.ts';

const BIGINT = simple('BIGINT');
const DOUBLE = simple('DOUBLE');
const INT = simple('INT');

/** A number as Spark adds it up; DuckDB counts true as 1. */
function addend(value: Typed): Typed {
  if (is(value.type, 'BOOLEAN')) return typed(as(value, INT), INT);
  if (is(value.type, 'BIGINT')) return typed(as(value, decimal(38, 0)), decimal(38, 0));
  if (is(value.type, 'FLOAT')) return typed(as(value, DOUBLE), DOUBLE);
  if (!isNumber(value.type)) return refuse(`Spark adds up no ${typeText(value.type)} values.`);
  return value;
}

/** HUGEINT in DuckDB: sums of 32 bits cannot leave Spark's BIGINT, those of 64 bits are DECIMAL. */
const sum: SparkFunction = (args, { result }) => {
  const { expression, type } = addend(argument(args, 0));
  const total = sx.call('sum', expression);
  if (type.kind === 'decimal') {
    const own = decimal(Math.min(38, type.precision + 10), type.scale);
    return typed(as(typed(total, own), result), result);
  }
  return typed(total, isFloating(type) ? DOUBLE : BIGINT);
};

/** Where a sum of DOUBLEs could lose digits, the exact sum is divided. */
const avg: SparkFunction = (args) => {
  const value = argument(args, 0);
  const { expression, type } = addend(value);
  if (type.kind !== 'decimal') return typed(sx.call('avg', expression), DOUBLE);
  const count = sx.call('count', value.expression);
  return typed(sx.over(sx.cast(sx.call('sum', expression), DOUBLE), count), DOUBLE);
};

const extreme =
  (name: 'min' | 'max'): SparkFunction =>
  (args, { argTypes }) => {
    if (args.length > 1) return refuse(`Lists of ${name}() have no counterpart in Spark.`);
    const value = argument(args, 0);
    requireOrder(argTypes[0]);
    return typed(sx.call(name, value.expression), value.type);
  };

/** Of DOUBLEs; null of nothing. */
const ofDoubles =
  (name: string): SparkFunction =>
  (args) =>
    typed(sx.call(name, ...args.map((arg) => as(number(arg), DOUBLE))), DOUBLE);

/** The same, failing where DuckDB does: when a value is not finite. */
const finite =
  (name: string): SparkFunction =>
  (args, context) =>
    typed(sx.helper('finite', ofDoubles(name)(args, context).expression), DOUBLE);

/** Of pairs of DOUBLEs, neither of which is null; with their covariance. */
const ofPairs =
  (
    make: (y: SparkExpression, x: SparkExpression, covariance: SparkExpression) => SparkExpression,
  ): SparkFunction =>
  (args) => {
    const [y, x] = [0, 1].map((i) => as(number(argument(args, i)), DOUBLE)) as [
      SparkExpression,
      SparkExpression,
    ];
    const beside = (value: SparkExpression, other: SparkExpression): SparkExpression =>
      sx.when(sx.isNotNull(other), value);
    return typed(make(beside(y, x), beside(x, y), sx.call('covar_pop', y, x)), DOUBLE);
  };

function number(value: Typed): Typed {
  if (isNumber(value.type)) return value;
  return refuse(`A number is needed where ${typeText(value.type)} stands.`);
}

const onlyOf =
  (name: string, type: SimpleTypeName): SparkFunction =>
  (args) =>
    typed(sx.call(name, as(argument(args, 0), simple(type))), simple(type));

const bits =
  (name: string): SparkFunction =>
  (args) => {
    const value = argument(args, 0);
    if (!isIntegral(value.type)) return refuse(`${name}() needs whole numbers of 64 bits at most.`);
    return typed(sx.call(name, value.expression), value.type);
  };

/** Spark and DuckDB interpolate DOUBLEs alike; DECIMAL, FLOAT and dates they do not. */
function percentile(value: Typed, fraction: number): Typed {
  const { type } = value;
  if (!isIntegral(type) && !is(type, 'DOUBLE')) {
    return refuse(
      `Between ${typeText(type)} values, Spark interpolates differently.`,
      'Cast to DOUBLE.',
    );
  }
  return typed(sx.call('percentile', value.expression, sx.double(fraction)), DOUBLE);
}

function fractionOf(args: readonly Typed[], { call }: CallContext): string {
  const text = literalOf(args[1]);
  const fraction = Number(text);
  if (text === undefined || !(fraction >= 0 && fraction <= 1)) {
    return refuse(`The fraction of ${call.name}() must be a number from 0 to 1.`);
  }
  return text;
}

export const AGGREGATE: SparkFunctions = {
  count: (args) => typed(sx.call('count', ...args.map(({ expression }) => expression)), BIGINT),
  // DuckDB adds up: null where there is no condition that is not null.
  count_if: (args) => {
    const condition = typed(as(argument(args, 0), simple('BOOLEAN')), simple('BOOLEAN'));
    return typed(sx.call('sum', as(condition, INT)), BIGINT);
  },
  sum,
  avg,
  min: extreme('min'),
  max: extreme('max'),
  median: (args) => percentile(argument(args, 0), 0.5),
  quantile_cont: (args, context) =>
    percentile(argument(args, 0), Number(fractionOf(args, context))),
  quantile_disc: (args, context) => {
    const value = argument(args, 0);
    requireOrder(context.argTypes[0]);
    const fraction = args[1];
    if (fraction === undefined || isFloating(fraction.type)) {
      return refuse('The fraction of quantile_disc() must be written as a decimal number.');
    }
    fractionOf(args, context);
    const values = sx.call('collect_list', value.expression);
    return typed(sx.helper('quantile_disc', values, fraction.expression), value.type);
  },
  stddev: finite('stddev_samp'),
  stddev_pop: finite('stddev_pop'),
  variance: finite('var_samp'),
  var_pop: finite('var_pop'),
  covar_samp: ofDoubles('covar_samp'),
  covar_pop: ofDoubles('covar_pop'),
  corr: ofPairs((y, x, covariance) =>
    sx.helper('correlation', covariance, sx.call('stddev_pop', y), sx.call('stddev_pop', x)),
  ),
  regr_slope: ofPairs((_, x, covariance) => sx.helper('slope', covariance, sx.call('var_pop', x))),
  regr_intercept: ofPairs((y, x, covariance) => {
    const slope = sx.helper('slope', covariance, sx.call('var_pop', x));
    return sx.helper('intercept', slope, sx.call('avg', y), sx.call('avg', x));
  }),
  regr_r2: ofPairs((y, x, covariance) =>
    sx.helper('explained', covariance, sx.call('var_pop', y), sx.call('var_pop', x)),
  ),
  bool_and: onlyOf('bool_and', 'BOOLEAN'),
  bool_or: onlyOf('bool_or', 'BOOLEAN'),
  bit_and: bits('bit_and'),
  bit_or: bits('bit_or'),
  bit_xor: bits('bit_xor'),
  ...ORDERED_AGGREGATES,
};
