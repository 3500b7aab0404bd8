/** A line of text with the characters in question underlined. */
import { showControls, widthOf } from '../terminal/fit-text.ts';
import type { Style } from '../terminal/style.ts';

/** Places on each side of the underlined part that are shown of a long line. */
const CONTEXT = 24;

/**
 * Two lines: the line of `text` with `start`, and `^^^` below `start` to `end` (at least one, and not
 * beyond that line). Of a line that is too long, the part around the characters is shown.
 * @param number shown before the line instead of nothing
 */
export function excerpt(
  text: string,
  start: number,
  end: number,
  width: number,
  style: Style,
  number?: number,
): readonly [string, string] {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', start);
  const line = text.slice(lineStart, next < 0 ? text.length : next).replace(/\r$/, '');
  const from = Math.min(start - lineStart, line.length);
  const to = Math.min(Math.max(end - lineStart, from + 1), Math.max(line.length, from + 1));
  const gutter = number === undefined ? ' |  ' : ` ${number} |  `;
  const window = visiblePart(line, from, to, Math.max(width - gutter.length - 2, 20));
  // One place per tab and the like, so that the carets stand below what they mean.
  const before = plain(window.prefix + line.slice(window.start, from));
  const marked = plain(line.slice(from, Math.min(to, window.end)));
  const after = plain(line.slice(Math.min(to, window.end), window.end) + window.suffix);
  const carets = '^'.repeat(Math.max(widthOf(marked), 1));
  const blank = `${' '.repeat(gutter.length - 4)} |  `;
  return [
    `${style.blue(gutter)}${before}${marked}${after}`,
    `${style.blue(blank)}${' '.repeat(widthOf(before))}${style.red(carets)}`,
  ];
}

const plain = (text: string): string => showControls(text.replaceAll('\t', ' '));

interface Window {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly suffix: string;
}

function visiblePart(line: string, from: number, to: number, width: number): Window {
  if (widthOf(line) <= width) return { start: 0, end: line.length, prefix: '', suffix: '' };
  const start = Math.max(0, Math.min(from - CONTEXT, line.length - width));
  const end = Math.min(line.length, Math.max(start + width, Math.min(to, start + width)));
  return { start, end, prefix: start > 0 ? '…' : '', suffix: end < line.length ? '…' : '' };
}
