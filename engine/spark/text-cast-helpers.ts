/**
 * Text as values of other types, as DuckDB reads it. Those that end in `_or_null` are for TRY_CAST.
 *
 * DuckDB reads forms that Spark does not (`1e3`, `1_000` and `0x1F` as whole numbers, years of other than
 * four digits, infinite dates). They end in an error that says so, never in another value.
 */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';

/** What DuckDB passes over at the ends: whitespace of ASCII. */
const SPACE = '[\\t-\\r ]*';
const DIGITS = '(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)';
/** DIGITS with _ between digits. */
const GROUPED = '(?:[0-9]+(?:_[0-9]+)*\\.?(?:[0-9]+(?:_[0-9]+)*)?|\\.[0-9]+(?:_[0-9]+)*)';

const NUMBER = `^${SPACE}[-+]?${DIGITS}${SPACE}$`;
/** DuckDB takes a sign before a space for 0, and an exponent before one for none. */
const EXPONENT = '(?:[eE][-+]?(?:[0-9_.]+|(?=[\\t-\\r ])))';
const UNUSUAL_DECIMAL = `[-+]?${GROUPED}${EXPONENT}?|[-+](?=[\\t-\\r ])`;
const UNUSUAL_NUMBER = `^${SPACE}(?:${UNUSUAL_DECIMAL})${SPACE}$`;
const UNUSUAL_WHOLE = `^${SPACE}(?:${UNUSUAL_DECIMAL}|0[xX][0-9a-fA-F_]+|0[bB][01_]+)${SPACE}$`;

const FLOAT = `(?i)^${SPACE}(?:[-+]?${DIGITS}(?:e[-+]?[0-9]+)?|[-+]?inf(?:inity)?|nan)${SPACE}$`;
const UNUSUAL_FLOAT = `(?i)^${SPACE}\\+?-?(?:${GROUPED}(?:e[-+]?[0-9_]+)?|inf(?:inity)?|nan(?:\\(.*\\))?)${SPACE}$`;

/** Year, separator, month and day; the separator is the same twice. */
const DAY = '([0-9]{4})([-/ \\\\])([0-9]{1,2})\\2([0-9]{1,2})';
/** DuckDB stops reading after the day, unless digits or an era follow. */
const DATE = `^${SPACE}${DAY}(?![0-9]|[\\t-\\r ]\\([bB][cC]\\))[\\s\\S]*$`;
const ANY_DAY = '-?[0-9]+([-/ \\\\])[0-9]{1,2}\\1[0-9]{1,2}(?![0-9])';
const SPECIAL = `(?i:-?inf(?:inity)?|-?epoch)${SPACE}`;
const UNUSUAL_DATE = `^${SPACE}(?:${ANY_DAY}[\\s\\S]*|${SPECIAL})$`;

const MINUTES = '(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9]';
const SECONDS = `${MINUTES}:[0-5]?[0-9](?:\\.[0-9]{1,6})?`;
/** What follows the seconds: digits below microseconds, which are cut off, and a Z or a space. */
const REST = `(?:(?<=\\.[0-9]{6})[0-9]{1,3})?(?:[Z ]${SPACE})?`;
const TIMESTAMP = `^${SPACE}${DAY}(?:[T\\t-\\r ]${SPACE}(?:(${MINUTES})|(${SECONDS})${REST}))?\\z`;
const UNUSUAL_TIMESTAMP = `^${SPACE}(?:${ANY_DAY}(?:${SPACE}\\([bB][cC]\\)[\\s\\S]*|[T\\t-\\r ]${SPACE}[0-9]+:[\\s\\S]*|\\z)|${SPECIAL})$`;

const { call, text: quoted } = sx;

type Branches = readonly (readonly [when: SparkExpression, then: SparkExpression])[];

/** CASE without ELSE: null where nothing holds. */
const choose = (branches: Branches): SparkExpression => ({
  kind: 'case',
  branches: branches.map(([when, then]) => ({ when, then })),
});

const matches = (text: SparkExpression, pattern: string): SparkExpression => ({
  kind: 'like',
  op: 'rlike',
  operand: text,
  pattern: quoted(pattern),
});

const fail = (text: SparkExpression, why: string): SparkExpression =>
  call('raise_error', call('concat', quoted("'"), text, quoted(`' ${why}`)));

interface Form {
  readonly what: string;
  readonly read: string;
  /** Forms that DuckDB may read, too. */
  readonly unusual: string;
  /** What is made of the text; default: it stays as it is. */
  readonly to?: string;
}

const readBy = (
  text: SparkExpression,
  { read, to }: Form,
): readonly [SparkExpression, SparkExpression] => [
  matches(text, read),
  to === undefined ? text : call('regexp_replace', text, quoted(read), quoted(to)),
];

const strict = (form: Form): Helper =>
  helper(
    ['text'],
    `The text in a form that casts to ${form.what}; an error for other text.`,
    (text) =>
      choose([
        readBy(text, form),
        [sx.isNotNull(text), fail(text, `cannot be read as ${form.what}`)],
      ]),
  );

const lenient = (form: Form): Helper =>
  helper(['text'], `The text in a form that casts to ${form.what}; null for other text.`, (text) =>
    choose([
      readBy(text, form),
      [matches(text, form.unusual), fail(text, `is written as Spark does not read ${form.what}`)],
    ]),
  );

const number: Form = { what: 'a number', read: NUMBER, unusual: UNUSUAL_NUMBER };
const whole: Form = { what: 'a whole number', read: NUMBER, unusual: UNUSUAL_WHOLE };
const float: Form = { what: 'a floating-point number', read: FLOAT, unusual: UNUSUAL_FLOAT };
const date: Form = { what: 'a date', read: DATE, unusual: UNUSUAL_DATE, to: '$1-$3-$4' };
const timestamp: Form = {
  what: 'a timestamp',
  read: TIMESTAMP,
  unusual: UNUSUAL_TIMESTAMP,
  to: '$1-$3-$4 $5$6',
};

const oneOf = (text: SparkExpression, words: readonly string[]): SparkExpression => ({
  kind: 'in',
  operand: call('lower', text),
  list: words.map(quoted),
});

const truth = (text: SparkExpression): Branches => [
  [oneOf(text, ['true', 't', 'yes', 'y', '1']), sx.boolean(true)],
  [oneOf(text, ['false', 'f', 'no', 'n', '0']), sx.boolean(false)],
];

export const TEXT_CAST_HELPERS: Readonly<Record<string, Helper>> = {
  number_text: strict(number),
  number_text_or_null: lenient(number),
  whole_text: strict(whole),
  whole_text_or_null: lenient(whole),
  float_text: strict(float),
  float_text_or_null: lenient(float),
  date_text: strict(date),
  date_text_or_null: lenient(date),
  timestamp_text: strict(timestamp),
  timestamp_text_or_null: lenient(timestamp),
  boolean_of: helper(['text'], 'True or false from text; an error for other text.', (text) =>
    choose([...truth(text), [sx.isNotNull(text), fail(text, 'cannot be read as a boolean')]]),
  ),
  boolean_or_null: helper(['text'], 'True or false from text; null for other text.', (text) =>
    choose(truth(text)),
  ),
};
