/** Texts of one line as JSON values, and back. Pure. */

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number where the text is one, else the text itself, such as `$parameter` or a slip. */
export function readNumber(text: string): number | string {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : trimmed;
}

/** A whole number that fits, else the digits as text. */
export function readDigits(text: string): number | string {
  const value = readNumber(text);
  return typeof value === 'number' && !Number.isSafeInteger(value) ? text.trim() : value;
}

/**
 * A number, true, false or null as such; anything else is a text. A text that looks like one of
 * them is written in double quotes.
 */
export function readScalar(text: string): string | number | boolean | null {
  const trimmed = text.trim();
  if (trimmed === 'true') return true;
  if (trimmed === 'false') return false;
  if (trimmed === 'null') return null;
  const quoted = /^"(?:[^"\\]|\\.)*"$/.test(trimmed) ? parsed(trimmed) : undefined;
  if (typeof quoted === 'string') return quoted;
  const number = readNumber(trimmed);
  // A number that JavaScript would round stays as it was typed.
  return typeof number === 'number' && String(number) === trimmed ? number : text;
}

/** What `readScalar` reads back. */
export function writeScalar(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? '' : JSON.stringify(value);
  return readScalar(value) === value ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
