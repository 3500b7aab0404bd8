/** Places in the text of a file that something is said about. Pure. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { Inspection } from '../session/workspace/inspect-text.ts';

export interface TextPlace {
  readonly kind: 'wrong' | 'lost';
  readonly message: string;
  readonly hint?: string;
  /** Offsets in the text; absent where it is about no place in particular. */
  readonly start?: number;
  readonly end?: number;
}

/** What is wrong, in its order, then what else is in the text and not in what is drawn. */
export function textPlaces(
  { diagnostics, lost, text }: Pick<Inspection, 'diagnostics' | 'lost' | 'text'>,
  sayLost: (path: string) => string,
): TextPlace[] {
  const told = new Set(diagnostics.map(({ param }) => param));
  return [
    ...diagnostics.map((diagnostic): TextPlace => {
      const { message, hint } = diagnostic;
      return {
        kind: 'wrong',
        message,
        ...(hint === undefined ? {} : { hint }),
        ...placeOf(text, diagnostic, lost),
      };
    }),
    ...lost
      .filter(({ path }) => !told.has(path))
      .map(({ path, start, end }): TextPlace => ({
        kind: 'lost',
        message: sayLost(path),
        start,
        end,
      })),
  ];
}

/** Errors of structure name line and column in their message; a part that was left out is marked as a whole. */
function placeOf(
  text: string,
  { start, end, message, param }: Diagnostic,
  lost: Inspection['lost'],
): Pick<TextPlace, 'start' | 'end'> {
  if (start !== undefined) return { start, end: end ?? start + 1 };
  const part = lost.find(({ path }) => path === param);
  if (part !== undefined) return { start: part.start, end: part.end };
  const named = /\bline (\d+), column (\d+)\b/.exec(message);
  if (named === null) return {};
  const at = offsetOf(text, Number(named[1]), Number(named[2]));
  return { start: at, end: tokenEnd(text, at) };
}

/** Of the text in quotes, the word or the single character that begins there. */
function tokenEnd(text: string, start: number): number {
  const token = /"(?:[^"\\\n]|\\.)*"|[^\s,:{}[\]"]+|./y;
  token.lastIndex = start;
  return token.test(text) ? token.lastIndex : start;
}

/** Of a line and a column, both from 1. A byte order mark counts as no column. */
function offsetOf(text: string, line: number, column: number): number {
  const ends = /\r\n|\r|\n/g;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let at = 1; at < line && ends.exec(text) !== null; at++) start = ends.lastIndex;
  return Math.min(start + column - 1, text.length);
}
