/** Text in columns of a terminal, where wide characters take two places and combining ones none. */
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Control characters, line separators, and marks that turn the direction of what follows. */
const CONTROL = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu;
const SHOWN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const widthOf = (text: string): number =>
  // Most texts are plain ASCII, one place per character.
  /^[\u0020-\u007E]*$/.test(text) ? text.length : stringWidth(text);

/** Control characters as escapes: data must not move the cursor or ring the bell. */
export const showControls = (text: string): string =>
  text.replaceAll(CONTROL, (char) => SHOWN[char] ?? escapeOf(char.charCodeAt(0).toString(16)));

const escapeOf = (hex: string): string =>
  hex.length > 2 ? `\\u${hex}` : `\\x${hex.padStart(2, '0')}`;

/** The text, cut with `…` where it is wider than `width`. */
export function truncate(text: string, width: number): string {
  // Of very long texts, only the front can be seen: no need to measure the rest.
  const front = text.length > width * 8 ? text.slice(0, width * 8) : text;
  if (front === text && widthOf(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const { segment } of graphemes.segment(front)) {
    const next = used + widthOf(segment);
    if (next > width - 1) break;
    result += segment;
    used = next;
  }
  return `${result}…`;
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;
