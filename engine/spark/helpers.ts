/**
 * Functions of ours for what Spark has no single function for. Spark's SQL gets their bodies written
 * out; programs define them once, by the same bodies, and call them by name.
 */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';
import { TEXT_CAST_HELPERS } from './text-cast-helpers.ts';
import { TEXT_HELPERS } from './text-helpers.ts';

const arg = (args: readonly SparkExpression[], at: number): SparkExpression => {
  const found = args[at];
  if (found === undefined) throw new Error('a helper lacks an argument');
  return found;
};

export const HELPERS: Readonly<Record<string, Helper>> = {
  ...TEXT_HELPERS,
  ...TEXT_CAST_HELPERS,
  divide: helper(
    ['dividend', 'divisor'],
    'Quotient of two DOUBLEs as IEEE 754 has it: by zero it is infinite or NaN, not an error.',
    (...args) =>
      sx.when(
        sx.equal(arg(args, 1), sx.double(0)),
        // 1/0 and 1/-0 are infinities of either sign; 0 times them is NaN.
        sx.times(arg(args, 0), sx.call('pow', arg(args, 1), sx.double(-1))),
        sx.over(arg(args, 0), arg(args, 1)),
      ),
  ),
};

/** The body of a call with its arguments put in. */
export function expandHelper(name: string, args: readonly SparkExpression[]): SparkExpression {
  const found = HELPERS[name];
  if (found === undefined) throw new Error(`no helper ${name}`);
  return found.body(...args);
}
