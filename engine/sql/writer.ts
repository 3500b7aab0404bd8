/**
 * SQL text under construction. A fragment is a rope: pieces are put together without copying and
 * written out once, so every mark is shifted once however deep its piece stands.
 */
import type { Span } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Mark } from '../expression/emit.ts';

/** A stretch of generated SQL, what it was made from and the step that asked for it. */
export type SqlMark = Mark & {
  readonly node?: NodeId;
  /** The stretch is the user's own text, letter for letter. */
  readonly verbatim?: boolean;
};

export type Sql = string | SqlFragment;

export interface SqlFragment {
  readonly parts: readonly Sql[];
  /** Marks relative to the start of the fragment. */
  readonly marks: readonly SqlMark[];
  /** Step that everything inside belongs to, unless an inner fragment names another. */
  readonly node?: NodeId;
}

const fragment = (parts: readonly Sql[], marks: readonly SqlMark[] = []): SqlFragment => ({
  parts,
  marks,
});

/** Template tag: text with fragments in it. */
export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): SqlFragment {
  const parts: Sql[] = [];
  strings.forEach((text, i) => {
    if (text !== '') parts.push(text);
    const value = values[i];
    if (value !== undefined) parts.push(value);
  });
  return fragment(parts);
}

export const joinSql = (items: readonly Sql[], separator: string): SqlFragment =>
  fragment(items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])));

export const markedSql = (text: string, marks: readonly SqlMark[]): SqlFragment =>
  fragment([text], marks);

/** Text that the user typed, as it stands: a position in it is a position in the param. */
export const verbatimSql = (text: string, span: Span): SqlFragment =>
  fragment([text], [{ start: 0, end: text.length, span, verbatim: true }]);

/** Says which step a fragment belongs to. */
export const ofNode = (node: NodeId | undefined, inner: Sql): Sql =>
  node === undefined ? inner : { parts: [inner], marks: [], node };

export interface SqlText {
  readonly sql: string;
  /** In order of their start; of nested marks the outer one first. */
  readonly marks: readonly SqlMark[];
}

export function writeSql(root: Sql): SqlText {
  const texts: string[] = [];
  const marks: SqlMark[] = [];
  let position = 0;
  const write = (piece: Sql, node: NodeId | undefined): void => {
    if (typeof piece === 'string') {
      texts.push(piece);
      position += piece.length;
      return;
    }
    const owner = piece.node ?? node;
    for (const mark of piece.marks) {
      marks.push({
        ...mark,
        start: mark.start + position,
        end: mark.end + position,
        ...(owner === undefined ? {} : { node: owner }),
      });
    }
    for (const part of piece.parts) write(part, owner);
  };
  write(root, undefined);
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  return { sql: texts.join(''), marks };
}

/**
 * What the user typed at a position (UTF-16 units) of the generated text: the innermost mark that
 * covers it. In verbatim text the span is narrowed to the word at that position.
 */
export function locateSql(
  marks: readonly SqlMark[],
  text: string,
  position: number,
): { readonly span: Span; readonly node?: NodeId } | undefined {
  let best: SqlMark | undefined;
  for (const mark of marks) {
    const covers =
      mark.start <= position && (position < mark.end || (mark.verbatim && position === mark.end));
    if (!covers) continue;
    if (best === undefined || mark.end - mark.start <= best.end - best.start) best = mark;
  }
  if (best === undefined) return undefined;
  const node = best.node === undefined ? {} : { node: best.node };
  if (!best.verbatim) return { span: best.span, ...node };
  const start = best.span.start + (position - best.start);
  const word = /^(?:[\p{L}\p{N}_$]+|"(?:[^"]|"")*"|\S)?/u.exec(text.slice(position, best.end));
  return {
    span: { param: best.span.param, start, end: start + (word?.[0].length ?? 0) },
    ...node,
  };
}
