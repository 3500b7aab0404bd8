/** SQL text in pieces: tokens, and what stands in brackets or between CASE and END. */

/** Texts, dollar quotes and comments stay as they are; quoted names; words; anything else. */
export const TOKEN =
  /'(?:[^']|'')*'|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*\n?|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|[\p{L}\p{N}_]+|\s+|[^]/gu;

/** A token as it stands, white space included, or a group of them. */
export type Piece = string | Group;

interface Group {
  readonly open: string;
  readonly content: readonly Piece[];
  /** Empty where the text ends before. */
  readonly close: string;
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', case: 'end' };

/** @param nameOf how a quoted name is written */
export function piecesOf(sql: string, nameOf: (name: string) => string): Piece[] {
  const tokens = [...sql.matchAll(TOKEN)].map(([token]) => token);
  let next = 0;
  const until = (end: string | undefined): Piece[] => {
    const pieces: Piece[] = [];
    for (; next < tokens.length; next += 1) {
      const token = tokens[next] ?? '';
      const key = token.toLowerCase();
      if (key === end) return pieces;
      const closes = CLOSES[key];
      if (closes === undefined) {
        pieces.push(
          token.startsWith('"') ? nameOf(token.slice(1, -1).replaceAll('""', '"')) : token,
        );
        continue;
      }
      next += 1;
      const content = until(closes);
      pieces.push({ open: token, content, close: tokens[next] ?? '' });
    }
    return pieces;
  };
  return until(undefined);
}

export const flat = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) =>
      typeof piece === 'string' ? piece : piece.open + flat(piece.content) + piece.close,
    )
    .join('');

/** The token in lower case; empty for a group. */
export const wordOf = (piece: Piece): string =>
  typeof piece === 'string' ? piece.toLowerCase() : '';

/** @param where pieces at which the list is cut; they are left out, or begin the next part */
export function splitAt(
  pieces: readonly Piece[],
  where: (piece: Piece) => boolean,
  keep?: 'before',
): Piece[][] {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (!where(piece)) {
      parts.at(-1)?.push(piece);
      continue;
    }
    parts.push(keep === 'before' ? [piece] : []);
  }
  return parts;
}
