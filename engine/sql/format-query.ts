/** SQL laid out for people: a line for each clause, and quotes around names only where they are needed. */
import { formatIdentifier } from '../expression/quote.ts';

/** Texts, dollar quotes and comments stay as they are; quoted names; words; anything else. */
const TOKEN =
  /'(?:[^']|'')*'|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*\n?|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|[\p{L}\p{N}_]+|\s+|[^]/gu;

const CLAUSES = new Set(['from', 'where', 'group', 'having', 'qualify', 'order', 'limit', 'union']);
const JOINS = new Set(['join', 'left', 'right', 'full', 'inner', 'cross', 'semi', 'anti', 'asof']);

/** Words that a clause of the same name does not begin after: `IS DISTINCT FROM`, `LEFT JOIN`. */
const CONTINUED = new Set(['distinct', ...JOINS]);

/** Only white space and quotes of names change. */
export function formatQuery(sql: string): string {
  let text = '';
  let depth = 0;
  let before = '';
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    const word = token.toLowerCase();
    const begins =
      depth === 0 &&
      (CLAUSES.has(word) || JOINS.has(word)) &&
      !CONTINUED.has(before) &&
      text !== '';
    if (begins) text = `${text.trimEnd()}\n`;
    text += token.startsWith('"') ? plainName(token) : token;
    if (token.trim() !== '') before = word;
  }
  return text.trim();
}

const plainName = (quoted: string): string =>
  formatIdentifier(quoted.slice(1, -1).replaceAll('""', '"'));

/** Set in by two blanks; lines within texts, names and comments stay as they are. */
export function indent(sql: string): string {
  let text = '';
  let fresh = true;
  for (const [token] of sql.matchAll(TOKEN)) {
    if (fresh && !token.startsWith('\n')) text += '  ';
    text += token.trim() === '' ? token.replace(/\n(?=[^\n])/g, '\n  ') : token;
    fresh = token.endsWith('\n');
  }
  return text;
}

/** Without carriage returns in texts, which programs that read SQL line by line leave out. */
export const withoutReturns = (sql: string): string =>
  sql.replace(TOKEN, (token) =>
    token.startsWith("'") && token.includes('\r')
      ? `(${token.replaceAll('\r', "' || chr(13) || '")})`
      : token,
  );
