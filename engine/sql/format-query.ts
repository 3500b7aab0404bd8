/** SQL laid out for people: a line for each clause, and quotes around names only where they are needed. */
import { formatIdentifier } from '../expression/quote.ts';
import type { Piece } from './query-pieces.ts';
import { TOKEN, flat, piecesOf, splitAt, wordOf } from './query-pieces.ts';

const WIDTH = 100;

const CLAUSES = new Set(['from', 'where', 'group', 'having', 'qualify', 'order', 'limit', 'union']);
const JOINS = new Set(['join', 'left', 'right', 'full', 'inner', 'cross', 'semi', 'anti', 'asof']);
const LISTS = /^\s*(?:SELECT(?: DISTINCT)?|GROUP BY|ORDER BY)(?= )/i;
const QUERY = /^\s*(?:SELECT|FROM|WITH)\b/i;

/** What a window has besides its partition, as our own emitter writes it. */
const WINDOW_PARTS = new Set(['ORDER', 'ROWS', 'RANGE', 'GROUPS']);

/** Words that a clause of the same name does not begin after: `IS DISTINCT FROM`, `LEFT JOIN`. */
const CONTINUED = new Set(['distinct', 'within', ...JOINS]);

/**
 * Only white space and quotes of names change. What somebody has laid out in lines stays in them, but
 * for clauses; else a clause that is too wide for a line has one for each of its parts.
 */
export const formatQuery = (sql: string): string =>
  layQuery(piecesOf(sql, formatIdentifier), '').trim();

const fits = (text: string, margin: string): boolean => margin.length + text.length <= WIDTH;

const hasLines = (pieces: readonly Piece[]): boolean => flat(pieces).includes('\n');

function layQuery(pieces: readonly Piece[], margin: string): string {
  return clausesOf(pieces)
    .map((clause) => trimmed(clause))
    .filter((clause) => clause.length > 0)
    .map((clause) => layClause(clause, margin))
    .join(`\n${margin}`);
}

function clausesOf(pieces: readonly Piece[]): Piece[][] {
  const clauses: Piece[][] = [[]];
  let before = '';
  for (const [i, piece] of pieces.entries()) {
    const word = wordOf(piece);
    // Not the functions left() and right().
    const isJoin = JOINS.has(word) && typeof pieces[i + 1] === 'string';
    const begins = (CLAUSES.has(word) || isJoin) && !CONTINUED.has(before);
    if (begins && before !== '') clauses.push([]);
    clauses.at(-1)?.push(piece);
    if (flat([piece]).trim() !== '') before = word === '' ? '?' : word;
  }
  return clauses;
}

function trimmed(pieces: readonly Piece[]): readonly Piece[] {
  const isBlank = (piece: Piece | undefined): boolean =>
    typeof piece === 'string' && piece.trim() === '';
  const start = pieces.findIndex((piece) => !isBlank(piece));
  if (start < 0) return [];
  return pieces.slice(start, pieces.findLastIndex((piece) => !isBlank(piece)) + 1);
}

function layClause(clause: readonly Piece[], margin: string): string {
  const text = flat(clause);
  if (fits(text, margin) || hasLines(clause)) return text;
  const inner = `${margin}  `;
  const head = LISTS.exec(text)?.[0];
  if (head === undefined) return layPart(clause, margin);
  const words = head.trim().split(' ').length;
  // A word and the blank behind it are two pieces.
  const items = splitAt(clause.slice(words * 2 - 1), (piece) => piece === ',');
  const lines = items.map((item) => inner + layPart(trimmed(item), inner));
  return `${head}\n${lines.join(',\n')}`;
}

/** A part of a clause: in one line, or broken at its conditions, or else within its widest brackets. */
function layPart(pieces: readonly Piece[], margin: string): string {
  const text = flat(pieces);
  if (fits(text, margin) || hasLines(pieces)) return text;
  const inner = `${margin}  `;
  const conditions = conditionsOf(pieces);
  if (conditions.length > 1) {
    return conditions
      .map((condition, i) => layPart(condition, i === 0 ? margin : inner))
      .join(`\n${inner}`);
  }
  const widest = pieces
    .filter((piece) => typeof piece !== 'string')
    .reduce<Exclude<Piece, string> | undefined>(
      (found, each) =>
        found === undefined || flat([each]).length > flat([found]).length ? each : found,
      undefined,
    );
  if (widest === undefined || widest.content.length === 0) return text;
  const at = pieces.indexOf(widest);
  const content = layContent(widest, inner);
  return `${flat(pieces.slice(0, at))}${widest.open}\n${inner}${content}\n${margin}${widest.close}${flat(pieces.slice(at + 1))}`;
}

function layContent({ open, content }: Exclude<Piece, string>, margin: string): string {
  const inside = trimmed(content);
  const text = flat(inside);
  if (open === '(' && QUERY.test(text)) return layQuery(inside, margin);
  const isCase = open.length > 1;
  if (!isCase && fits(text, margin)) return text;
  const lay = (items: readonly (readonly Piece[])[], mark: string): string =>
    items.map((item) => layPart(item, margin)).join(`${mark}\n${margin}`);
  if (isCase) {
    const isBranch = (piece: Piece): boolean => /^(?:when|else)$/.test(wordOf(piece));
    return lay(parts(splitAt(inside, isBranch, 'before')), '');
  }
  const first = wordOf(inside[0] ?? '');
  if (first === 'partition' || first === 'order') {
    return lay(parts(splitAt(inside, (piece) => WINDOW_PARTS.has(flat([piece])), 'before')), '');
  }
  if (first === 'values') {
    const rows = parts(splitAt(inside.slice(1), (piece) => piece === ','));
    return `VALUES\n${rows.map((row) => `${margin}  ${layPart(row, `${margin}  `)}`).join(',\n')}`;
  }
  const items = parts(splitAt(inside, (piece) => piece === ','));
  return items.length === 1 ? lay(conditionsOf(inside), '') : lay(items, ',');
}

const parts = (split: readonly (readonly Piece[])[]): (readonly Piece[])[] =>
  split.map(trimmed).filter((part) => part.length > 0);

/** What OR stands between, or else what AND does. */
function conditionsOf(pieces: readonly Piece[]): (readonly Piece[])[] {
  const alternatives = parts(splitAt(pieces, (piece) => wordOf(piece) === 'or', 'before'));
  if (alternatives.length > 1) return alternatives;
  let between = false;
  const isAnd = (piece: Piece): boolean => {
    const word = wordOf(piece);
    const closesRange = word === 'and' && between;
    if (word === 'between' || word === 'and') between = word === 'between';
    return word === 'and' && !closesRange;
  };
  return parts(splitAt(pieces, isAnd, 'before'));
}

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
