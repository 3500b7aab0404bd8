/** Where a new step goes. Pure. */
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { Rect } from './geometry.ts';
import { STEP_WIDTH, overlap, snap, stepHeight } from './geometry.ts';

const GAP_X = 80;
const GAP_Y = 44;
const MOST_TRIES = 200;

/** A place right of a step, moved down until nothing is in the way. */
export const placeAfter = (step: Rect, others: readonly Rect[]): CanvasPoint =>
  freePlace([step.x + step.width + GAP_X, step.y], others);

/** The nearest free place at or below a point. */
export function freePlace([x, y]: CanvasPoint, others: readonly Rect[]): CanvasPoint {
  const height = stepHeight(1);
  let top = snap(y);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const wanted = { x: snap(x) - 8, y: top - 8, width: STEP_WIDTH + 16, height: height + 16 };
    const blocking = others.filter((rect) => overlap(rect, wanted));
    if (blocking.length === 0) break;
    top = snap(Math.max(...blocking.map((rect) => rect.y + rect.height)) + GAP_Y);
  }
  return [snap(x), top];
}
