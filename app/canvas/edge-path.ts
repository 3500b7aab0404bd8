/** The curve of an edge: drawn on screen, written to SVG, and found under the pointer. */
import type { CanvasPoint } from '../../engine/document/schema.ts';

/** A cubic Bézier curve. */
export interface Curve {
  readonly from: CanvasPoint;
  readonly control1: CanvasPoint;
  readonly control2: CanvasPoint;
  readonly to: CanvasPoint;
}

/** From an output port to an input port; one that runs backwards swings out and returns. */
export function edgeCurve(from: CanvasPoint, to: CanvasPoint): Curve {
  const distance = to[0] - from[0];
  const reach = distance >= 0 ? distance / 2 : 8 * Math.sqrt(-distance);
  return {
    from,
    control1: [from[0] + Math.max(reach, 24), from[1]],
    control2: [to[0] - Math.max(reach, 24), to[1]],
    to,
  };
}

export const curvePath = ({ from, control1, control2, to }: Curve): string =>
  `M${from.join(',')} C${control1.join(',')} ${control2.join(',')} ${to.join(',')}`;

/** @param t 0 at the start, 1 at the end */
export function pointAt({ from, control1, control2, to }: Curve, t: number): CanvasPoint {
  const s = 1 - t;
  const along = (axis: 0 | 1): number =>
    s ** 3 * from[axis] +
    3 * s * s * t * control1[axis] +
    3 * s * t * t * control2[axis] +
    t ** 3 * to[axis];
  return [along(0), along(1)];
}

const SAMPLES = 24;

/** Distance of a point from the curve, to about a unit. */
export function distanceFrom(curve: Curve, point: CanvasPoint): number {
  let nearest = Infinity;
  let before = curve.from;
  for (let step = 1; step <= SAMPLES; step += 1) {
    const next = pointAt(curve, step / SAMPLES);
    nearest = Math.min(nearest, distanceFromSegment(before, next, point));
    before = next;
  }
  return nearest;
}

function distanceFromSegment(a: CanvasPoint, b: CanvasPoint, [x, y]: CanvasPoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - a[0]) * dx + (y - a[1]) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - (a[0] + t * dx), y - (a[1] + t * dy));
}
