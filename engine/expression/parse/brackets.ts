/** Which bracket closes which, by token index. */
import type { SyntaxProblem, Token } from './lex.ts';
import { problem } from './lex.ts';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export type BracketResult =
  { readonly ok: true; readonly closeOf: ReadonlyMap<number, number> } | SyntaxProblem;

export function matchBrackets(tokens: readonly Token[]): BracketResult {
  const closeOf = new Map<number, number>();
  const open: number[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'punctuation') continue;
    if (Object.hasOwn(CLOSING, token.text)) {
      open.push(i);
    } else if (/^[)\]}]$/.test(token.text)) {
      const start = open.pop();
      const opener = start === undefined ? undefined : tokens[start];
      if (start === undefined || opener === undefined) {
        return problem(
          `There is no opening bracket for this ${token.text}`,
          token.start,
          token.end,
        );
      }
      if (CLOSING[opener.text] !== token.text) {
        return problem(
          `Expected ${CLOSING[opener.text]} before this ${token.text}`,
          token.start,
          token.end,
          `The bracket ${opener.text} at character ${opener.start + 1} is not closed yet.`,
        );
      }
      closeOf.set(start, i);
    }
  }
  const unclosed = open.at(-1);
  const opener = unclosed === undefined ? undefined : tokens[unclosed];
  if (opener !== undefined) {
    return problem(
      `This ${opener.text} is not closed: ${CLOSING[opener.text]} is missing.`,
      opener.start,
      opener.end,
    );
  }
  return { ok: true, closeOf };
}

/** First index in [from, to) outside of inner brackets where `test` holds; -1 when there is none. */
export function findAtDepth(
  tokens: readonly Token[],
  closeOf: ReadonlyMap<number, number>,
  from: number,
  to: number,
  test: (token: Token) => boolean,
): number {
  for (let i = from; i < to; i += 1) {
    const token = tokens[i];
    if (token === undefined) return -1;
    if (test(token)) return i;
    i = closeOf.get(i) ?? i;
  }
  return -1;
}
