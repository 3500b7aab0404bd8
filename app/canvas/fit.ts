/** The view that shows a part of the canvas as a whole. Pure. */
import type { Rect } from './geometry.ts';

const MARGIN = 48;

/** @param least zoom below which not all is shown, but the upper left part */
export function fitRect(
  bounds: Rect,
  pane: { readonly width: number; readonly height: number },
  least: number,
): { readonly x: number; readonly y: number; readonly zoom: number } {
  const wanted = Math.min(
    (pane.width - 2 * MARGIN) / bounds.width,
    (pane.height - 2 * MARGIN) / bounds.height,
    1,
  );
  const zoom = Math.max(wanted, least);
  const along = (start: number, size: number, room: number): number =>
    size * zoom <= room - 2 * MARGIN
      ? (room - size * zoom) / 2 - start * zoom
      : MARGIN - start * zoom;
  // What fits is in the middle, what does not begins at the margin.
  return wanted >= least
    ? {
        x: (pane.width - bounds.width * zoom) / 2 - bounds.x * zoom,
        y: (pane.height - bounds.height * zoom) / 2 - bounds.y * zoom,
        zoom,
      }
    : {
        x: along(bounds.x, bounds.width, pane.width),
        y: along(bounds.y, bounds.height, pane.height),
        zoom,
      };
}
