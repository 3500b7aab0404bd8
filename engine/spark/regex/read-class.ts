/** Classes in brackets. */
import type { Cursor } from './cursor.ts';
import { peek, startsWith, take } from './cursor.ts';
import { codeOf, escapedCode, readHex, refusePattern } from './escapes.ts';
import type { ClassItem, Pattern, Range, Shorthand } from './pattern.ts';

const LAST = 0x10ffff;

/** Of ASCII, as in RE2. */
const NAMED: Readonly<Record<string, string>> = {
  alnum: '09AZaz',
  alpha: 'AZaz',
  ascii: '\0\x7f',
  blank: '\t\t  ',
  cntrl: '\0\x1f\x7f\x7f',
  digit: '09',
  graph: '!~',
  lower: 'az',
  print: ' ~',
  punct: '!/:@[`{~',
  space: '\t\r  ',
  upper: 'AZ',
  word: '09AZ__az',
  xdigit: '09AFaf',
};

const SHORTHANDS: Readonly<Record<Shorthand, string>> = {
  d: '09',
  w: '09AZ__az',
  s: '\t\n\f\r  ',
};

/** Pairs of characters as ranges. */
const rangesOf = (pairs: string): Range[] =>
  Array.from({ length: pairs.length / 2 }, (_, i) => ({
    from: pairs.charCodeAt(2 * i),
    to: pairs.charCodeAt(2 * i + 1),
  }));

/** What is in none of the ranges, which stand in order. */
function complementOf(ranges: readonly Range[]): Range[] {
  const found: Range[] = [];
  let next = 0;
  for (const { from, to } of ranges) {
    if (from > next) found.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  return next > LAST ? found : [...found, { from: next, to: LAST }];
}

const asItems = (ranges: readonly Range[]): ClassItem[] =>
  ranges.map((range) => ({ kind: 'range', range }));

/** After the opening bracket. */
export function readClass(cursor: Cursor): Pattern {
  const negated = peek(cursor) === '^';
  if (negated) take(cursor);
  const items: ClassItem[] = [];
  let first = true;
  while (first || peek(cursor) !== ']') {
    first = false;
    if (peek(cursor) === undefined) refusePattern('An open bracket');
    items.push(...readItem(cursor));
  }
  take(cursor);
  return { kind: 'class', items, negated };
}

function readItem(cursor: Cursor): readonly ClassItem[] {
  if (startsWith(cursor, '[:')) return readNamed(cursor);
  const group = startsWith(cursor, '\\')
    ? /^[dwsDWS]$/.exec(cursor.characters[cursor.at + 1] ?? '')
    : null;
  if (group !== null) {
    cursor.at += 2;
    return readShorthand(group[0]);
  }
  const from = readCharacter(cursor);
  const opens = peek(cursor) === '-' && cursor.characters[cursor.at + 1] !== ']';
  if (!opens) return asItems([{ from, to: from }]);
  take(cursor);
  const to = readCharacter(cursor);
  if (to < from) refusePattern('A range from a later to an earlier character');
  return asItems([{ from, to }]);
}

function readShorthand(letter: string): readonly ClassItem[] {
  const name = letter.toLowerCase() as Shorthand;
  if (name === letter) return [{ kind: 'shorthand', name }];
  return asItems(complementOf(rangesOf(SHORTHANDS[name])));
}

function readNamed(cursor: Cursor): readonly ClassItem[] {
  const found = /^\[:(\^?)(\w+):\]/.exec(
    cursor.characters.slice(cursor.at, cursor.at + 16).join(''),
  );
  const pairs = NAMED[found?.[2] ?? ''];
  if (found === null || pairs === undefined) return refusePattern('[:');
  cursor.at += found[0].length;
  const ranges = rangesOf(pairs);
  return asItems(found[1] === '^' ? complementOf(ranges) : ranges);
}

function readCharacter(cursor: Cursor): number {
  const next = take(cursor);
  if (next === '' || next === '\0') return refusePattern('An open bracket or NUL character');
  if (next !== '\\') return codeOf(next);
  const escaped = take(cursor);
  return escaped === 'x' ? readHex(cursor) : escapedCode(escaped);
}
