/** Aggregates. Nulls do not count unless the entry says so. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const ROWS = `
  SELECT * FROM (VALUES (1, 10, 'a', true), (2, 20, 'b', false), (2, 40, 'b', true), (4, NULL, NULL, true))
  AS t(x, y, s, b)`;

const aggregate = family('aggregate', 'aggregate', ROWS);

export const AGGREGATE: readonly FunctionEntry[] = [
  aggregate(
    'count',
    ['() → BIGINT', '(value ANY) → BIGINT'],
    'Number of rows, or of values that are not null.',
    ['count(y)', '3'],
  ),
  aggregate(
    'count_if',
    '(condition BOOLEAN) → HUGEINT',
    'Number of rows for which a condition holds.',
    ['count_if(x > 1)', '3'],
    { aliases: ['countif'] },
  ),
  aggregate('sum', '(value NUMBER) → NUMBER', 'Sum; null when there is no value.', [
    'sum(y)',
    '70',
  ]),
  aggregate('avg', '(value NUMBER) → DOUBLE', 'Mean.', ['avg(x)', '2.25'], { aliases: ['mean'] }),
  aggregate('min', '(value T) → T', 'Smallest value.', ['min(s)', 'a']),
  aggregate('max', '(value T) → T', 'Largest value.', ['max(y)', '40']),
  aggregate('median', '(value T) → T', 'Middle value; between two, their mean.', [
    'median(y)',
    '20.0',
  ]),
  aggregate('mode', '(value T) → T', 'The most frequent value.', ['mode(x)', '2']),
  aggregate(
    'quantile_cont',
    '(value NUMBER, fraction DOUBLE) → NUMBER',
    'The value below which a fraction of the values lies, interpolated.',
    ['quantile_cont(x, 0.5)', '2.0'],
  ),
  aggregate(
    'quantile_disc',
    '(value T, fraction DOUBLE) → T',
    'As quantile_cont, but always one of the values.',
    ['quantile_disc(x, 0.5)', '2'],
    { aliases: ['quantile'] },
  ),
  aggregate(
    'stddev',
    '(value DOUBLE) → DOUBLE',
    'Standard deviation of a sample.',
    ['round(stddev(x), 4)', '1.2583'],
    { aliases: ['stddev_samp'] },
  ),
  aggregate('stddev_pop', '(value DOUBLE) → DOUBLE', 'Standard deviation of all values.', [
    'round(stddev_pop(x), 4)',
    '1.0897',
  ]),
  aggregate(
    'variance',
    '(value DOUBLE) → DOUBLE',
    'Variance of a sample.',
    ['round(variance(x), 4)', '1.5833'],
    { aliases: ['var_samp'] },
  ),
  aggregate('var_pop', '(value DOUBLE) → DOUBLE', 'Variance of all values.', [
    'round(var_pop(x), 4)',
    '1.1875',
  ]),
  aggregate('skewness', '(value DOUBLE) → DOUBLE', 'Skewness.', [
    'round(skewness(x), 4)',
    '1.1293',
  ]),
  aggregate('kurtosis', '(value DOUBLE) → DOUBLE', 'Excess kurtosis, corrected for the sample.', [
    'round(kurtosis(x), 4)',
    '2.2271',
  ]),
  aggregate('corr', '(y DOUBLE, x DOUBLE) → DOUBLE', 'Correlation.', [
    'round(corr(y, x), 4)',
    '0.7559',
  ]),
  aggregate('covar_samp', '(y DOUBLE, x DOUBLE) → DOUBLE', 'Covariance of a sample.', [
    'round(covar_samp(y, x), 4)',
    '6.6667',
  ]),
  aggregate('covar_pop', '(y DOUBLE, x DOUBLE) → DOUBLE', 'Covariance of all values.', [
    'round(covar_pop(y, x), 4)',
    '4.4444',
  ]),
  aggregate('regr_slope', '(y DOUBLE, x DOUBLE) → DOUBLE', 'Slope of the line that fits best.', [
    'round(regr_slope(y, x), 4)',
    '20.0',
  ]),
  aggregate(
    'regr_intercept',
    '(y DOUBLE, x DOUBLE) → DOUBLE',
    'Where the line that fits best meets x = 0.',
    ['round(regr_intercept(y, x), 4)', '-10.0'],
  ),
  aggregate(
    'regr_r2',
    '(y DOUBLE, x DOUBLE) → DOUBLE',
    'How much of the variance the line explains.',
    ['round(regr_r2(y, x), 4)', '0.5714'],
  ),
  aggregate('mad', '(value T) → T', 'Median of the distances from the median.', ['mad(x)', '0.5']),
  aggregate('entropy', '(value ANY) → DOUBLE', 'Entropy in bits.', ['entropy(x)', '1.5']),
  aggregate('product', '(value DOUBLE) → DOUBLE', 'Product.', ['product(x)', '16.0']),
  aggregate(
    'geometric_mean',
    '(value DOUBLE) → DOUBLE',
    'Geometric mean.',
    ['round(geometric_mean(x), 4)', '2.0'],
    { aliases: ['geomean'] },
  ),
  aggregate('fsum', '(value DOUBLE) → DOUBLE', 'Sum with Kahan’s correction.', ['fsum(x)', '9.0'], {
    aliases: ['kahan_sum', 'sumkahan'],
  }),
  aggregate(
    'first',
    '(value T) → T',
    'The first value, null or not, in the order given.',
    ['first(s ORDER BY x)', 'a'],
    { aliases: ['arbitrary'] },
  ),
  aggregate('last', '(value T) → T', 'The last value, null or not, in the order given.', [
    'last(y ORDER BY x DESC)',
    '10',
  ]),
  aggregate('any_value', '(value T) → T', 'The first value that is not null.', [
    'any_value(y ORDER BY x DESC, y)',
    '20',
  ]),
  aggregate(
    'arg_min',
    '(value T, by ANY, count? BIGINT) → T',
    'The value of the row where another is smallest.',
    ['arg_min(s, x)', 'a'],
    { aliases: ['min_by', 'argmin'] },
  ),
  aggregate(
    'arg_max',
    '(value T, by ANY, count? BIGINT) → T',
    'The value of the row where another is largest.',
    ['arg_max(s, y)', 'b'],
    { aliases: ['max_by', 'argmax'] },
  ),
  aggregate(
    'list',
    '(value T) → T[]',
    'All values, nulls too, as a list.',
    ['list(y ORDER BY x, y)', '[10, 20, 40, NULL]'],
    { aliases: ['array_agg'] },
  ),
  aggregate(
    'string_agg',
    '(text VARCHAR, separator? VARCHAR) → VARCHAR',
    'Texts joined with a separator.',
    ["string_agg(s, '; ' ORDER BY x)", 'a; b; b'],
    { aliases: ['group_concat', 'listagg'] },
  ),
  aggregate('histogram', '(value T) → MAP(T, UBIGINT)', 'How often each value occurs.', [
    'histogram(x)',
    '{1=1, 2=2, 4=1}',
  ]),
  aggregate('bool_and', '(condition BOOLEAN) → BOOLEAN', 'Whether all are true.', [
    'bool_and(b)',
    'false',
  ]),
  aggregate('bool_or', '(condition BOOLEAN) → BOOLEAN', 'Whether one is true.', [
    'bool_or(b)',
    'true',
  ]),
  aggregate('bit_and', '(value INTEGER) → INTEGER', 'Bits set in all values.', ['bit_and(x)', '0']),
  aggregate('bit_or', '(value INTEGER) → INTEGER', 'Bits set in any value.', ['bit_or(x)', '7']),
  aggregate('bit_xor', '(value INTEGER) → INTEGER', 'Bits set in an odd number of values.', [
    'bit_xor(x)',
    '5',
  ]),
  aggregate(
    'approx_count_distinct',
    '(value ANY) → BIGINT',
    'About how many different values there are (HyperLogLog).',
    ['approx_count_distinct(x)', '3'],
  ),
  aggregate(
    'approx_quantile',
    '(value NUMBER, fraction FLOAT) → NUMBER',
    'About a quantile (t-digest).',
    ['approx_quantile(x, 0.5)', '2'],
  ),
];
