/** How the user moves columns. Pure; positions are those of a layout: among the shown, pinned first. */
import type { Schema } from '../../../engine/contract/schema.ts';
import type { ColumnLayout, ColumnPrefs } from './column-layout.ts';
import { orderColumns } from './order-columns.ts';

/** Names as the user arranged them; undefined where none is hidden or moved. */
export function arrangedColumns(schema: Schema, prefs: ColumnPrefs): readonly string[] | undefined {
  const hidden = new Set(prefs.hidden);
  const isHiding = schema.some(({ name }) => hidden.has(name));
  const order = orderColumns(schema, prefs.order);
  if (!isHiding && order.every((index, i) => index === i)) return undefined;
  const names = order.map((index) => schema[index]?.name ?? '');
  // To pin a column is to look at it; only who moves columns means an order.
  const first = prefs.order.length === 0 ? [] : prefs.pinned.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !first.includes(name))].filter(
    (name) => !hidden.has(name),
  );
}

export interface ColumnMove {
  readonly from: number;
  /** The position that it gets. */
  readonly to: number;
}

/**
 * Where a column goes that is let go at an edge.
 * @param edge 0: before the first column; n: after the n-th
 */
export const moveToEdge = (from: number, edge: number): ColumnMove => ({
  from,
  to: edge > from ? edge - 1 : edge,
});

/** The edge between columns closest to a place in the view, in pixels from the first column's left. */
export function edgeAt(layout: ColumnLayout, x: number, scrollLeft: number): number {
  const { lefts, pinned, columns } = layout;
  const pinnedEnd = lefts[pinned] ?? 0;
  const inContent = x < pinnedEnd ? x : x + scrollLeft;
  let edge = 0;
  while (edge < columns.length) {
    const middle = ((lefts[edge] ?? 0) + (lefts[edge + 1] ?? 0)) / 2;
    if (inContent < middle) break;
    edge += 1;
  }
  return edge;
}

/** Where an edge is seen, in pixels from the first column's left. */
export const edgeX = ({ lefts, pinned }: ColumnLayout, edge: number, scrollLeft: number): number =>
  (lefts[edge] ?? 0) - (edge > pinned ? scrollLeft : 0);

/** A column moved among the pinned ones is pinned, one moved out of them is not any more. */
export function moveColumn(
  schema: Schema,
  prefs: ColumnPrefs,
  layout: ColumnLayout,
  { from, to }: ColumnMove,
): Pick<ColumnPrefs, 'order' | 'pinned'> {
  const nameOf = (index: number | undefined): string => schema[index ?? -1]?.name ?? '';
  const shown = layout.columns.map(nameOf);
  const [moved] = shown.splice(from, 1);
  if (moved === undefined) return prefs;
  shown.splice(to, 0, moved);
  const wasPinned = from < layout.pinned;
  const isPinned = to < layout.pinned;
  const count = layout.pinned + Number(isPinned && !wasPinned) - Number(wasPinned && !isPinned);
  // Hidden columns keep what they had.
  const visible = new Set(shown);
  const pinned = [
    ...shown.slice(0, count),
    ...prefs.pinned.filter((name) => !visible.has(name) && name !== moved),
  ];
  const others = orderColumns(schema, prefs.order).map(nameOf);
  const order = others.filter((name) => name !== moved);
  const before = to === count ? undefined : shown[to - 1];
  const after = shown[to + 1];
  const place =
    before !== undefined
      ? order.indexOf(before) + 1
      : after !== undefined
        ? order.indexOf(after)
        : order.length;
  order.splice(place, 0, moved);
  return { order, pinned };
}
