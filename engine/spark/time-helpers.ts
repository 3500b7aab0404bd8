/** What DuckDB does with dates and times where Spark has no function for it. */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import { simple } from './types.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';

const NTZ = simple('TIMESTAMP_NTZ');

/** 2000-01-03, a Monday: what buckets are counted from. */
const ORIGIN = sx.literal(simple('BIGINT'), '946857600000000');

const matches = (text: SparkExpression, pattern: string): SparkExpression => ({
  kind: 'like',
  op: 'rlike',
  operand: text,
  pattern: sx.text(pattern),
});

/** The part of a text that matches, in the form of a replacement; empty where nothing does. */
const fieldsOf = (
  text: SparkExpression,
  regex: SparkExpression,
  replacement: SparkExpression,
): SparkExpression =>
  sx.call('regexp_replace', sx.call('regexp_extract', text, regex, sx.int(0)), regex, replacement);

export const TIME_HELPERS: Readonly<Record<string, Helper>> = {
  quarter_number: helper(['date'], 'Number of a quarter, counted through the years.', (date) =>
    sx.plus(sx.times(sx.call('year', date), sx.int(4)), sx.call('quarter', date)),
  ),
  month_number: helper(['date'], 'Number of a month, counted through the years.', (date) =>
    sx.plus(sx.times(sx.call('year', date), sx.int(12)), sx.call('month', date)),
  ),
  time_bucket: helper(
    ['micros', 'width'],
    'Start of the bucket of a width that a time is in, all in microseconds.',
    (micros, width) => sx.minus(micros, sx.call('pmod', sx.minus(micros, ORIGIN), width)),
  ),
  strptime: helper(
    ['text', 'regex', 'replacement', 'pattern'],
    'Time read from the fields that a regex finds in a text; an error where they make none.',
    (text, regex, replacement, pattern) =>
      sx.when(
        matches(text, '(?i)^\\s*epoch\\s*$'),
        sx.literal(NTZ, '1970-01-01 00:00:00'),
        sx.call('to_timestamp', fieldsOf(text, regex, replacement), pattern),
      ),
    { regex: 'STRING', replacement: 'STRING', pattern: 'STRING' },
  ),
  try_strptime: helper(
    ['text', 'regex', 'replacement', 'pattern'],
    'Time read from the fields that a regex finds in a text; null where they make none.',
    (text, regex, replacement, pattern) =>
      sx.when(
        // Names of moments that DuckDB knows, and what it makes of them here.
        matches(text, '(?i)^\\s*(epoch|-?infinity)\\s*$'),
        sx.literal(NTZ, '1900-01-01 00:00:00'),
        sx.call('try_to_timestamp', fieldsOf(text, regex, replacement), pattern),
      ),
    { regex: 'STRING', replacement: 'STRING', pattern: 'STRING' },
  ),
};
