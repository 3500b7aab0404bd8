/**
 * DuckDB's lexical rules (those of PostgreSQL's scan.l): words, quoted names, texts, numbers,
 * operators by longest match. Offsets are UTF-16 units. Comments and white space are left out.
 */

export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  /** A literal that the AST has no node for, such as `x'FF'`. */
  | 'other';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Words in lower case; quoted names and texts without their quotes; the rest as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface SyntaxProblem {
  readonly ok: false;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
}

export type LexResult = { readonly ok: true; readonly tokens: readonly Token[] } | SyntaxProblem;

export const problem = (
  message: string,
  start: number,
  end: number,
  hint?: string,
): SyntaxProblem => ({ ok: false, message, start, end, ...(hint === undefined ? {} : { hint }) });

const SPACE = /[\s\u00a0\u2000-\u200b\u3000\ufeff]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const QUOTED = /"(?:[^"]|"")*"/y;
const STRING = /'(?:[^']|'')*'/y;
const ESCAPE_STRING = /[eE]'(?:[^'\\]|''|\\[\s\S])*'/y;
const BIT_STRING = /[xXbB]'(?:[^']|'')*'/y;
const DOLLAR_STRING = /\$([A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const PARAMETER = /\$[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*/y;
const OPERATOR = /[+\-*/<>=~!@#%^&|`?]+/y;
const LINE_COMMENT = /--[^\n\r]*/y;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Offset after a block comment, which may hold further ones; `undefined` when it is not closed. */
function skipBlockComment(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    if (text.startsWith('/*', i)) {
      depth += 1;
      i += 1;
    } else if (text.startsWith('*/', i)) {
      depth -= 1;
      i += 1;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}

/** The operator at the start of a run of operator characters, by PostgreSQL's rules. */
function trimOperator(run: string): string {
  const comment = run.search(/--|\/\*/);
  let operator = comment > 0 ? run.slice(0, comment) : run;
  // `a=-1` is `a = -1`: a trailing sign belongs to what follows, unless the operator is unusual.
  while (operator.length > 1 && /[+-]$/.test(operator) && !/[~!@#%^&|`?]/.test(operator)) {
    operator = operator.slice(0, -1);
  }
  return operator;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const decodeEscapes = (body: string): string =>
  body.replace(
    /''|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\x([0-9A-Fa-f]{1,2})|\\([0-7]{1,3})|\\([\s\S])/g,
    (_, u4?: string, u8?: string, hex?: string, octal?: string, char?: string) => {
      const code = u4 ?? u8 ?? hex;
      if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      return char === undefined ? "'" : (ESCAPES[char] ?? char);
    },
  );

type Step = Token | SyntaxProblem;

function lexQuote(text: string, at: number): Step | undefined {
  const token = (kind: TokenKind, raw: string, value: string): Token => ({
    kind,
    text: raw,
    value,
    start: at,
    end: at + raw.length,
  });
  const quoted = matchAt(QUOTED, text, at)?.[0];
  if (quoted === '""') {
    return problem('A name between double quotes cannot be empty.', at, at + 2);
  }
  if (quoted !== undefined) {
    return token('quoted', quoted, quoted.slice(1, -1).replaceAll('""', '"'));
  }
  const string = matchAt(STRING, text, at)?.[0];
  if (string !== undefined) {
    return token('string', string, string.slice(1, -1).replaceAll("''", "'"));
  }
  const escape = matchAt(ESCAPE_STRING, text, at)?.[0];
  if (escape !== undefined) return token('string', escape, decodeEscapes(escape.slice(2, -1)));
  const bits = matchAt(BIT_STRING, text, at)?.[0];
  if (bits !== undefined) return token('other', bits, bits);
  const dollar = matchAt(DOLLAR_STRING, text, at)?.[0];
  if (dollar !== undefined) {
    const close = text.indexOf(dollar, at + dollar.length);
    if (close < 0) {
      return problem(`This text is not closed: ${dollar} is missing.`, at, text.length);
    }
    const raw = text.slice(at, close + dollar.length);
    return token('string', raw, text.slice(at + dollar.length, close));
  }
  if (text[at] === "'" || /^[eExXbB]'/.test(text.slice(at, at + 2))) {
    return problem(
      'This text is not closed.',
      at,
      text.length,
      "Add a ' at its end; write '' for a quote inside.",
    );
  }
  if (text[at] === '"') {
    return problem(
      'This name is not closed.',
      at,
      text.length,
      'Add a " at its end; write "" for a quote inside.',
    );
  }
  return undefined;
}

function lexToken(text: string, at: number): Step {
  const quote = lexQuote(text, at);
  if (quote !== undefined) return quote;
  const token = (kind: TokenKind, raw: string, value = raw): Token => ({
    kind,
    text: raw,
    value,
    start: at,
    end: at + raw.length,
  });
  const word = matchAt(WORD, text, at)?.[0];
  if (word !== undefined) return token('word', word, word.toLowerCase());
  const number = matchAt(NUMBER, text, at)?.[0];
  if (number !== undefined) return token('number', number, number.replaceAll('_', ''));
  const parameter = matchAt(PARAMETER, text, at)?.[0];
  if (parameter !== undefined) return token('parameter', parameter, parameter.slice(1));
  const pair = text.slice(at, at + 2);
  if (pair === '::' || pair === ':=') return token('operator', pair);
  if (/[,()[\]{}.:]/.test(text[at] ?? '')) return token('punctuation', text[at] as string);
  if (text[at] === ';') {
    return problem(
      'An expression cannot hold a semicolon.',
      at,
      at + 1,
      'Write one expression, not a statement.',
    );
  }
  const run = matchAt(OPERATOR, text, at)?.[0];
  if (run !== undefined) return token('operator', trimOperator(run));
  if (text[at] === '$') {
    return problem('A parameter needs a name.', at, at + 1, 'For example $min_delay.');
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return problem(`Unexpected character ${JSON.stringify(character)}.`, at, at + character.length);
}

export function lex(text: string): LexResult {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const skip = matchAt(SPACE, text, at) ?? matchAt(LINE_COMMENT, text, at);
    if (skip !== null) {
      at += skip[0].length;
    } else if (text.startsWith('/*', at)) {
      const end = skipBlockComment(text, at);
      if (end === undefined) {
        return problem('This comment is not closed: */ is missing.', at, text.length);
      }
      at = end;
    } else {
      const step = lexToken(text, at);
      if ('ok' in step) return step;
      tokens.push(step);
      at = step.end;
    }
  }
  return { ok: true, tokens };
}
