/** Aligning and distributing steps. Pure: rectangles in, new positions out. */
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { Rect } from './geometry.ts';

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

type Rects = ReadonlyMap<string, Rect>;

/** Moves all to the outermost edge of them, or to the middle of their bounds. */
export function align(rects: Rects, how: Alignment): Record<string, CanvasPoint> {
  const all = [...rects.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Rect): CanvasPoint => {
    switch (how) {
      case 'left':
        return [left, y];
      case 'centre':
        return [(left + right - width) / 2, y];
      case 'right':
        return [right - width, y];
      case 'top':
        return [x, top];
      case 'middle':
        return [x, (top + bottom - height) / 2];
      case 'bottom':
        return [x, bottom - height];
    }
  };
  return Object.fromEntries([...rects].map(([id, rect]) => [id, place(rect)]));
}

/** Equal gaps between neighbours; the outermost stay. Gaps may be negative where there is no room. */
export function distribute(
  rects: Rects,
  direction: 'horizontal' | 'vertical',
): Record<string, CanvasPoint> {
  const horizontal = direction === 'horizontal';
  const start = ({ x, y }: Rect): number => (horizontal ? x : y);
  const size = ({ width, height }: Rect): number => (horizontal ? width : height);
  const ordered = [...rects].sort(([, a], [, b]) => start(a) - start(b));
  const first = ordered[0]?.[1];
  if (first === undefined) return {};
  const end = Math.max(...ordered.map(([, rect]) => start(rect) + size(rect)));
  const filled = ordered.reduce((sum, [, rect]) => sum + size(rect), 0);
  const gap = (end - start(first) - filled) / Math.max(1, ordered.length - 1);
  let next = start(first);
  return Object.fromEntries(
    ordered.map(([id, rect]): [string, CanvasPoint] => {
      const at = next;
      next += size(rect) + gap;
      return [id, horizontal ? [at, rect.y] : [rect.x, at]];
    }),
  );
}
