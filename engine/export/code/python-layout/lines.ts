/** Lines of a statement that is being broken, and the measures that decide where. */
import type { Token } from './tokens.ts';
import { COMMA_PRIORITY, DOT_PRIORITY, STRING_PRIORITY } from './tokens.ts';

export const WIDTH = 88;
const INDENT = 4;

export interface Line {
  readonly tokens: readonly Token[];
  readonly depth: number;
  /** Between brackets that stand on other lines: breaks anywhere. */
  readonly inside: boolean;
  /** Breaks at its commas even where it is short. */
  readonly explode: boolean;
}

export const textOf = ({ tokens, depth }: Line): string =>
  ' '.repeat(INDENT * depth) + tokens.map((t, i) => (i === 0 ? '' : t.space) + t.text).join('');

export const isShort = (line: Line): boolean => {
  const text = textOf(line);
  return !text.includes('\n') && columnsOf(text) <= WIDTH;
};

const NARROW = /^[\x20-\x7e]*$/;
const WIDE =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]$/u;

/** Columns that a text takes: characters of East Asia and emoji take two, marks on others none. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (WIDE.test(character)) columns += 2;
    else if (!/^\p{Mn}$/u.test(character)) columns += 1;
  }
  return columns;
}

/** Of each token after which the line can break outside of all brackets, how early it does. */
export function delimitersOf(tokens: readonly Token[]): ReadonlyMap<Token, number> {
  const found = new Map<Token, number>();
  const open = new Set<Token>();
  let before: Token | undefined;
  for (const token of tokens) {
    if (token.kind === 'close' && token.mate !== undefined) open.delete(token.mate);
    if (open.size === 0) {
      const priority =
        token.priority ??
        (token.kind === 'dot' && before?.kind === 'close' ? DOT_PRIORITY : undefined);
      const joined = token.kind === 'string' && before?.kind === 'string';
      if (joined && before !== undefined) found.set(before, STRING_PRIORITY);
      else if (priority !== undefined && before !== undefined) found.set(before, priority);
      else if (token.kind === 'comma' && token.parameter !== true) found.set(token, COMMA_PRIORITY);
    }
    if (token.kind === 'open') open.add(token);
    before = token;
  }
  return found;
}

export interface Parts {
  readonly head: Line;
  readonly body: Line;
  readonly tail: Line;
  readonly open: Token;
  readonly close: Token;
}

/** Split at the last brackets with something in them, but those to omit; undefined if there are none. */
export function splitBrackets(line: Line, omit: ReadonlySet<Token>): Parts | undefined {
  const { tokens, depth } = line;
  for (let end = tokens.length - 1; end >= 0; end -= 1) {
    const close = tokens[end];
    if (close?.kind !== 'close' || close.mate === undefined || omit.has(close)) continue;
    const open = close.mate;
    const start = tokens.lastIndexOf(open, end);
    if (start < 0) return undefined;
    const content = tokens.slice(start + 1, end);
    if (content.length === 0) {
      end = start;
      continue;
    }
    const part = (some: readonly Token[]): Line => ({
      tokens: some,
      depth,
      inside: false,
      explode: false,
    });
    const body: Line = { tokens: content, depth: depth + 1, inside: true, explode: false };
    return {
      head: part(tokens.slice(0, start + 1)),
      body: { ...body, explode: open.collection === true && hasItems(content) },
      tail: part(tokens.slice(end)),
      open,
      close,
    };
  }
  return undefined;
}

const hasItems = (tokens: readonly Token[]): boolean =>
  [...delimitersOf(tokens)].some(
    ([token, priority]) => priority === COMMA_PRIORITY && token !== tokens.at(-1),
  );

const lengthOf = (token: Token, i: number): number =>
  (i === 0 ? 0 : token.space.length) + token.text.length;

/**
 * Sets of closing brackets to leave whole, each larger than the one before: an earlier pair of brackets
 * can be broken instead where what follows it fits on one line.
 */
export function* trailersToOmit({ tokens, depth }: Line): Generator<ReadonlySet<Token>> {
  const omit = new Set<Token>();
  yield omit;
  let length = INDENT * depth;
  let opening: Token | undefined;
  let closing: Token | undefined;
  const inner = new Set<Token>();
  for (let i = tokens.length - 1; i >= 0; i -= 1) {
    const token = tokens[i];
    if (token === undefined || token.text.includes('\n')) return;
    length += lengthOf(token, i);
    if (length > WIDTH) return;
    if (opening !== undefined) {
      if (token === opening) opening = undefined;
      else if (token.kind === 'close') inner.add(token);
    } else if (token.kind === 'close') {
      if (tokens[i - 1]?.kind === 'open') {
        inner.add(token);
        continue;
      }
      if (closing !== undefined) {
        omit.add(closing);
        for (const each of inner) omit.add(each);
        inner.clear();
        yield omit;
      }
      if (token.text !== '') {
        opening = token.mate;
        closing = token;
      }
    }
  }
}

/** Whether a line of one operator reads well without parentheses around it. */
export function canOmitParentheses({ body }: Parts): boolean {
  const { tokens, depth } = body;
  const priorities = [...delimitersOf(tokens).values()];
  if (priorities.length === 0) return true;
  const most = Math.max(...priorities);
  if (priorities.filter((each) => each === most).length > 1) return false;
  if (most === DOT_PRIORITY) return true;
  const [first, second] = tokens;
  const last = tokens.at(-1);
  if (first?.kind === 'open' && second?.kind !== 'close' && fitsBehind(tokens, depth, first)) {
    return true;
  }
  if (last?.text !== ')' && !(last?.text === ']' && last.mate?.collection === true)) return false;
  if (tokens.at(-2)?.kind === 'open') return false;
  return first?.text.startsWith('"""') === true || fitsBefore(tokens, depth, last);
}

/** What follows the bracket that opens the line fits on a line, up to a further one. */
function fitsBehind(tokens: readonly Token[], depth: number, first: Token): boolean {
  let remainder = false;
  let length = INDENT * depth;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'close' && token.mate === first) remainder = true;
    if (!remainder) continue;
    length += lengthOf(token, i);
    if (length > WIDTH) return false;
    if (token.kind === 'open') remainder = false;
  }
  return true;
}

/** What precedes the brackets that end the line fits on a line, or has other brackets to break. */
function fitsBefore(tokens: readonly Token[], depth: number, last: Token): boolean {
  let others = false;
  let length = INDENT * depth;
  for (const [i, token] of tokens.entries()) {
    length += lengthOf(token, i);
    if (token === last.mate) {
      if (others || length <= WIDTH) return true;
    } else if (token.kind === 'open') others = true;
  }
  return false;
}
