/** What goes on between pressing and letting go: selecting cells, resizing and moving columns. */
import { moveToEdge } from './column-order.ts';
import { createDragScroll } from './drag-scroll.ts';
import type { GridEvents, GridHandle } from './grid-types.ts';

export interface Drag {
  readonly move: (event: PointerEvent) => void;
  /** Let go of, or given up. */
  readonly end: (isGivenUp: boolean) => void;
}

/** Cells from where the selection began to the pointer; held outside, the rows scroll there. */
export function selectCells(grid: GridHandle): Drag {
  let place = { x: 0, y: 0 };
  const extend = (): void => {
    const focus = grid.nearest(place.x, place.y);
    if (focus === undefined) return;
    const selection = { anchor: grid.selection().anchor, focus };
    grid.select(selection);
    grid.selected(selection);
  };
  const scroll = createDragScroll((x, y) => {
    grid.scrollBy(x, y);
    extend();
  });
  return {
    move: ({ clientX, clientY }) => {
      place = { x: clientX, y: clientY };
      scroll.at(grid.outside(clientX, clientY));
      extend();
    },
    end: scroll.stop,
  };
}

export function resizeColumn(
  position: number,
  width: number,
  startX: number,
  events: GridEvents,
): Drag {
  return {
    move: ({ clientX }) => events.onResize(position, width + clientX - startX),
    end: (isGivenUp) => {
      if (isGivenUp) events.onResize(position, width);
    },
  };
}

/** Pixels that a press may tremble by. */
const TREMBLE = 5;

/** A header is moved; one that is let go where it was pressed is clicked. */
export function moveHeader(
  from: number,
  startX: number,
  grid: GridHandle,
  events: GridEvents,
  click: () => void,
): Drag {
  let x = startX;
  let isMoving = false;
  const show = (): void => grid.showDrop({ from, edge: grid.edge(x) });
  const scroll = createDragScroll((by) => {
    grid.scrollBy(by, 0);
    show();
  });
  return {
    move: ({ clientX, clientY }) => {
      x = clientX;
      isMoving ||= Math.abs(x - startX) > TREMBLE;
      if (!isMoving) return;
      scroll.at({ x: grid.outside(clientX, clientY).x, y: 0 });
      show();
    },
    end: (isGivenUp) => {
      scroll.stop();
      grid.showDrop(undefined);
      if (isGivenUp) return;
      if (isMoving) events.onMove(moveToEdge(from, grid.edge(x)));
      else click();
    },
  };
}
