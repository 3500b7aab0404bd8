/** Bars of a histogram, in pixels. */
import type { Column } from '../../../engine/contract/schema.ts';
import type { HistogramBin } from '../../../engine/contract/profile.ts';
import type { QuickFilter } from '../../session/row-view.ts';

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bars side by side, the tallest as tall as there is room; one with rows is at least a pixel tall. */
export function histogramBars(
  bins: readonly HistogramBin[],
  width: number,
  height: number,
): readonly Bar[] {
  const most = Math.max(0, ...bins.map(({ rows }) => rows));
  const each = width / Math.max(1, bins.length);
  const gap = each > 3 ? 1 : 0;
  return bins.map(({ rows }, i) => {
    const tall = rows === 0 ? 0 : Math.max(1, (rows / most) * height);
    return { x: i * each, y: height - tall, width: Math.max(0.5, each - gap), height: tall };
  });
}

/** Conditions that a bin's values meet. */
export const binFilters = (
  column: Column,
  { from, to }: HistogramBin,
  isLast: boolean,
): readonly QuickFilter[] =>
  from === to
    ? [{ column, operator: 'equals', value: from }]
    : [
        { column, operator: 'at-least', value: from },
        { column, operator: isLast ? 'at-most' : 'below', value: to },
      ];

/** `12.5%`, `<0.1%`, `0%`. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%';
  const share = (part / whole) * 100;
  if (share < 0.1) return '<0.1%';
  if (share > 99.9 && part < whole) return '>99.9%';
  return `${Number(share.toFixed(share < 10 ? 1 : 0))}%`;
}

/** A number with the digits that matter; other texts as they are. */
export function shortNumber(text: string): string {
  const number = Number(text);
  if (!/\d{7}|\.\d{5}/.test(text) || !Number.isFinite(number)) return text;
  return String(Math.abs(number) >= 1e6 ? Math.round(number) : Number(number.toPrecision(6)));
}
