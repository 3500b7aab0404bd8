/** A place in the characters of a pattern. */
export interface Cursor {
  readonly characters: readonly string[];
  at: number;
}

export const atEnd = ({ characters, at }: Cursor): boolean => at >= characters.length;

export const peek = ({ characters, at }: Cursor): string | undefined => characters[at];

export const startsWith = ({ characters, at }: Cursor, text: string): boolean =>
  [...text].every((character, i) => characters[at + i] === character);

/** The next character, which is passed; empty at the end. */
export function take(cursor: Cursor): string {
  const next = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  return next;
}
