/** Rebuilding Spark expressions. */
import type { SparkCall, SparkExpression } from './expression.ts';
import { partsOf } from './expression.ts';

/** Whether a test holds for the expression or a part of it. */
export const some = (
  expression: SparkExpression,
  test: (part: SparkExpression) => boolean,
): boolean => test(expression) || partsOf(expression).some((part) => some(part, test));

type Change = (part: SparkExpression) => SparkExpression;

/** The expression with each of the parts directly inside it changed. */
export function mapParts(expression: SparkExpression, change: Change): SparkExpression {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'parameter':
    case 'variable':
      return expression;
    case 'call':
    case 'helper':
      return { ...expression, args: expression.args.map(change) };
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'unary':
    case 'cast':
    case 'is-null':
    case 'field':
      return { ...expression, operand: change(expression.operand) };
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => ({
        when: change(when),
        then: change(then),
      }));
      const { otherwise } = expression;
      return {
        ...expression,
        branches,
        ...(otherwise === undefined ? {} : { otherwise: change(otherwise) }),
      };
    }
    case 'in':
      return {
        ...expression,
        operand: change(expression.operand),
        list: expression.list.map(change),
      };
    case 'like':
      return {
        ...expression,
        operand: change(expression.operand),
        pattern: change(expression.pattern),
      };
    case 'item':
      return {
        ...expression,
        operand: change(expression.operand),
        index: change(expression.index),
      };
    case 'struct':
      return {
        ...expression,
        fields: expression.fields.map(({ name, value }) => ({ name, value: change(value) })),
      };
    case 'lambda':
      return { ...expression, body: change(expression.body) };
    case 'window':
      return expression;
  }
}

/** Spark's aggregates and window functions that translations use. */
const AGGREGATES: ReadonlySet<string> = new Set(
  `avg bit_and bit_or bit_xor bool_and bool_or collect_list collect_set corr count count_if covar_pop
  covar_samp cume_dist dense_rank first_value lag last_value lead max max_by min min_by mode nth_value ntile percent_rank
  percentile rank regr_count regr_intercept regr_r2 regr_slope row_number stddev_pop stddev_samp sum
  var_pop var_samp`.split(/\s+/),
);

/**
 * A translation of an aggregate with something put on each aggregate of Spark's in it: FILTER, DISTINCT
 * and OVER belong to them and not to what is computed of their values.
 */
export function mapAggregates(
  expression: SparkExpression,
  change: (call: SparkCall) => SparkExpression,
): SparkExpression {
  if (expression.kind === 'call' && AGGREGATES.has(expression.name)) return change(expression);
  return mapParts(expression, (part) => mapAggregates(part, change));
}

export const hasAggregate = (expression: SparkExpression): boolean => {
  let found = false;
  mapAggregates(expression, (call) => {
    found = true;
    return call;
  });
  return found;
};
