/** Characters after a backslash, in classes and outside of them. */
import { refuse } from '../refusal.ts';
import type { Cursor } from './cursor.ts';
import { peek, take } from './cursor.ts';

export const refusePattern = (what: string): never =>
  refuse(
    `${what} in a pattern has no counterpart in Spark.`,
    'Write the pattern without it, or let the step run locally.',
  );

export const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** A control character by its letter, or punctuation as it is. */
export function escapedCode(next: string): number {
  const control = CONTROLS[next];
  if (control !== undefined) return control;
  if (!/^[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/.test(next)) refusePattern(`\\${next}`);
  return codeOf(next);
}

/** What follows `\x`: two digits, or any number of them in braces. */
export function readHex(cursor: Cursor): number {
  let digits = '';
  if (peek(cursor) === '{') {
    take(cursor);
    while (/^[0-9a-f]$/i.test(peek(cursor) ?? '')) digits += take(cursor);
    if (take(cursor) !== '}') refusePattern('\\x{');
  } else {
    digits = take(cursor) + take(cursor);
  }
  const code = /^[0-9a-f]{1,8}$/i.test(digits) ? Number.parseInt(digits, 16) : NaN;
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? code : refusePattern(`\\x${digits}`);
}
