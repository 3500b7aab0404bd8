/** Text of a picture, for which nothing can be measured: letters are as wide as they are in most fonts. */

const NARROW = /[\p{Ll}\d\s]/u;
const THIN = /[iljtfr.,:;'"|!()[\]\s]/;
const WIDE = /[mwMW@%…\p{Lu}]/u;
const FULL =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u;

/** Widths in parts of the font's size. */
function widthOf(letter: string): number {
  if (FULL.test(letter)) return 1.1;
  if (THIN.test(letter)) return 0.33;
  if (WIDE.test(letter)) return 0.74;
  return NARROW.test(letter) ? 0.57 : 0.62;
}

export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + widthOf(letter) * size, 0);

/** As much of a line as there is room for, and an ellipsis. */
export function cut(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let room = width - textWidth('…', size);
  const kept: string[] = [];
  for (const letter of text) {
    room -= widthOf(letter) * size;
    if (room < 0) break;
    kept.push(letter);
  }
  return `${kept.join('').trimEnd()}…`;
}

export interface Line {
  readonly text: string;
  readonly isHeading: boolean;
}

/** Markdown as lines without its marks; `most` lines, the last one with an ellipsis if there are more. */
export function noteLines(markdown: string, width: number, size: number, most: number): Line[] {
  const all = markdown
    .trim()
    .split(/\n+/)
    .flatMap((paragraph) => {
      const isHeading = /^#{1,6}\s/.test(paragraph);
      const text = plain(paragraph);
      return wrap(text, width, size).map((line) => ({ text: line, isHeading }));
    });
  const lines = all.slice(0, most);
  const last = lines.at(-1);
  if (last !== undefined && all.length > most) {
    lines[lines.length - 1] = { ...last, text: cut(`${last.text} ……`, width, size) };
  }
  return lines;
}

const plain = (markdown: string): string =>
  markdown
    .replace(/^#{1,6}\s+/, '')
    .replace(/^(\s*)[-*+]\s+/, '$1• ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replaceAll(/(?<!\w)([*_])(\S.*?)\1(?!\w)/g, '$2');

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(cut(word, width, size));
  }
  return lines;
}

/** XML has no control characters but these three. */
export const escape = (text: string): string =>
  text
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
