/**
 * Browsers stop drawing elements somewhere beyond 16 million pixels. Taller content is scrolled on a
 * shorter track: the scroll bar's way stands for a longer one.
 */

/** Pixels. */
export const TALLEST = 16_000_000;

export interface ScrollScale {
  /** Height of the element that makes the scroll bar. */
  readonly track: number;
  /** Height of all rows. */
  readonly content: number;
  /** Height of what is seen at once. */
  readonly view: number;
}

export const scrollScale = (content: number, view: number, tallest = TALLEST): ScrollScale => ({
  track: Math.max(view, Math.min(content, tallest)),
  content,
  view,
});

/** Furthest that the content can be moved up. */
export const lastTop = ({ content, view }: ScrollScale): number => Math.max(0, content - view);

/** Where the content is for a place of the scroll bar. */
export function toContent(scale: ScrollScale, scrollTop: number): number {
  const way = scale.track - scale.view;
  if (way <= 0) return 0;
  return Math.min(1, Math.max(0, scrollTop / way)) * lastTop(scale);
}

/** The place of the scroll bar for a place of the content. */
export function toTrack(scale: ScrollScale, top: number): number {
  const last = lastTop(scale);
  return last === 0 ? 0 : (clampTop(scale, top) / last) * (scale.track - scale.view);
}

export const clampTop = (scale: ScrollScale, top: number): number =>
  Math.min(lastTop(scale), Math.max(0, top));

/** The place closest to `top` at which a row is wholly seen. */
export function topToShow(scale: ScrollScale, top: number, row: number, rowHeight: number): number {
  const start = row * rowHeight;
  if (start < top) return clampTop(scale, start);
  const end = start + rowHeight;
  return end > top + scale.view ? clampTop(scale, end - scale.view) : top;
}
