/** Keys in the outline, as the tree pattern of WAI-ARIA has them. */
import type { KeyboardEvent } from 'react';
import { useCanvas } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { removeEdges } from './connect-operations.ts';
import type { OutlineRow } from './outline-rows.ts';
import { openSettings } from './step-operations.ts';

export interface OutlineKeys {
  readonly rows: readonly OutlineRow[];
  readonly current: number;
  readonly go: (index: number) => void;
  readonly toggle: (row: OutlineRow) => void;
}

export function useOutlineKeys({ rows, current, go, toggle }: OutlineKeys) {
  const canvas = useCanvas();
  return (event: KeyboardEvent): void => {
    const row = rows[current];
    if (row === undefined || event.altKey) return;
    const next = targetOf(event.key, rows, current);
    if (next === 'toggle') toggle(row);
    else if (next !== undefined) {
      go(next);
      const to = rows[next];
      if (to?.item.kind === 'step' && !event.ctrlKey) {
        const { id } = to.item;
        const kept = event.shiftKey ? canvas.studio.session.getState().selection : [];
        canvas.studio.select([...kept.filter((step) => step !== id), id]);
        canvas.flow?.show(id, false);
      }
    } else if (!act(canvas, event.key, row, toggle)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** The row that a key goes to, or that it opens or closes this one. */
export function targetOf(
  key: string,
  rows: readonly OutlineRow[],
  current: number,
): number | 'toggle' | undefined {
  const row = rows[current];
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, last);
    case 'ArrowUp':
      return Math.max(current - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight':
      if (row?.expanded === undefined) return undefined;
      return row.expanded ? current + 1 : 'toggle';
    case 'ArrowLeft': {
      if (row?.expanded === true) return 'toggle';
      const parent = rows.findIndex(({ key: id }) => id === row?.parent);
      return parent < 0 ? undefined : parent;
    }
    default:
      return undefined;
  }
}

/** @returns whether the key meant something */
function act(
  canvas: Canvas,
  key: string,
  row: OutlineRow,
  toggle: (row: OutlineRow) => void,
): boolean {
  const { item } = row;
  if (item.kind === 'edge') {
    const { edge, direction } = item;
    if (key === 'Delete' || key === 'Backspace') removeEdges(canvas, [edge]);
    else if (key === 'Enter')
      canvas.studio.select([direction === 'to' ? edge.target : edge.source]);
    else return false;
    return true;
  }
  if (key === 'Enter') {
    if (item.kind === 'group') toggle(row);
    else openSettings(canvas, item.id);
    return true;
  }
  if (key === ' ' && item.kind === 'step') {
    canvas.studio.select([item.id]);
    return true;
  }
  if (key === 'F2') {
    canvas.store.setState({ dialog: { kind: 'rename', what: item.kind, id: item.id } });
    return true;
  }
  return false;
}
