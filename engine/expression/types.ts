/** Type texts that people type, and those that DuckDB prints. */
import { TypeSyntaxError, parseType as readType } from '../contract/parse-type.ts';
import type { ColumnType } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';

export type TypeResult =
  | { readonly ok: true; readonly type: ColumnType }
  | {
      readonly ok: false;
      readonly message: string;
      /** UTF-16 offsets in the text. */
      readonly start: number;
      readonly end: number;
    };

/** Reads a type text; `formatType` of the contract writes it back in canonical form. */
export function parseType(text: string): TypeResult {
  try {
    return { ok: true, type: readType(text) };
  } catch (thrown) {
    if (!(thrown instanceof TypeSyntaxError)) throw thrown;
    const { message, position } = thrown;
    const word = /^"(?:[^"]|"")*"|^[\p{L}_][\p{L}\p{N}_$]*|^\d+/u.exec(text.slice(position))?.[0];
    const start = Math.min(position, text.length);
    return { ok: false, message, start, end: Math.min(text.length, start + (word?.length ?? 1)) };
  }
}

/** The canonical form of a type text; one that is not known stays as it is, for DuckDB to judge. */
export function canonicalType(text: string): string {
  const parsed = parseType(text);
  return parsed.ok ? formatType(parsed.type) : text;
}
