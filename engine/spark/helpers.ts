/**
 * Functions of ours for what Spark has no single function for. Spark's SQL gets their bodies written
 * out; programs define them once, by the same bodies, and call them by name.
 */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';
import { AGGREGATE_HELPERS } from './helpers/aggregate.ts';
import { LIST_HELPERS } from './helpers/list.ts';
import { TEXT_CAST_HELPERS } from './text-cast-helpers.ts';
import { TEXT_HELPERS } from './text-helpers.ts';

export const HELPERS: Readonly<Record<string, Helper>> = {
  ...TEXT_HELPERS,
  ...TEXT_CAST_HELPERS,
  divide: helper(
    ['dividend', 'divisor'],
    'Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error.',
    (dividend, divisor) =>
      sx.when(
        sx.equal(divisor, sx.double(0)),
        // 1/0 and 1/-0 are infinities of either sign; 0 times them is NaN.
        sx.times(dividend, sx.call('pow', divisor, sx.double(-1))),
        sx.over(dividend, divisor),
      ),
  ),
  ...AGGREGATE_HELPERS,
  ...LIST_HELPERS,
};

/** The body of a call with its arguments put in. */
export function expandHelper(name: string, args: readonly SparkExpression[]): SparkExpression {
  const found = HELPERS[name];
  if (found === undefined) throw new Error(`no helper ${name}`);
  return found.body(...args);
}
