/** Aggregates. */
import { sx } from '../expression.ts';
import { argument, as, typed } from '../translate/typed.ts';
import { decimal, is, isFloating, simple } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { sameAsFirst } from './entry.ts';

export const AGGREGATE: SparkFunctions = {
  count: (args) =>
    typed(sx.call('count', ...args.map(({ expression }) => expression)), simple('BIGINT')),
  min: sameAsFirst('min'),
  max: sameAsFirst('max'),
  sum: (args, { result }) => {
    const value = argument(args, 0);
    if (isFloating(value.type)) return typed(sx.call('sum', as(value, simple('DOUBLE'))), result);
    if (value.type.kind === 'decimal')
      return typed(sx.cast(sx.call('sum', value.expression), result), result);
    // HUGEINT in DuckDB. Sums of 32 bits cannot leave Spark's BIGINT; those of 64 bits can.
    if (is(value.type, 'BIGINT'))
      return typed(sx.call('sum', as(value, decimal(38, 0))), decimal(38, 0));
    return typed(sx.call('sum', value.expression), simple('BIGINT'));
  },
  avg: (args) => typed(sx.call('avg', as(argument(args, 0), simple('DOUBLE'))), simple('DOUBLE')),
};
