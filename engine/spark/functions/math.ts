/** Numbers. */
import { sx } from '../expression.ts';
import { argument, as, typed } from '../translate/typed.ts';
import { isFloating, isIntegral, isNumber, simple } from '../types.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunctions } from './entry.ts';
import { same, sameAsFirst } from './entry.ts';

export const MATH: SparkFunctions = {
  abs: sameAsFirst('abs'),
  round: (args, { result }) => {
    const [value, digits] = [argument(args, 0), args[1]];
    if (!isNumber(value.type)) return refuse('round() needs a number.');
    if (isIntegral(value.type)) return typed(value.expression, value.type);
    const places = digits === undefined ? sx.int(0) : as(digits, simple('INT'));
    // round() of a DOUBLE goes through decimal text in Spark, as it does not in DuckDB.
    if (isFloating(value.type)) return refuse('round() of floating-point numbers is not the same.');
    return typed(sx.call('round', value.expression, places), result);
  },
  pi: same('pi', [], 'DOUBLE'),
};
