/** Regular expressions: the pattern is translated, what is done with its matches is Spark's. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { JavaPattern } from '../regex/java-pattern.ts';
import { javaPattern } from '../regex/java-pattern.ts';
import { javaReplacement } from '../regex/java-replacement.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import { is, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

const STRING = simple('STRING');
const TEXTS = { kind: 'array', element: STRING } as const;

function subject(args: readonly Typed[]): SparkExpression {
  const value = argument(args, 0);
  if (!is(value.type, 'STRING') && !is(value.type, 'VOID')) {
    return refuse(`Text is needed where ${typeText(value.type)} stands.`, 'Cast it to VARCHAR.');
  }
  return as(value, STRING);
}

function literal(args: readonly Typed[], at: number, what: string): string {
  return (
    literalOf(argument(args, at)) ??
    refuse(`The ${what} is translated to Spark where it is a literal text.`)
  );
}

/** @param optionsAt place of the argument with options, which may be missing */
function patternOf(args: readonly Typed[], optionsAt: number): JavaPattern & { global: boolean } {
  const options = args.length > optionsAt ? literal(args, optionsAt, 'list of options') : '';
  // m, n and p say that a dot stands for no line feed, which is so anyway.
  if (!/^[cimnpsg]*$/.test(options)) return refuse(`The options '${options}' are not translated.`);
  const last = options.replace(/[^ci]/g, '').at(-1);
  const pattern = javaPattern(literal(args, 1, 'pattern'), {
    ignoreCase: last === 'i',
    dotAll: /s[^mnp]*$/.test(options),
    multiline: false,
  });
  return { ...pattern, global: options.includes('g') };
}

const found = (value: SparkExpression, pattern: string): Typed =>
  typed(
    { kind: 'like', op: 'rlike', operand: value, pattern: sx.text(pattern) },
    simple('BOOLEAN'),
  );

const whole = ({ flags, body }: JavaPattern): string => flags + body;

/** Whether all of the text matches; also SIMILAR TO. */
export function fullMatch(args: readonly Typed[]): Typed {
  const { flags, body } = patternOf(args, 2);
  return found(subject(args), `${flags}^${body}\\z`);
}

/** The group that is asked for, as it takes part in matches. */
function groupOf(args: readonly Typed[], pattern: JavaPattern): number {
  const group = args.length > 2 ? Number(literal(args, 2, 'number of the group')) : 0;
  if (!Number.isInteger(group) || group < 0 || group > pattern.groups) {
    return refuse('The pattern has no such group.');
  }
  if (pattern.participation.get(group) === 'repeated') {
    return refuse('Which match of a repeated group counts is not the same in Spark.');
  }
  return group;
}

const extract: SparkFunction = (args) => {
  const pattern = patternOf(args, 3);
  const group = groupOf(args, pattern);
  return typed(
    sx.call('regexp_extract', subject(args), sx.text(whole(pattern)), sx.int(group)),
    STRING,
  );
};

function refuseEmpty(pattern: JavaPattern): void {
  if (pattern.matchesEmpty) {
    refuse('Spark takes other empty matches than DuckDB.', 'Write a pattern that is never empty.');
  }
}

const extractAll: SparkFunction = (args) => {
  const pattern = patternOf(args, 3);
  refuseEmpty(pattern);
  const group = groupOf(args, pattern);
  if (pattern.participation.get(group) === 'sometimes') {
    return refuse('A group that is not in every match is null in DuckDB, empty in Spark.');
  }
  return typed(
    sx.call('regexp_extract_all', subject(args), sx.text(whole(pattern)), sx.int(group)),
    TEXTS,
  );
};

/** The first match alone: with what stands before it taken along, there is no other. */
const replace: SparkFunction = (args) => {
  const pattern = patternOf(args, 3);
  const rewrite = literal(args, 2, 'replacement');
  for (const [group, so] of pattern.participation) {
    if (so === 'repeated' && rewrite.includes(`\\${group}`)) {
      return refuse('Which match of a repeated group counts is not the same in Spark.');
    }
  }
  if (pattern.global) refuseEmpty(pattern);
  const value = subject(args);
  const replaced = (java: string, by: string): Typed =>
    typed(sx.call('regexp_replace', value, sx.text(java), sx.text(by)), STRING);
  const { flags, body, groups } = pattern;
  if (pattern.global || pattern.startsAnchored) {
    return replaced(flags + body, javaReplacement(rewrite, groups, { whole: 0, first: 1 }));
  }
  const before = `${flags}^([\\s\\S]*?)`;
  return rewrite.includes('\\0')
    ? replaced(
        `${before}(${body})`,
        `$1${javaReplacement(rewrite, groups, { whole: 2, first: 3 })}`,
      )
    : replaced(before + body, `$1${javaReplacement(rewrite, groups, { whole: 0, first: 2 })}`);
};

const split: SparkFunction = (args) => {
  const pattern = patternOf(args, 2);
  refuseEmpty(pattern);
  if (pattern.looksBack) {
    return refuse(
      'DuckDB takes what follows a separator for a new text, where ^ and \\b hold again.',
    );
  }
  return typed(sx.call('split', subject(args), sx.text(whole(pattern)), sx.int(-1)), TEXTS);
};

export const REGEX: SparkFunctions = {
  regexp_matches: (args) => found(subject(args), whole(patternOf(args, 2))),
  regexp_full_match: (args) => fullMatch(args),
  regexp_extract: extract,
  regexp_extract_all: extractAll,
  regexp_replace: replace,
  string_split_regex: split,
};
