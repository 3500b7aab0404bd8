/** Which columns stand where. Positions are those among the shown columns, pinned ones first. */
import type { Schema } from '../../../engine/contract/schema.ts';
import { orderColumns } from './order-columns.ts';

/** How the user arranged the columns of one output, by name. */
export interface ColumnPrefs {
  readonly widths: Readonly<Record<string, number>>;
  readonly hidden: readonly string[];
  /** All of them as they were when one was last moved; empty: as in the schema. */
  readonly order: readonly string[];
  /** In the order in which they were pinned. */
  readonly pinned: readonly string[];
}

export const NO_PREFS: ColumnPrefs = { widths: {}, hidden: [], order: [], pinned: [] };

export const NARROWEST = 48;
export const WIDEST = 1200;

export interface ColumnLayout {
  /** Index in the schema of each shown column. */
  readonly columns: readonly number[];
  /** How many of them, from the first, are pinned. */
  readonly pinned: number;
  /** Left edge of each in pixels; one more than columns, the last is where they end. */
  readonly lefts: Float64Array;
}

export const widthAt = ({ lefts }: ColumnLayout, position: number): number =>
  (lefts[position + 1] ?? 0) - (lefts[position] ?? 0);

export const pinnedWidth = ({ lefts, pinned }: ColumnLayout): number => lefts[pinned] ?? 0;

export const totalWidth = ({ lefts }: ColumnLayout): number => lefts.at(-1) ?? 0;

/** @param defaultWidth of a column that was never resized, by its index in the schema */
export function layOutColumns(
  schema: Schema,
  prefs: ColumnPrefs,
  defaultWidth: (column: number) => number,
): ColumnLayout {
  const hidden = new Set(prefs.hidden);
  const rank = new Map(prefs.pinned.map((name, i) => [name, i]));
  const shown = orderColumns(schema, prefs.order).filter((i) => !hidden.has(schema[i]?.name ?? ''));
  const rankOf = (i: number): number => rank.get(schema[i]?.name ?? '') ?? Infinity;
  const pinned = shown
    .filter((i) => rankOf(i) !== Infinity)
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  const columns = [...pinned, ...shown.filter((i) => rankOf(i) === Infinity)];
  const lefts = new Float64Array(columns.length + 1);
  columns.forEach((column, position) => {
    const width = prefs.widths[schema[column]?.name ?? ''] ?? defaultWidth(column);
    lefts[position + 1] =
      (lefts[position] ?? 0) + Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
  });
  return { columns, pinned: pinned.length, lefts };
}

/** Positions of the columns that are not pinned and in view, `end` excluded. */
export function columnsInView(
  layout: ColumnLayout,
  scrollLeft: number,
  viewWidth: number,
): { readonly start: number; readonly end: number } {
  const { lefts, pinned, columns } = layout;
  const from = pinnedWidth(layout) + scrollLeft;
  const to = scrollLeft + viewWidth;
  const start = Math.max(pinned, positionAt(lefts, from));
  let end = start;
  while (end < columns.length && (lefts[end] ?? 0) < to) end += 1;
  return { start, end };
}

/** The last position whose left edge is not right of `x`. */
function positionAt(lefts: Float64Array, x: number): number {
  let low = 0;
  let high = lefts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lefts[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The column under a place in the view, by position; undefined right of the last. */
export function columnAt(layout: ColumnLayout, x: number, scrollLeft: number): number | undefined {
  const inContent = x < pinnedWidth(layout) ? x : x + scrollLeft;
  if (layout.columns.length === 0 || inContent < 0 || inContent >= totalWidth(layout)) {
    return undefined;
  }
  return positionAt(layout.lefts, inContent);
}

/** The scroll closest to `scrollLeft` at which a column is wholly seen. */
export function leftToShow(
  layout: ColumnLayout,
  scrollLeft: number,
  viewWidth: number,
  position: number,
): number {
  if (position < layout.pinned) return scrollLeft;
  const start = layout.lefts[position] ?? 0;
  const end = layout.lefts[position + 1] ?? start;
  if (start < scrollLeft + pinnedWidth(layout) || end - start > viewWidth - pinnedWidth(layout)) {
    return Math.max(0, start - pinnedWidth(layout));
  }
  return end > scrollLeft + viewWidth ? end - viewWidth : scrollLeft;
}
