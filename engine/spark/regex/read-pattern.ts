/** Reads a pattern of RE2's syntax; refuses what Java has not, or has with another meaning. */
import type { Cursor } from './cursor.ts';
import { atEnd, peek, startsWith, take } from './cursor.ts';
import { codeOf, escapedCode, readHex, refusePattern } from './escapes.ts';
import type { Pattern } from './pattern.ts';
import { matchesEmpty } from './pattern.ts';
import { readClass } from './read-class.ts';

export interface PatternFlags {
  readonly ignoreCase: boolean;
  /** `.` stands for a line feed, too. */
  readonly dotAll: boolean;
  /** `^` and `$` stand at every line. */
  readonly multiline: boolean;
}

export interface ReadPattern {
  readonly pattern: Pattern;
  readonly flags: PatternFlags;
  readonly groups: number;
}

export function readPattern(text: string, options: PatternFlags): ReadPattern {
  const cursor: Cursor = { characters: [...text], at: 0 };
  const flags = readFlags(cursor, options);
  const state: State = { cursor, groups: 0 };
  const pattern = readChoice(state);
  if (!atEnd(cursor)) refusePattern('An unmatched bracket');
  return { pattern, flags, groups: state.groups };
}

interface State {
  readonly cursor: Cursor;
  groups: number;
}

/** Flags at the start hold for the whole pattern. */
function readFlags(cursor: Cursor, options: PatternFlags): PatternFlags {
  const found = /^\(\?([ims]+)\)/.exec(cursor.characters.join(''));
  if (found === null) return options;
  cursor.at += found[0].length;
  const has = (flag: string): boolean => found[1]?.includes(flag) ?? false;
  return {
    ignoreCase: options.ignoreCase || has('i'),
    dotAll: options.dotAll || has('s'),
    multiline: options.multiline || has('m'),
  };
}

function readChoice(state: State): Pattern {
  const options = [readSequence(state)];
  while (startsWith(state.cursor, '|')) {
    take(state.cursor);
    options.push(readSequence(state));
  }
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
}

function readSequence(state: State): Pattern {
  const { cursor } = state;
  const parts: Pattern[] = [];
  while (!atEnd(cursor) && peek(cursor) !== '|' && peek(cursor) !== ')') {
    parts.push(readRepeat(state, readOne(state)));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

function readRepeat({ cursor }: State, inner: Pattern): Pattern {
  const limits = readLimits(cursor);
  if (limits === undefined) return inner;
  const lazy = peek(cursor) === '?';
  if (lazy) take(cursor);
  const [min, max] = limits;
  if (readLimits(cursor) !== undefined) refusePattern('A repetition of a repetition');
  if (max > 1000 && max !== Infinity) refusePattern('A repetition of more than 1000 times');
  if (matchesEmpty(inner)) refusePattern('A repetition of what may be empty');
  return { kind: 'repeat', inner, min, max, lazy };
}

function readLimits(cursor: Cursor): readonly [number, number] | undefined {
  const simple: Readonly<Record<string, readonly [number, number]>> = {
    '*': [0, Infinity],
    '+': [1, Infinity],
    '?': [0, 1],
  };
  const next = peek(cursor);
  const found = next === undefined ? undefined : simple[next];
  if (found !== undefined) {
    take(cursor);
    return found;
  }
  // A brace that opens no repetition stands for itself.
  const rest = cursor.characters.slice(cursor.at, cursor.at + 12).join('');
  const braces = /^\{(\d+)(?:(,)(\d*))?\}/.exec(rest);
  if (braces === null) return undefined;
  cursor.at += braces[0].length;
  const min = Number(braces[1]);
  if (braces[2] === undefined) return [min, min];
  return [min, braces[3] === '' ? Infinity : Number(braces[3])];
}

function readOne(state: State): Pattern {
  const { cursor } = state;
  const next = take(cursor);
  switch (next) {
    case '.':
      return { kind: 'any' };
    case '^':
      return { kind: 'assertion', test: 'start' };
    case '$':
      return { kind: 'assertion', test: 'end' };
    case '[':
      return readClass(cursor);
    case '(':
      return readGroup(state);
    case '\\':
      return readEscape(cursor);
    case '*':
    case '+':
    case '?':
      return refusePattern('A repetition of nothing');
    case '\0':
      return refusePattern('A NUL character');
    default:
      return { kind: 'character', code: codeOf(next) };
  }
}

function readGroup(state: State): Pattern {
  const { cursor } = state;
  let capture: number | undefined;
  if (startsWith(cursor, '?:')) {
    cursor.at += 2;
  } else {
    const name = /^\?P<\w+>/.exec(cursor.characters.slice(cursor.at).join(''));
    if (name !== null) cursor.at += name[0].length;
    else if (peek(cursor) === '?') refusePattern(`(?${cursor.characters[cursor.at + 1] ?? ''}`);
    state.groups += 1;
    capture = state.groups;
  }
  const inner = readChoice(state);
  if (peek(cursor) !== ')') return refusePattern('An open bracket');
  take(cursor);
  return capture === undefined ? { kind: 'group', inner } : { kind: 'group', inner, capture };
}

function readEscape(cursor: Cursor): Pattern {
  const next = take(cursor);
  switch (next) {
    case 'd':
    case 'w':
    case 's':
      return { kind: 'class', items: [{ kind: 'shorthand', name: next }], negated: false };
    case 'D':
    case 'W':
    case 'S': {
      const name = next.toLowerCase() as 'd' | 'w' | 's';
      return { kind: 'class', items: [{ kind: 'shorthand', name }], negated: true };
    }
    case 'b':
      return { kind: 'assertion', test: 'word-boundary' };
    case 'A':
      return { kind: 'assertion', test: 'text-start' };
    case 'z':
      return { kind: 'assertion', test: 'text-end' };
    case 'x':
      return { kind: 'character', code: readHex(cursor) };
    default:
      return { kind: 'character', code: escapedCode(next) };
  }
}
