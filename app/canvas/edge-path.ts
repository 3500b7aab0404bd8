/** The curve of an edge: drawn on screen, written to SVG, and found under the pointer. */
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { PortNamePlace } from './ports.ts';

/** A cubic Bézier curve. */
export interface Curve {
  readonly from: CanvasPoint;
  readonly control1: CanvasPoint;
  readonly control2: CanvasPoint;
  readonly to: CanvasPoint;
}

/** Curves that each go on where the one before ends. */
export type EdgeCurve = readonly [Curve, ...Curve[]];

/** Vertical distance from which an edge that runs backwards is laid between two rows of steps. */
const ROWS_APART = 88;
/** Distance of that lane from the port it leads to: half a step and some air. */
const LANE = 54;
const TURN = 56;

/**
 * From an output port to an input port. One that runs backwards swings out and returns; where it goes
 * on in another row, as a line of text does, it runs along the space between the rows.
 */
export function edgeCurve(from: CanvasPoint, to: CanvasPoint): EdgeCurve {
  const distance = to[0] - from[0];
  const fall = to[1] - from[1];
  if (distance < 0 && Math.abs(fall) >= ROWS_APART) {
    const lane = to[1] - Math.sign(fall) * LANE;
    return [
      turn(from, [from[0], lane], TURN),
      turn([from[0], lane], [to[0], lane], 0),
      turn([to[0], lane], to, -TURN),
    ];
  }
  const reach = Math.max(24, distance >= 0 ? distance / 2 : 8 * Math.sqrt(-distance));
  return [{ from, control1: [from[0] + reach, from[1]], control2: [to[0] - reach, to[1]], to }];
}

/** @param out how far its middle is drawn aside, to the right */
const turn = (from: CanvasPoint, to: CanvasPoint, out: number): Curve => ({
  from,
  control1: [from[0] + out, from[1]],
  control2: [to[0] + out, to[1]],
  to,
});

export const curvePath = (curve: EdgeCurve): string =>
  `M${curve[0].from.join(',')} ` +
  curve
    .map(
      ({ control1, control2, to }) =>
        `C${control1.join(',')} ${control2.join(',')} ${to.join(',')}`,
    )
    .join(' ');

/** So far along the curve that what is said there is clear of the name of a port at its start. */
const CLEAR = 0.72;

/**
 * Where the number of rows stands, by the middle of its line of text.
 * @param name where the name of the port stands that the edge leaves: then it keeps clear of it
 */
export function countPlace(curve: EdgeCurve, name: PortNamePlace | undefined): CanvasPoint {
  const [x, y] =
    name === undefined || curve.length > 1 ? middleOf(curve) : pointAt(curve[0], CLEAR);
  return [x, name === 'above' ? y + 15 : y - 7];
}

/** The middle of an edge. */
export const middleOf = (curve: EdgeCurve): CanvasPoint =>
  pointAt(curve[Math.floor(curve.length / 2)] ?? curve[0], 0.5);

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
export function distanceFrom(curve: EdgeCurve, point: CanvasPoint): number {
  let nearest = Infinity;
  for (const part of curve) {
    let before = part.from;
    for (let step = 1; step <= SAMPLES; step += 1) {
      const next = pointAt(part, step / SAMPLES);
      nearest = Math.min(nearest, distanceFromSegment(before, next, point));
      before = next;
    }
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
