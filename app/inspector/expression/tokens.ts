/**
 * Pieces of a DuckDB expression while it is being typed: text that is not closed yet is a token too,
 * and every character belongs to one. The engine's own reader refuses such text.
 */

export type TokenKind =
  | 'space'
  | 'comment'
  | 'word'
  /** In double quotes. */
  | 'name'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation';

/** What the end of a line left open. */
export interface Open {
  readonly kind: 'comment' | 'name' | 'string';
  /** What closes it. */
  readonly close: string;
  /** A backslash escapes. */
  readonly escapes?: boolean;
  /** Comments inside this comment. */
  readonly depth?: number;
}

export interface Read {
  readonly kind: TokenKind;
  readonly end: number;
  readonly open?: Open | undefined;
}

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Not closed. */
  readonly open: boolean;
}

const LETTER = 'A-Za-z_\\u0080-\\uffff';
const SIMPLE: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /[\s\u00a0\u2000-\u200b\u3000\ufeff]+/y],
  ['comment', /--[^\n\r]*/y],
  ['word', new RegExp(`[${LETTER}][${LETTER}0-9$]*`, 'y')],
  ['number', /(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ['parameter', new RegExp(`\\$(?:[${LETTER}][${LETTER}0-9]*)?`, 'y')],
  ['punctuation', /[,()[\]{}.;]|::?=?/y],
  ['operator', /(?:(?!--|\/\*)[+\-*/<>=~!@#%^&|`?])+/y],
];
const DOLLAR_QUOTE = new RegExp(`\\$(?:[${LETTER}][${LETTER}0-9]*)?\\$`, 'y');

/** The token at an offset, or the rest of one that an earlier line left open. */
export function readToken(text: string, at: number, open?: Open): Read {
  if (open !== undefined) return readRest(text, at, open);
  if (text.startsWith('/*', at)) {
    return readRest(text, at + 2, { kind: 'comment', close: '*/', depth: 1 });
  }
  if (text[at] === '"') return readRest(text, at + 1, { kind: 'name', close: '"' });
  if (text[at] === "'") return readRest(text, at + 1, { kind: 'string', close: "'" });
  if (/^[eExXbB]'/.test(text.slice(at, at + 2))) {
    const escapes = /[eE]/.test(text[at] ?? '');
    return readRest(text, at + 2, { kind: 'string', close: "'", escapes });
  }
  DOLLAR_QUOTE.lastIndex = at;
  const dollar = DOLLAR_QUOTE.exec(text)?.[0];
  if (dollar !== undefined) {
    return readRest(text, at + dollar.length, { kind: 'string', close: dollar });
  }
  for (const [kind, pattern] of SIMPLE) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, end: pattern.lastIndex };
  }
  return { kind: 'operator', end: at + 1 };
}

function readRest(text: string, from: number, open: Open): Read {
  if (open.kind === 'comment') return readComment(text, from, open);
  const { kind, close, escapes = false } = open;
  for (let at = from; at < text.length; at += 1) {
    if (escapes && text[at] === '\\') {
      at += 1;
    } else if (text.startsWith(close, at)) {
      // A quote written twice is one inside.
      if (close.length > 1 || text[at + 1] !== close) return { kind, end: at + close.length };
      at += 1;
    }
  }
  return { kind, end: text.length, open };
}

function readComment(text: string, from: number, open: Open): Read {
  let depth = open.depth ?? 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) depth += 1;
    else if (text.startsWith('*/', at)) depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return { kind: 'comment', end: at + 1 };
  }
  return { kind: 'comment', end: text.length, open: { ...open, depth } };
}

/** All of a text, without white space and comments unless asked for. */
export function tokensOf(text: string, everything = false): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    const { kind, end, open } = readToken(text, start);
    if (everything || (kind !== 'space' && kind !== 'comment')) {
      tokens.push({ kind, text: text.slice(start, end), start, end, open: open !== undefined });
    }
    start = end;
  }
  return tokens;
}

/** The name that a word or a quoted name stands for. */
export const nameOf = ({ kind, text, open }: Token): string =>
  kind === 'name' ? text.slice(1, open ? undefined : -1).replaceAll('""', '"') : text;
