/** Tokens of one Python statement, with what breaking it over lines asks of them. */

export interface Token {
  /** Brackets that may stay away are empty until they are needed. */
  text: string;
  /** Characters before it, where it does not begin a line. */
  space: '' | ' ';
  readonly kind: 'open' | 'close' | 'comma' | 'dot' | 'operator' | 'string' | 'word' | 'other';
  /** The bracket that a closing one ends. */
  readonly mate?: Token;
  /** Of an operator between two operands: the one that breaks first is the highest. */
  readonly priority?: number;
  /** A bracket around a list or tuple, whose items get a line each when it is broken. */
  readonly collection?: boolean;
  /** Between `lambda` and its colon, where no comma breaks. */
  readonly parameter?: boolean;
}

export const COMMA_PRIORITY = 18;
/** Between string literals that make one. */
export const STRING_PRIORITY = 12;
export const DOT_PRIORITY = 1;

const PRIORITIES: Readonly<Record<string, number>> = {
  '==': 10,
  '!=': 10,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '|': 9,
  '^': 8,
  '&': 7,
  '+': 5,
  '-': 5,
  '*': 4,
  '/': 4,
  '%': 4,
};

const TOKEN =
  /(\s*)("""(?:[^\\]|\\[^])*?"""|r?"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*(?:(?<=[eE])[+-]\d+)?|[=!<>]=|->|[^])/guy;

const OPENING = '([{';
const CLOSING = ')]}';

/** Whether an operator after this token has nothing on its left. */
const startsOperand = (before: Token | undefined): boolean =>
  before === undefined ||
  before.kind === 'open' ||
  before.kind === 'comma' ||
  before.kind === 'operator' ||
  before.text === '=' ||
  before.text === ':' ||
  before.text === 'return';

export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  const open: Token[] = [];
  let inLambda = false;
  for (const [, white = '', text = ''] of statement.matchAll(TOKEN)) {
    const before = tokens.at(-1);
    const space = white === '' ? '' : ' ';
    if (text === 'lambda') inLambda = true;
    else if (text === ':') inLambda = false;
    tokens.push({
      text,
      space,
      ...describe(text, before, open),
      ...(inLambda ? { parameter: true } : {}),
    });
    const token = tokens.at(-1);
    if (token?.kind === 'open') open.push(token);
  }
  return tokens;
}

function describe(
  text: string,
  before: Token | undefined,
  open: Token[],
): Omit<Token, 'text' | 'space' | 'parameter'> {
  if (OPENING.includes(text)) {
    const trailer =
      before !== undefined &&
      (before.kind === 'close' || before.kind === 'word') &&
      before.text !== 'return';
    return { kind: 'open', collection: !trailer };
  }
  if (CLOSING.includes(text)) {
    const mate = open.pop();
    return mate === undefined ? { kind: 'close' } : { kind: 'close', mate };
  }
  if (text === ',') return { kind: 'comma' };
  if (text === '.') return { kind: 'dot' };
  if (/^r?["']/.test(text)) return { kind: 'string' };
  const priority = PRIORITIES[text];
  if (priority !== undefined && !startsOperand(before)) return { kind: 'operator', priority };
  return { kind: /^[\p{L}_]/u.test(text) ? 'word' : 'other' };
}

/** The right side of an assignment or `return` may be put in parentheses: they stand there, empty. */
export function withOptionalParentheses(tokens: readonly Token[]): readonly Token[] {
  const [first, second] = tokens;
  const at = first?.text === 'return' ? 1 : second?.text === '=' ? 2 : 0;
  const value = tokens[at];
  if (at === 0 || value === undefined) return tokens;
  const left: Token = { text: '', space: ' ', kind: 'open', collection: true };
  const right: Token = { text: '', space: '', kind: 'close', mate: left };
  value.space = '';
  return [...tokens.slice(0, at), left, ...tokens.slice(at), right];
}
