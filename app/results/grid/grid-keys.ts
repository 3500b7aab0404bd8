/** The grid's keys, as the ARIA practices for grids have them. */
import type { GridEvents, GridHandle } from './grid-types.ts';
import type { Selection } from './selection.ts';
import { HEADER, boxOf, moveSelection, selectAll } from './selection.ts';

const COLUMN_WAYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** @returns ends it */
export function handleKeys(host: HTMLElement, grid: GridHandle, events: GridEvents): () => void {
  const change = (selection: Selection): void => {
    grid.select(selection);
    grid.selected(selection);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== host || event.altKey) return;
    const { key, shiftKey: shift } = event;
    const mod = event.ctrlKey || event.metaKey;
    const { focus } = grid.selection();
    const extents = grid.extents();
    if (extents.columns === 0) return;
    const way = mod && shift && focus.row === HEADER ? COLUMN_WAYS[key] : undefined;
    const moved =
      way === undefined ? moveSelection(grid.selection(), { key, mod, shift }, extents) : undefined;
    if (way !== undefined) events.onMove({ from: focus.column, to: focus.column + way });
    else if (moved !== undefined) change(moved);
    else if (mod && key.toLowerCase() === 'a') change(selectAll(extents));
    else if (mod && key.toLowerCase() === 'c') events.onCopy(boxOf(grid.selection()), shift);
    else if (focus.row === HEADER && (key === 'Enter' || key === ' ' || isMenuKey(event))) {
      const anchor = grid.headerCell(focus.column);
      if (anchor !== undefined) events.onMenu(focus.column, anchor);
    } else if (key === 'Enter' || key === ' ') events.onOpen(focus);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  host.addEventListener('keydown', onKey);
  return () => host.removeEventListener('keydown', onKey);
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean =>
  key === 'ContextMenu' || (shiftKey && key === 'F10');
