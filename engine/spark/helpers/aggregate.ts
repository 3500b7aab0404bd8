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
  values_of: helper(['rows'], 'Field "value" of the rows; null without rows.', (rows) =>
    sx.when(
      sx.greater(sx.call('size', rows), sx.int(0)),
      sx.call('transform', rows, {
        kind: 'lambda',
        params: ['row'],
        body: { kind: 'field', operand: { kind: 'variable', name: 'row' }, name: 'value' },
      }),
    ),
  ),
  in_order: helper(
    ['rows', 'ascending'],
    'Field "value" of the rows in the order of their fields; null without rows.',
    (rows, ascending) => sx.helper('values_of', sx.call('sort_array', rows, ascending)),
    { ascending: 'BOOLEAN' },
  ),
  correlation: helper(
    ['covariance', 'deviation_y', 'deviation_x'],
    'Correlation; NaN where a side is always the same.',
    (covariance, y, x) =>
      sx.helper('divide', covariance, sx.times(sx.helper('finite', y), sx.helper('finite', x))),
  ),
  slope: helper(
    ['covariance', 'variance_x'],
    'Slope of the line that fits best; NaN where x is always the same.',
    (covariance, x) => sx.helper('divide', covariance, sx.helper('finite', x)),
  ),
  intercept: helper(
    ['slope', 'mean_y', 'mean_x'],
    'Where the line that fits best meets x = 0; null where there is none.',
    (slope, y, x) => sx.when(sx.not(sx.call('isnan', slope)), sx.minus(y, sx.times(slope, x))),
  ),
  explained: helper(
    ['covariance', 'variance_y', 'variance_x'],
    'Share of the variance of y that the line explains.',
    (covariance, y, x) => ({
      kind: 'case',
      branches: [
        { when: sx.equal(sx.helper('finite', x), sx.double(0)), then: sx.null(DOUBLE) },
        { when: sx.equal(sx.helper('finite', y), sx.double(0)), then: sx.double(1) },
      ],
      otherwise: sx.over(sx.over(sx.times(covariance, covariance), x), y),
    }),
  ),
};
