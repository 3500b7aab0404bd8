/** Which lines of a file's text its diagnostics are about. Pure. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';

/** Line numbers, from 1; of errors of structure those that their message names. */
export function badLines(text: string, diagnostics: readonly Diagnostic[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { start, message } of diagnostics) {
    const named = /\bline (\d+)\b/.exec(message)?.[1];
    if (named !== undefined) lines.add(Number(named));
    else if (start !== undefined) lines.add(text.slice(0, start).split('\n').length);
  }
  return lines;
}

/** The first lines of a text, and whether there are more. */
export function firstLines(
  text: string,
  count: number,
): { readonly lines: readonly string[]; readonly isCut: boolean } {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/, count + 1);
  return { lines: lines.slice(0, count), isCut: lines.length > count };
}
