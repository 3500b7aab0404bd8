/** Scrolling while a drag is held beyond the border: the further out, the faster. */

export interface Beyond {
  /** Pixels outside, negative to the left and above; 0 inside. */
  readonly x: number;
  readonly y: number;
}

/** Pixels a millisecond for each pixel outside, and at most. */
const GAIN = 0.02;
const FASTEST = 3;

/** Pixels to scroll by in some milliseconds. */
export const scrollStep = (beyond: number, milliseconds: number): number =>
  Math.sign(beyond) * Math.min(FASTEST, 0.05 + Math.abs(beyond) * GAIN) * milliseconds;

export interface DragScroll {
  /** The pointer is there now. */
  readonly at: (beyond: Beyond) => void;
  readonly stop: () => void;
}

/** @param scroll is called in every frame as long as the pointer is outside */
export function createDragScroll(scroll: (x: number, y: number) => void): DragScroll {
  let beyond: Beyond = { x: 0, y: 0 };
  let frame = 0;
  let before = 0;
  const isInside = (): boolean => beyond.x === 0 && beyond.y === 0;
  const tick = (now: number): void => {
    frame = 0;
    if (isInside()) return;
    // A page that stood still does not leap.
    const passed = before === 0 ? 16 : Math.min(50, now - before);
    before = now;
    scroll(scrollStep(beyond.x, passed), scrollStep(beyond.y, passed));
    frame = requestAnimationFrame(tick);
  };
  return {
    at: (next) => {
      beyond = next;
      if (isInside()) before = 0;
      else if (frame === 0) frame = requestAnimationFrame(tick);
    },
    stop: () => {
      cancelAnimationFrame(frame);
      frame = 0;
      before = 0;
      beyond = { x: 0, y: 0 };
    },
  };
}
