/** The rows on screen: a pool of elements that are moved and filled again as rows come and go. */
import type { Cell } from '../../../engine/values/cell.ts';
import { drawnText } from './cell-text.ts';
import type { ColumnLayout } from './column-layout.ts';
import styles from './DataGrid.module.css';
import type { Box, CellAt } from './selection.ts';
import { isInside } from './selection.ts';

export const ROW_HEIGHT = 24;

export interface Frame {
  readonly layout: ColumnLayout;
  /** First and last row in view, the last excluded. */
  readonly from: number;
  readonly to: number;
  /** Pixels that the rows are moved up by. */
  readonly top: number;
  /** Positions of the columns in view that are not pinned, `end` excluded. */
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly gutter: number;
  readonly selected: Box;
  readonly focus: CellAt;
  /** Undefined: not there yet. */
  readonly cell: (row: number, column: number) => Cell | undefined;
  /** By index in the schema: whether the values are numbers. */
  readonly numeric: readonly boolean[];
}

interface CellNode {
  readonly element: HTMLElement;
  text: string;
  className: string;
  position: number;
}

interface RowNode {
  readonly element: HTMLElement;
  readonly number: HTMLElement;
  readonly pinned: HTMLElement;
  readonly moving: HTMLElement;
  readonly cells: Map<number, CellNode>;
  row: number;
}

export interface GridRows {
  readonly draw: (frame: Frame) => void;
}

/** @param focusId id of the cell that has the focus, when it is on screen */
export function createGridRows(host: HTMLElement, focusId: string): GridRows {
  /** By row modulo the size of the pool: a row that stays in view stays in its element. */
  let pool: RowNode[] = [];
  let layout: ColumnLayout | undefined;

  const resize = (rows: number): void => {
    while (pool.length < rows) pool.push(createRow(host));
  };

  return {
    draw: (frame) => {
      const { from, to } = frame;
      if (layout !== frame.layout) {
        for (const row of pool) row.element.remove();
        pool = [];
        ({ layout } = frame);
      }
      resize(to - from);
      const used = new Set<RowNode>();
      for (let row = from; row < to; row += 1) {
        const node = pool[row % pool.length];
        if (node === undefined) continue;
        used.add(node);
        drawRow(node, row, frame, focusId);
      }
      for (const node of pool) if (!used.has(node)) node.element.hidden = true;
    },
  };
}

function createRow(host: HTMLElement): RowNode {
  const element = div(styles.row, 'row');
  const number = div(styles.number);
  number.setAttribute('aria-hidden', 'true');
  const pinned = div(styles.pinned, 'presentation');
  const moving = div(styles.moving, 'presentation');
  element.append(number, pinned, moving);
  host.append(element);
  return { element, number, pinned, moving, cells: new Map(), row: -1 };
}

function drawRow(node: RowNode, row: number, frame: Frame, focusId: string): void {
  const { element, moving, pinned, number } = node;
  element.hidden = false;
  element.style.transform = `translateY(${row * ROW_HEIGHT - frame.top}px)`;
  moving.style.transform = `translateX(${frame.gutter - frame.left}px)`;
  if (node.row !== row) {
    node.row = row;
    element.setAttribute('aria-rowindex', String(row + 2));
    element.classList.toggle(styles.odd ?? '', row % 2 === 1);
    number.textContent = String(row + 1);
  }
  number.style.width = `${frame.gutter}px`;
  pinned.style.transform = `translateX(${frame.gutter}px)`;
  dropCells(node, frame);
  for (let position = 0; position < frame.layout.pinned; position += 1)
    drawCell(node, position, frame, focusId);
  for (let position = frame.start; position < frame.end; position += 1)
    drawCell(node, position, frame, focusId);
}

/** Takes away the cells that went out of view; there are never many. */
function dropCells({ cells }: RowNode, { layout, start, end }: Frame): void {
  for (const [position, { element }] of cells) {
    if (position < layout.pinned || (position >= start && position < end)) continue;
    element.remove();
    cells.delete(position);
  }
}

function drawCell(node: RowNode, position: number, frame: Frame, focusId: string): void {
  const { layout } = frame;
  const column = layout.columns[position] ?? 0;
  const known = node.cells.get(position) ?? createCell(node, position, layout);
  const cell = frame.cell(node.row, column);
  const text = cell === undefined ? '' : drawnText(cell);
  if (known.text !== text) {
    known.text = text;
    known.element.textContent = text;
  }
  const focused = frame.focus.row === node.row && frame.focus.column === position;
  const className = [
    styles.cell,
    frame.numeric[column] === true ? styles.numeric : '',
    cell === undefined ? styles.waiting : cell === null ? styles.null : '',
    isInside(frame.selected, node.row, position) ? styles.selected : '',
    focused ? styles.focused : '',
  ].join(' ');
  if (known.className === className) return;
  known.className = className;
  known.element.className = className;
  if (focused) known.element.id = focusId;
  else known.element.removeAttribute('id');
  known.element.setAttribute('aria-selected', String(className.includes(styles.selected ?? ' ')));
}

function createCell(node: RowNode, position: number, layout: ColumnLayout): CellNode {
  const element = div(styles.cell, 'gridcell');
  const left = layout.lefts[position] ?? 0;
  element.style.left = `${left}px`;
  element.style.width = `${(layout.lefts[position + 1] ?? left) - left}px`;
  element.setAttribute('aria-colindex', String(position + 1));
  (position < layout.pinned ? node.pinned : node.moving).append(element);
  const cell = { element, text: '', className: '', position };
  node.cells.set(position, cell);
  return cell;
}

export function div(className: string | undefined, role?: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className ?? '';
  if (role !== undefined) element.setAttribute('role', role);
  return element;
}
