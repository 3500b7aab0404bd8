/** What the pointer does in the grid: selecting, sorting, opening menus, resizing and moving columns. */
import { widthAt } from './column-layout.ts';
import type { Drag } from './grid-drags.ts';
import { moveHeader, resizeColumn, selectCells } from './grid-drags.ts';
import type { GridEvents, GridHandle } from './grid-types.ts';
import { HEADER, boxOf, isInside, selectCell } from './selection.ts';

/** @returns ends it */
export function handlePointer(host: HTMLElement, grid: GridHandle, events: GridEvents): () => void {
  let drag: Drag | undefined;
  const end = (isGivenUp: boolean): void => {
    const ended = drag;
    drag = undefined;
    ended?.end(isGivenUp);
  };

  const onDown = (event: PointerEvent): void => {
    const { layout } = grid.content() ?? {};
    if (layout === undefined || !(event.target instanceof Element)) return;
    end(true);
    const header = event.target.closest<HTMLElement>('[role="columnheader"]');
    if (header !== null) {
      const position = Number(header.dataset['position']);
      if (event.button === 0) pressHeader(event, position, widthAt(layout, position));
      return;
    }
    const at = grid.hit(event.clientX, event.clientY);
    if (at === undefined || at.row === HEADER) return;
    const before = grid.selection();
    // A right click into the selection is about all of it.
    if (event.button !== 0 && isInside(boxOf(before), at.row, at.column)) return;
    const selection = event.shiftKey ? { anchor: before.anchor, focus: at } : selectCell(at);
    grid.select(selection, false);
    grid.selected(selection);
    if (event.button === 0) hold(event, selectCells(grid));
  };

  /** The pointer is followed wherever it goes. */
  const hold = (event: PointerEvent, held: Drag): void => {
    host.setPointerCapture(event.pointerId);
    drag = held;
  };

  const pressHeader = (event: PointerEvent, position: number, width: number): void => {
    const part = event.target instanceof HTMLElement ? event.target.dataset['part'] : undefined;
    const focus = selectCell({ row: HEADER, column: position });
    grid.select(focus, false);
    grid.selected(focus);
    const anchor = grid.headerCell(position);
    if (part === 'menu' && anchor !== undefined) {
      // The menu takes the focus: the grid must not take it after.
      event.preventDefault();
      events.onMenu(position, anchor);
      return;
    }
    const { clientX, shiftKey } = event;
    hold(
      event,
      part === 'handle'
        ? resizeColumn(position, width, clientX, events)
        : moveHeader(position, clientX, grid, events, () => events.onSort(position, shiftKey)),
    );
  };

  const onDouble = (event: MouseEvent): void => {
    // The grid has captured the pointer: the event's own target is the grid.
    const under = document.elementFromPoint(event.clientX, event.clientY);
    if (under instanceof HTMLElement && under.dataset['part'] === 'handle') {
      const header = under.closest<HTMLElement>('[role="columnheader"]');
      events.onFit(Number(header?.dataset['position']));
      return;
    }
    const at = grid.hit(event.clientX, event.clientY);
    if (at !== undefined && at.row !== HEADER) events.onOpen(at);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || drag === undefined) return;
    event.stopPropagation();
    end(true);
  };

  const stop = new AbortController();
  const { signal } = stop;
  host.addEventListener('pointerdown', onDown, { signal });
  host.addEventListener('pointermove', (event) => drag?.move(event), { signal });
  host.addEventListener('pointerup', () => end(false), { signal });
  host.addEventListener('pointercancel', () => end(true), { signal });
  host.addEventListener('dblclick', onDouble, { signal });
  host.addEventListener('keydown', onKey, { signal, capture: true });
  return () => {
    end(true);
    stop.abort();
  };
}
