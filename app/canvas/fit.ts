/** The view that shows a part of the canvas as a whole. Pure. */
import { isWithin } from './geometry.ts';
import type { Rect } from './geometry.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Zoom from which the captions of steps can be read. */
export const LEGIBLE = 0.5;

/** Zoom at which a pipeline is worked on that is too large to be legible as a whole. */
const COMFORTABLE = 0.8;

const LEAST = 0.05;

/** What tools and margins take of the pane's edges. */
const EDGE = { top: 60, side: 24, bottom: 64 };

/** The part of the pane that nothing lies over. */
export const freeArea = ({ width, height }: Size): Rect => ({
  x: EDGE.side,
  y: EDGE.top,
  width: Math.max(1, width - 2 * EDGE.side),
  height: Math.max(1, height - EDGE.top - EDGE.bottom),
});

/** The whole of it in the middle of what is free, never magnified. */
export function fitRect(bounds: Rect, pane: Size): View {
  const zoom = Math.max(LEAST, zoomToFit(bounds, pane));
  const free = freeArea(pane);
  return {
    x: free.x + (free.width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: free.y + (free.height - bounds.height * zoom) / 2 - bounds.y * zoom,
    zoom,
  };
}

/** A pipeline that is opened: as a whole where that can be read, else its beginning. */
export function openingView(bounds: Rect, pane: Size): View {
  if (zoomToFit(bounds, pane) >= LEGIBLE) return fitRect(bounds, pane);
  const free = freeArea(pane);
  const along = (start: number, size: number, edge: number, room: number): number =>
    edge + Math.max(0, room - size * COMFORTABLE) / 2 - start * COMFORTABLE;
  return {
    x: along(bounds.x, bounds.width, free.x, free.width),
    y: along(bounds.y, bounds.height, free.y, free.height),
    zoom: COMFORTABLE,
  };
}

/** Whether nothing of it is outside of what is free. */
export const isSeen = ({ x, y, width, height }: Rect, view: View, pane: Size): boolean =>
  isWithin(
    {
      // Inwards by what arithmetic is off.
      x: x * view.zoom + view.x + 0.5,
      y: y * view.zoom + view.y + 0.5,
      width: width * view.zoom - 1,
      height: height * view.zoom - 1,
    },
    freeArea(pane),
  );

function zoomToFit(bounds: Rect, pane: Size): number {
  const free = freeArea(pane);
  return Math.min(free.width / bounds.width, free.height / bounds.height, 1);
}
