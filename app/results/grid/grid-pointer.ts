/** What the pointer does in the grid: selecting, sorting, opening menus and resizing columns. */
import { widthAt } from './column-layout.ts';
import type { GridEvents, GridHandle } from './grid-types.ts';
import { HEADER, boxOf, isInside, selectCell } from './selection.ts';

/** @returns ends it */
export function handlePointer(host: HTMLElement, grid: GridHandle, events: GridEvents): () => void {
  let drag: { readonly move: (event: PointerEvent) => void } | undefined;

  const onDown = (event: PointerEvent): void => {
    const { layout } = grid.content() ?? {};
    if (layout === undefined || !(event.target instanceof Element)) return;
    const header = event.target.closest<HTMLElement>('[role="columnheader"]');
    if (header !== null) {
      const position = Number(header.dataset['position']);
      if (event.button === 0) drag = pressHeader(event, position, widthAt(layout, position));
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
    if (event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    drag = { move: extend };
  };

  const extend = (event: PointerEvent): void => {
    const at = grid.hit(event.clientX, event.clientY);
    if (at === undefined) return;
    const focus = { row: Math.max(0, at.row), column: at.column };
    const selection = { anchor: grid.selection().anchor, focus };
    grid.select(selection);
    grid.selected(selection);
  };

  const pressHeader = (event: PointerEvent, position: number, width: number): typeof drag => {
    const part = event.target instanceof HTMLElement ? event.target.dataset['part'] : undefined;
    const focus = selectCell({ row: HEADER, column: position });
    grid.select(focus, false);
    grid.selected(focus);
    const anchor = grid.headerCell(position);
    if (part === 'menu' && anchor !== undefined) {
      // The menu takes the focus: the grid must not take it after.
      event.preventDefault();
      events.onMenu(position, anchor);
    } else if (part === 'handle') {
      host.setPointerCapture(event.pointerId);
      const start = event.clientX;
      return { move: (now) => events.onResize(position, width + now.clientX - start) };
    } else events.onSort(position, event.shiftKey);
    return undefined;
  };

  const onMove = (event: PointerEvent): void => drag?.move(event);
  const onUp = (): void => {
    drag = undefined;
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

  const stop = new AbortController();
  const { signal } = stop;
  host.addEventListener('pointerdown', onDown, { signal });
  host.addEventListener('pointermove', onMove, { signal });
  host.addEventListener('pointerup', onUp, { signal });
  host.addEventListener('pointercancel', onUp, { signal });
  host.addEventListener('dblclick', onDouble, { signal });
  return () => stop.abort();
}
