/** Patterns of RE2, which DuckDB has, as Java's, which Spark has, with the same matches. */
import { codeOf, refusePattern } from './escapes.ts';
import type { ClassItem, Participation, Pattern } from './pattern.ts';
import {
  childrenOfPattern,
  looksBack,
  matchesEmpty,
  participations,
  startsAnchored,
} from './pattern.ts';
import type { PatternFlags } from './read-pattern.ts';
import { readPattern } from './read-pattern.ts';

export interface JavaPattern {
  /** Stands before all else. */
  readonly flags: string;
  /** May stand in a sequence. */
  readonly body: string;
  readonly groups: number;
  readonly participation: ReadonlyMap<number, Participation>;
  readonly matchesEmpty: boolean;
  readonly startsAnchored: boolean;
  readonly looksBack: boolean;
}

/** @throws NotOnSpark for what matches otherwise in Java */
export function javaPattern(text: string, options: PatternFlags): JavaPattern {
  const { pattern, flags, groups } = readPattern(text, options);
  if (flags.ignoreCase) refuseOtherLetters(pattern);
  const body = print(pattern, flags);
  return {
    // Letters of ASCII; the two others that RE2 takes for k and s stand in the pattern.
    flags: flags.ignoreCase && /[a-z]/i.test(text) ? '(?i)' : '',
    body: pattern.kind === 'choice' ? `(?:${body})` : body,
    groups,
    participation: participations(pattern),
    matchesEmpty: matchesEmpty(pattern),
    startsAnchored: startsAnchored(pattern) && !flags.multiline,
    looksBack: looksBack(pattern),
  };
}

function print(pattern: Pattern, flags: PatternFlags): string {
  switch (pattern.kind) {
    case 'character': {
      const others = flags.ignoreCase ? sameLetter(pattern.code) : '';
      const letter = literal(pattern.code);
      return others === '' ? letter : `[${letter}${others}]`;
    }
    case 'class':
      return printClass(pattern.items, pattern.negated, flags);
    case 'any':
      return flags.dotAll ? '[\\s\\S]' : '[^\\n]';
    case 'assertion':
      return printAssertion(pattern.test, flags);
    case 'sequence':
      return pattern.parts
        .map((part) => (part.kind === 'choice' ? `(?:${print(part, flags)})` : print(part, flags)))
        .join('');
    case 'choice':
      return pattern.options.map((option) => print(option, flags)).join('|');
    case 'group': {
      const inner = print(pattern.inner, flags);
      return pattern.capture === undefined ? `(?:${inner})` : `(${inner})`;
    }
    case 'repeat':
      return `${print(pattern.inner, flags)}${limits(pattern.min, pattern.max)}${pattern.lazy ? '?' : ''}`;
  }
}

function limits(min: number, max: number): string {
  if (max === Infinity) {
    if (min === 0) return '*';
    return min === 1 ? '+' : `{${min},}`;
  }
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Java's `$` also stands before a last line end, and its `\b` knows letters of all languages. */
function printAssertion(
  test: Extract<Pattern, { kind: 'assertion' }>['test'],
  { multiline }: PatternFlags,
): string {
  switch (test) {
    case 'start':
      return multiline ? '(?:^|(?<=\\n))' : '^';
    case 'end':
      return multiline ? '(?=\\n|\\z)' : '\\z';
    case 'text-start':
      return '\\A';
    case 'text-end':
      return '\\z';
    case 'word-boundary':
      return '(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))';
  }
}

function printClass(items: readonly ClassItem[], negated: boolean, flags: PatternFlags): string {
  const [only] = items;
  const text = items.map(printItem).join('') + (flags.ignoreCase ? foldedBeyondAscii(items) : '');
  if (items.length === 1 && only?.kind === 'shorthand' && only.name !== 's' && text.length === 2) {
    return negated ? text.toUpperCase() : text;
  }
  return `[${negated ? '^' : ''}${text}]`;
}

function printItem(item: ClassItem): string {
  if (item.kind === 'shorthand') return item.name === 's' ? '\\t\\n\\f\\r ' : `\\${item.name}`;
  const { from, to } = item.range;
  if (from === to) return inClass(from);
  return to === from + 1 ? inClass(from) + inClass(to) : `${inClass(from)}-${inClass(to)}`;
}

const NAMES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };

function plain(code: number): string {
  const name = NAMES[code];
  if (name !== undefined) return name;
  const character = String.fromCodePoint(code);
  return /^[\p{L}\p{N}\p{P}\p{S} ]$/u.test(character)
    ? character
    : `\\x{${code.toString(16).toUpperCase()}}`;
}

const literal = (code: number): string => plain(code).replace(/^[\\^$.|?*+()[\]{}]$/, '\\$&');

const inClass = (code: number): string => plain(code).replace(/^[\\^\-[\]&]$/, '\\$&');

const LONG_S = '\u017f';
const KELVIN = '\u212a';

/** Other than those of ASCII. */
function sameLetter(code: number): string {
  if (code === 0x53 || code === 0x73) return LONG_S;
  return code === 0x4b || code === 0x6b ? KELVIN : '';
}

function foldedBeyondAscii(items: readonly ClassItem[]): string {
  const has = (letters: string): boolean =>
    items.some((item) =>
      item.kind === 'shorthand'
        ? item.name === 'w'
        : [...letters].some(
            (each) => item.range.from <= codeOf(each) && codeOf(each) <= item.range.to,
          ),
    );
  return (has('sS') ? LONG_S : '') + (has('kK') ? KELVIN : '');
}

/** Without regard to case, letters other than ASCII's have more counterparts than Java knows. */
function refuseOtherLetters(pattern: Pattern): void {
  const cased = (from: number, to: number): boolean => {
    if (to < 0x80) return false;
    if (from !== to) return true;
    const letter = String.fromCodePoint(from);
    return letter.toLowerCase() !== letter || letter.toUpperCase() !== letter;
  };
  const found =
    (pattern.kind === 'character' && cased(pattern.code, pattern.code)) ||
    (pattern.kind === 'class' &&
      pattern.items.some((item) => item.kind === 'range' && cased(item.range.from, item.range.to)));
  if (found) refusePattern('A letter like ö or é without regard to case');
  childrenOfPattern(pattern).forEach(refuseOtherLetters);
}
