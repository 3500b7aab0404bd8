/** Text. */
import { scalar } from '../../contract/schema.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { textOf, translateCast } from '../translate/casts.ts';
import type { CallContext, SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import { is, isIntegral, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { build, same } from './entry.ts';
import { REGEX } from './regex.ts';

const STRING = simple('STRING');
const INT = simple('INT');
const BLOB = scalar('BLOB');

/** A whole number as Spark's text functions take it; an error where it is too large for an INT. */
function count(value: Typed): SparkExpression {
  const literal = literalOf(value);
  if (literal !== undefined && value.expression.kind === 'literal' && isIntegral(value.type)) {
    const number = Number(literal);
    if (number === Math.trunc(number) && Math.abs(number) < 2 ** 31) return sx.int(number);
  }
  if (!isIntegral(value.type) && !is(value.type, 'VOID')) {
    return refuse(`A whole number is needed where ${typeText(value.type)} stands.`);
  }
  return as(value, INT);
}

const literalNumber = (value: SparkExpression): number | undefined =>
  value.kind === 'literal' && value.value !== null ? Number(value.value) : undefined;

function text(value: Typed): SparkExpression {
  if (is(value.type, 'STRING') || is(value.type, 'VOID')) return as(value, STRING);
  return refuse(`Text is needed where ${typeText(value.type)} stands.`, 'Cast it to VARCHAR.');
}

/** Every value as text, as the function itself casts it. */
const texts = (args: readonly Typed[], { argTypes }: CallContext): SparkExpression[] =>
  args.map((arg, i) => textOf(arg, argTypes[i]));

const helperOf = (name: string): SparkFunction =>
  build(['STRING'], 'STRING', (...args) => sx.helper(name, ...args));

const left: SparkFunction = (args) => {
  const [value, length] = [text(argument(args, 0)), count(argument(args, 1))];
  const known = literalNumber(length);
  const plain = known !== undefined && known >= 0;
  return typed(
    plain ? sx.call('left', value, length) : sx.helper('left_text', value, length),
    STRING,
  );
};

const right: SparkFunction = (args) => {
  const [value, length] = [text(argument(args, 0)), count(argument(args, 1))];
  const known = literalNumber(length);
  const plain = known !== undefined && known >= 0;
  return typed(
    plain ? sx.call('right', value, length) : sx.helper('right_text', value, length),
    STRING,
  );
};

const substring: SparkFunction = (args) => {
  const [value, start] = [text(argument(args, 0)), count(argument(args, 1))];
  const last = args[2];
  if (last === undefined) return typed(sx.call('substring', value, start), STRING);
  const length = count(last);
  const [from, many] = [literalNumber(start), literalNumber(length)];
  const plain = from !== undefined && from !== 0 && many !== undefined && many >= 0;
  return typed(
    plain
      ? sx.call('substring', value, start, length)
      : sx.helper('substring_text', value, start, length),
    STRING,
  );
};

/** @param side which end, or both */
const trim =
  (side: 'ltrim' | 'rtrim' | 'trim'): SparkFunction =>
  (args) => {
    const value = text(argument(args, 0));
    const characters = args[1];
    if (characters === undefined) return typed(sx.helper(`${side}_spaces`, value), STRING);
    if (side === 'trim') return typed(sx.call('btrim', value, text(characters)), STRING);
    const known = literalOf(characters);
    if (known === undefined) {
      return refuse(`${side}() is translated with literal characters only.`, 'Use trim().');
    }
    if (known === '') return typed(value, STRING);
    const set = `[${known.replace(/[\\^\-[\]&]/g, '\\$&')}]+`;
    const pattern = side === 'ltrim' ? `^${set}` : `${set}\\z`;
    return typed(sx.call('regexp_replace', value, sx.text(pattern), sx.text('')), STRING);
  };

const pad =
  (name: 'lpad' | 'rpad'): SparkFunction =>
  (args) => {
    const padding = literalOf(argument(args, 2));
    if (padding === undefined || padding === '') {
      return refuse(
        `${name}() with an empty padding is an error in DuckDB only.`,
        'Give the padding as a literal text that is not empty.',
      );
    }
    const value = text(argument(args, 0));
    return typed(sx.call(name, value, count(argument(args, 1)), sx.text(padding)), STRING);
  };

const translate: SparkFunction = (args) => {
  const [from, to] = [literalOf(args[1]), literalOf(args[2])];
  if (from === undefined || to === undefined || to.includes('\0')) {
    return refuse(
      'In Spark, translate() takes a NUL character for none.',
      'Give both lists of characters as literals without it.',
    );
  }
  return typed(sx.call('translate', text(argument(args, 0)), sx.text(from), sx.text(to)), STRING);
};

/** Characters with a meaning in patterns get a backslash. */
const quotePattern = (literal: string): string => literal.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

const stringSplit: SparkFunction = (args) => {
  const [value, separator] = [text(argument(args, 0)), argument(args, 1)];
  const literal = literalOf(separator);
  const type = { kind: 'array', element: STRING } as const;
  if (literal === undefined) return typed(sx.helper('split_text', value, text(separator)), type);
  return typed(sx.call('split', value, sx.text(quotePattern(literal)), sx.int(-1)), type);
};

const splitPart: SparkFunction = (args) => {
  const [value, separator] = [text(argument(args, 0)), text(argument(args, 1))];
  const index = count(argument(args, 2));
  const [cut, at] = [literalOf(args[1]), literalNumber(index)];
  const plain = cut !== undefined && cut !== '' && at !== undefined && at !== 0;
  return typed(
    plain
      ? sx.call('split_part', value, separator, index)
      : sx.helper('text_part', value, separator, index),
    STRING,
  );
};

/** `ord` and `unicode` give -1 for an empty text, `ascii` gives 0. */
const ascii: SparkFunction = (args, { call }) => {
  const value = text(argument(args, 0));
  const code = sx.call('ascii', value);
  if (call.name.toLowerCase() === 'ascii') return typed(code, INT);
  return typed(sx.when(sx.equal(value, sx.text('')), sx.int(-1), code), INT);
};

const chr: SparkFunction = (args) => {
  const code = count(argument(args, 0));
  const known = literalNumber(code);
  if (known === undefined) return typed(sx.helper('character', code), STRING);
  const valid = known >= 0 && known <= 0x10ffff && !(known >= 0xd800 && known <= 0xdfff);
  if (!valid) return refuse(`No character has the number ${known}.`);
  return typed(sx.text(String.fromCodePoint(known)), STRING);
};

const hex: SparkFunction = (args) => {
  const value = argument(args, 0);
  if (!isIntegral(value.type) && !is(value.type, 'STRING') && !is(value.type, 'BINARY')) {
    return refuse(`hex() of ${typeText(value.type)} is not the same in Spark.`);
  }
  return typed(sx.call('hex', value.expression), STRING);
};

const bin: SparkFunction = (args) => {
  const value = argument(args, 0);
  if (!isIntegral(value.type)) {
    return refuse(`bin() of ${typeText(value.type)} is not the same in Spark.`);
  }
  return typed(sx.call('bin', value.expression), STRING);
};

/** Also of lists. */
const length: SparkFunction = (args) => {
  const value = argument(args, 0);
  if (value.type.kind === 'array') return typed(sx.call('array_size', value.expression), INT);
  return typed(sx.call('char_length', text(value)), INT);
};

const found = (name: string): SparkFunction => same(name, ['STRING', 'STRING'], 'BOOLEAN');

const base64: SparkFunction = (args, { argTypes }) => {
  const data = translateCast(argument(args, 0), argTypes[0] ?? BLOB, BLOB, false);
  // Some versions of Spark break the text into lines.
  const encoded = sx.call('base64', data.expression);
  return typed(sx.call('replace', encoded, sx.text('\r\n'), sx.text('')), STRING);
};

export const TEXT: SparkFunctions = {
  ...REGEX,
  lower: helperOf('lower_text'),
  upper: helperOf('upper_text'),
  trim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  length,
  strlen: same('octet_length', ['STRING'], 'INT'),
  bit_length: same('bit_length', ['STRING'], 'INT'),
  left,
  right,
  substring,
  concat: (args, context) =>
    typed(sx.call('concat_ws', sx.text(''), ...texts(args, context)), STRING),
  concat_ws: (args, context) => typed(sx.call('concat_ws', ...texts(args, context)), STRING),
  replace: same('replace', ['STRING'], 'STRING'),
  translate,
  repeat: (args) =>
    typed(sx.call('repeat', text(argument(args, 0)), count(argument(args, 1))), STRING),
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  contains: found('contains'),
  starts_with: found('startswith'),
  ends_with: found('endswith'),
  instr: same('instr', ['STRING', 'STRING'], 'INT'),
  ascii,
  chr,
  split_part: splitPart,
  string_split: stringSplit,
  levenshtein: build(['STRING', 'STRING'], 'INT', (...args) => sx.helper('byte_distance', ...args)),
  hex,
  bin,
  base64,
  url_encode: helperOf('url_encoded'),
  md5: same('md5', ['STRING'], 'STRING'),
  sha1: same('sha1', ['STRING'], 'STRING'),
  sha256: build(['STRING'], 'STRING', (value) => sx.call('sha2', value, sx.int(256))),
};
