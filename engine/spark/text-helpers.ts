/**
 * Functions of ours on text. Upper and lower case of all characters were compared with DuckDB's; letters
 * that got the other case in Unicode 16 and 17 (2024, 2025) are the only ones that Spark 4.2 knows
 * and DuckDB 1.4 does not.
 */
import type { SparkExpression } from './expression.ts';
import { sx } from './expression.ts';
import type { Helper } from './helper.ts';
import { helper } from './helper.ts';

/** Letters whose upper case is one letter in DuckDB and several in Spark, with DuckDB's; others stay. */
const ONE_LETTER = [
  ['ß', 'ẞ'],
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((block) =>
    Array.from({ length: 8 }, (_, i) => [
      String.fromCodePoint(block + i),
      String.fromCodePoint(block + i + 8),
    ]),
  ),
  ['ᾳ', 'ᾼ'],
  ['ῃ', 'ῌ'],
  ['ῳ', 'ῼ'],
] as const;

const lettersAt = (at: 0 | 1): SparkExpression =>
  sx.text(ONE_LETTER.map((pair) => pair[at]).join(''));

const { call, int, text: quoted } = sx;

const lengthOf = (text: SparkExpression): SparkExpression => call('char_length', text);

/** Characters with a meaning in patterns get a backslash. */
const asPattern = (text: SparkExpression): SparkExpression =>
  call('regexp_replace', text, quoted('([\\\\^$.|?*+()\\[\\]{}])'), quoted('\\\\$1'));

const without = (text: SparkExpression, pattern: string): SparkExpression =>
  call('regexp_replace', text, quoted(pattern), quoted(''));

export const TEXT_HELPERS: Readonly<Record<string, Helper>> = {
  lower_text: helper(
    ['text'],
    'Lower case letter by letter: a dotted İ becomes i, a Σ at the end of a word σ.',
    (text) => call('lower', call('translate', text, quoted('İΣ'), quoted('iσ'))),
  ),
  upper_text: helper(['text'], 'Upper case letter by letter: ß becomes ẞ, not SS.', (text) => {
    const letter: SparkExpression = { kind: 'variable', name: 'letter' };
    const upper = call('upper', letter);
    const single = sx.when(
      sx.equal(lengthOf(upper), int(1)),
      upper,
      call('translate', letter, lettersAt(0), lettersAt(1)),
    );
    const letters = call('split', text, quoted(''), int(-1));
    return sx.when(
      sx.equal(lengthOf(call('upper', text)), lengthOf(text)),
      call('upper', text),
      call(
        'array_join',
        call('transform', letters, { kind: 'lambda', params: ['letter'], body: single }),
        quoted(''),
      ),
    );
  }),
  trim_spaces: helper(
    ['text'],
    'Without spaces of any width at both ends; tabs and line ends stay.',
    (text) => without(text, '^\\p{Zs}+|\\p{Zs}+\\z'),
  ),
  ltrim_spaces: helper(
    ['text'],
    'Without spaces of any width at the start; tabs and line ends stay.',
    (text) => without(text, '^\\p{Zs}+'),
  ),
  rtrim_spaces: helper(
    ['text'],
    'Without spaces of any width at the end; tabs and line ends stay.',
    (text) => without(text, '\\p{Zs}+\\z'),
  ),
  left_text: helper(
    ['text', 'count'],
    'The first characters; of a negative count, all but so many last ones.',
    (text, count) =>
      call(
        'substring',
        text,
        int(1),
        sx.when(sx.less(count, int(0)), sx.plus(lengthOf(text), count), count),
      ),
  ),
  right_text: helper(
    ['text', 'count'],
    'The last characters; of a negative count, all but so many first ones.',
    (text, count) => {
      // -(count + 1) + 2 is 1 - count, without an overflow for the least of all counts.
      const skipped = call('least', sx.negative(sx.plus(count, int(1))), lengthOf(text));
      const start = sx.when(
        sx.less(count, int(0)),
        sx.plus(skipped, int(2)),
        sx.plus(call('greatest', sx.minus(lengthOf(text), count), int(0)), int(1)),
      );
      return sx.when(sx.isNotNull(count), call('substring', text, start));
    },
  ),
  substring_text: helper(
    ['text', 'start', 'count'],
    'Characters from a position, of a negative count those before it; position 0 is before the first.',
    (text, start, count) => {
      const before = sx.when(
        sx.greater(start, int(0)),
        sx.minus(start, int(1)),
        sx.plus(lengthOf(text), start),
      );
      // Where the sum is too small for an INT it is null, which greatest() passes over.
      const from = call('greatest', call('try_add', before, count), int(0));
      return {
        kind: 'case',
        branches: [
          {
            when: sx.and(sx.notEqual(start, int(0)), sx.less(count, int(0))),
            then: call('substring', text, sx.plus(from, int(1)), sx.minus(before, from)),
          },
          {
            when: sx.and(sx.equal(start, int(0)), sx.isNotNull(count)),
            then: call(
              'substring',
              text,
              int(1),
              sx.minus(call('greatest', count, int(1)), int(1)),
            ),
          },
        ],
        otherwise: call('substring', text, start, count),
      };
    },
  ),
  split_text: helper(
    ['text', 'separator'],
    'Parts of a text cut at a separator, not a pattern; without a separator the whole text.',
    (text, separator) => ({
      kind: 'case',
      branches: [
        {
          when: sx.isNotNull(separator),
          then: call('split', text, asPattern(separator), int(-1)),
        },
        { when: sx.isNotNull(text), then: call('array', text) },
      ],
    }),
  ),
  text_part: helper(
    ['text', 'separator', 'index'],
    'One part of a text cut at a separator; empty where there is none.',
    (text, separator, index) => {
      const parts = call('split', text, asPattern(separator), int(-1));
      // Positions are counted from 1; the least of all INTs has no absolute value.
      const at = call('nullif', call('greatest', index, int(-2147483647)), int(0));
      const part = call('try_element_at', parts, at);
      const known = sx.and(
        sx.and(sx.isNotNull(text), sx.isNotNull(separator)),
        sx.isNotNull(index),
      );
      return sx.when(known, call('coalesce', part, quoted('')));
    },
  ),
  character: helper(
    ['code'],
    'The character of a Unicode number; an error for numbers that are none.',
    (code) => {
      const bytes = call('unhex', call('lpad', call('hex', code), int(8), quoted('0')));
      const surrogate = sx.and(
        sx.greaterOrEqual(code, int(0xd800)),
        sx.lessOrEqual(code, int(0xdfff)),
      );
      const decoded = call('decode', bytes, quoted('UTF-32'));
      return sx.when(
        surrogate,
        call('raise_error', quoted('no character has this number')),
        decoded,
      );
    },
  ),
  url_encoded: helper(['text'], 'With percent signs, as in the path of a URL.', (text) =>
    [
      ['+', '%20'],
      ['*', '%2A'],
      ['%7E', '~'],
    ].reduce<SparkExpression>(
      (so, [from = '', to = '']) => call('replace', so, quoted(from), quoted(to)),
      call('url_encode', text),
    ),
  ),
  byte_distance: helper(
    ['a', 'b'],
    'Edits that turn one text into the other, counted in bytes of UTF-8.',
    (a, b) => {
      const bytes = (text: SparkExpression): SparkExpression =>
        call('decode', call('encode', text, quoted('UTF-8')), quoted('ISO-8859-1'));
      return call('levenshtein', bytes(a), bytes(b));
    },
  ),
};
