/** Sizes and places on the canvas, in canvas units. Steps have fixed sizes, so nothing is measured. */
import type { CanvasNote, CanvasPoint } from '../../engine/document/schema.ts';

export const STEP_WIDTH = 208;
const STEP_HEIGHT = 60;
/** Distance of two ports on one side, and of the outer ones from the edge at least. */
const PORT_PITCH = 20;
const PORT_MARGIN = 10;
/** Diameter of a port's circle. */
export const PORT_SIZE = 12;
/** What positions snap to. */
export const GRID = 8;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Height of a step whose busier side has this many ports. */
export const stepHeight = (ports: number): number =>
  Math.max(STEP_HEIGHT, (ports - 1) * PORT_PITCH + 2 * PORT_MARGIN);

/** Distance of a port's centre from the step's upper edge. */
export const portOffset = (index: number, count: number, height: number): number =>
  height / 2 + (index - (count - 1) / 2) * PORT_PITCH;

export function boundsOf(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}

export const contains = (rect: Rect, [x, y]: CanvasPoint): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

export const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether the first one lies in the second one as a whole. */
export const isWithin = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export const centreOf = (rect: Rect): CanvasPoint => [
  rect.x + rect.width / 2,
  rect.y + rect.height / 2,
];

export const snap = (value: number): number => Math.round(value / GRID) * GRID;

const NOTE_SIZE = [220, 120] as const;

export const noteRect = ({ position: [x, y], size = NOTE_SIZE }: CanvasNote): Rect => ({
  x,
  y,
  width: size[0],
  height: size[1],
});
