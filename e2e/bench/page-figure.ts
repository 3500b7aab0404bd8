/** One thing measured on the page, and what it should be. */
import { table } from './report.ts';

export interface PageFigure {
  readonly what: string;
  readonly unit: 'ms' | 'frames' | 'kB' | 'MB' | '%';
  /** The median, where there are many. */
  readonly value: number;
  readonly p95?: number;
  /** Not more than this. */
  readonly goal?: number;
}

/** At which so many of the values are; NaN without any. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Median and 95th percentile of many. */
export const spread = (
  what: string,
  milliseconds: readonly number[],
  goal?: number,
): PageFigure => ({
  what,
  unit: 'ms',
  value: quantile(milliseconds, 0.5),
  p95: quantile(milliseconds, 0.95),
  ...(goal === undefined ? {} : { goal }),
});

export function figureTable(figures: readonly PageFigure[]): string {
  const number = (value: number | undefined): string =>
    value === undefined ? '' : value.toFixed(Math.abs(value) < 20 && value % 1 !== 0 ? 1 : 0);
  const cells = figures.map(({ what, unit, value, p95, goal }) => [
    what,
    unit,
    number(value),
    number(p95),
    number(goal),
  ]);
  return table(['', 'unit', 'measured', 'p95', 'goal'], cells);
}
