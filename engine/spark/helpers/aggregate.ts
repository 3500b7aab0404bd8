/** Of aggregates. */
import { sx } from '../expression.ts';
import { simple } from '../types.ts';
import type { Helper } from '../helper.ts';
import { helper } from '../helper.ts';

const DOUBLE = simple('DOUBLE');

export const AGGREGATE_HELPERS: Readonly<Record<string, Helper>> = {
  finite: helper(['value'], 'The value; an error where it is infinite or NaN.', (value) =>
    sx.when(
      // Infinity less itself is NaN, and NaN is not 0.
      sx.notEqual(sx.minus(value, value), sx.double(0)),
      sx.cast(sx.call('raise_error', sx.text('The result is out of range.')), DOUBLE),
      value,
    ),
  ),
  quantile_disc: helper(
    ['values', 'fraction'],
    'The value with a fraction of the others below it.',
    (values, fraction) => {
      const size = sx.call('size', values);
      const above = sx.call('floor', sx.times(size, sx.minus(sx.int(1), fraction)));
      const position = sx.minus(size, sx.cast(above, simple('INT')));
      const real = sx.call('greatest', sx.int(1), position);
      return sx.call('try_element_at', sx.call('array_sort', values), real);
    },
  ),
  in_order: helper(
    ['rows', 'ascending'],
    'Field "value" of the rows in the order of their fields; null without rows.',
    (rows, ascending) =>
      sx.when(
        sx.greater(sx.call('size', rows), sx.int(0)),
        sx.call('transform', sx.call('sort_array', rows, ascending), {
          kind: 'lambda',
          params: ['row'],
          body: { kind: 'field', operand: { kind: 'variable', name: 'row' }, name: 'value' },
        }),
      ),
    { ascending: 'BOOLEAN' },
  ),
};
