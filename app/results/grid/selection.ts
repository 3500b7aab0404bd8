/** The selected cells: a rectangle from where the selection began to the cell with the focus. */

/** `row` counts from 0; −1 is the header. `column` is a position among the shown columns. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

export interface Selection {
  readonly anchor: CellAt;
  readonly focus: CellAt;
}

export interface Extents {
  readonly rows: number;
  readonly columns: number;
  /** Rows that PageUp and PageDown move by. */
  readonly page: number;
}

/** Row and column bounds, ends included. The header is not part of it. */
export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const HEADER = -1;

export const selectCell = (at: CellAt): Selection => ({ anchor: at, focus: at });

export const boxOf = ({ anchor, focus }: Selection): Box => ({
  top: Math.max(0, Math.min(anchor.row, focus.row)),
  bottom: Math.max(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  right: Math.max(anchor.column, focus.column),
});

export const isInside = (box: Box, row: number, column: number): boolean =>
  row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;

/** Whether there is more than one cell in it. */
export const isRange = (box: Box): boolean => box.bottom > box.top || box.right > box.left;

export interface Key {
  readonly key: string;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
  readonly shift: boolean;
}

/** The cell that a key moves the focus to; undefined for other keys. */
export function moveFocus(from: CellAt, { key, mod }: Key, extents: Extents): CellAt | undefined {
  const { rows, columns, page } = extents;
  const to = (row: number, column: number): CellAt => ({
    row: Math.min(rows - 1, Math.max(HEADER, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
  const { row, column } = from;
  switch (key) {
    case 'ArrowUp':
      return to(mod ? Math.min(row, 0) : row - 1, column);
    case 'ArrowDown':
      return to(mod ? rows - 1 : row + 1, column);
    case 'ArrowLeft':
      return to(row, mod ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, mod ? columns - 1 : column + 1);
    case 'PageUp':
      return to(Math.max(0, row - page), column);
    case 'PageDown':
      return to(row + page, column);
    case 'Home':
      return to(mod ? 0 : row, 0);
    case 'End':
      return to(mod ? rows - 1 : row, columns - 1);
    default:
      return undefined;
  }
}

/** The selection after a key; with Shift it grows. */
export function moveSelection(
  before: Selection,
  key: Key,
  extents: Extents,
): Selection | undefined {
  const focus = moveFocus(before.focus, key, extents);
  if (focus === undefined) return undefined;
  if (!key.shift) return selectCell(focus);
  return { anchor: before.anchor, focus: { ...focus, row: Math.max(0, focus.row) } };
}

export const selectAll = ({ rows, columns }: Extents): Selection => ({
  anchor: { row: 0, column: 0 },
  focus: { row: Math.max(0, rows - 1), column: Math.max(0, columns - 1) },
});
