/** The header of the columns on screen: names, types, sort, what a profile says. */
import type { Schema } from '../../../engine/contract/schema.ts';
import type { ColumnLayout } from './column-layout.ts';
import styles from './DataGrid.module.css';
import { div } from './grid-rows.ts';
import { shortType } from './short-type.ts';

export const HEADER_HEIGHT = 42;

/** What is shown of a column beside its name and type. */
export interface ColumnNote {
  /** Share of nulls, 0 to 1. */
  readonly nulls: number;
  /** Bars of a histogram, each 0 to 1. */
  readonly bars: readonly number[];
}

export interface HeaderFrame {
  readonly schema: Schema;
  readonly layout: ColumnLayout;
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly gutter: number;
  /** Position of the column whose header has the focus. */
  readonly focus: number | undefined;
  /** By column name. */
  readonly sorts: ReadonlyMap<string, 'asc' | 'desc'>;
  readonly notes: ReadonlyMap<string, ColumnNote>;
  readonly filtered: ReadonlySet<string>;
}

export interface HeaderTexts {
  readonly menu: (column: string) => string;
  readonly nulls: (share: number) => string;
}

export interface GridHeader {
  readonly draw: (frame: HeaderFrame) => void;
  /** Shows the header of a column as one that is being moved. */
  readonly markMoved: (position: number | undefined) => void;
  /** The header cell of a column, while it is on screen. */
  readonly elementOf: (position: number) => HTMLElement | undefined;
}

/** @param focusId id of the header cell that has the focus */
export function createGridHeader(
  host: HTMLElement,
  focusId: string,
  texts: HeaderTexts,
): GridHeader {
  const row = div(styles.headerRow, 'presentation');
  const moving = div(styles.moving, 'presentation');
  const pinned = div(styles.pinned, 'presentation');
  const corner = div(styles.corner);
  corner.setAttribute('aria-hidden', 'true');
  row.append(corner, pinned, moving);
  host.append(row);
  const cells = new Map<number, HTMLElement>();
  let drawn: Omit<HeaderFrame, 'left' | 'start' | 'end'> | undefined;

  return {
    draw: (frame) => {
      corner.style.width = `${frame.gutter}px`;
      pinned.style.transform = `translateX(${frame.gutter}px)`;
      moving.style.transform = `translateX(${frame.gutter - frame.left}px)`;
      if (drawn === undefined || !sameContent(drawn, frame)) {
        for (const cell of cells.values()) cell.remove();
        cells.clear();
        drawn = frame;
      }
      const { layout, start, end } = frame;
      for (const [position, cell] of cells) {
        if (position < layout.pinned || (position >= start && position < end)) continue;
        cell.remove();
        cells.delete(position);
      }
      const show = (position: number): void => {
        if (cells.has(position)) return;
        const cell = createCell(frame, position, texts);
        (position < layout.pinned ? pinned : moving).append(cell);
        cells.set(position, cell);
      };
      for (let position = 0; position < layout.pinned; position += 1) show(position);
      for (let position = start; position < end; position += 1) show(position);
      for (const [position, cell] of cells) markFocus(cell, position === frame.focus, focusId);
      // A row without cells is none.
      if (cells.size > 0) {
        row.setAttribute('role', 'row');
        row.setAttribute('aria-rowindex', '1');
      } else {
        row.setAttribute('role', 'presentation');
        row.removeAttribute('aria-rowindex');
      }
    },
    markMoved: (moved) => {
      for (const [position, cell] of cells)
        cell.classList.toggle(styles.moved ?? '', position === moved);
    },
    elementOf: (position) => cells.get(position),
  };
}

function markFocus(cell: HTMLElement, focused: boolean, focusId: string): void {
  cell.classList.toggle(styles.focused ?? '', focused);
  if (focused) cell.id = focusId;
  else if (cell.id !== '') cell.removeAttribute('id');
}

const CONTENT = ['schema', 'layout', 'sorts', 'notes', 'filtered'] as const;

const sameContent = (
  a: Omit<HeaderFrame, 'left' | 'start' | 'end'>,
  b: Omit<HeaderFrame, 'left' | 'start' | 'end'>,
): boolean => CONTENT.every((key) => a[key] === b[key]);

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

function createCell(
  { schema, layout, sorts, notes, filtered }: HeaderFrame,
  position: number,
  texts: HeaderTexts,
): HTMLElement {
  const column = schema[layout.columns[position] ?? 0];
  const { name, type } = column ?? { name: '', type: undefined };
  const cell = div(styles.columnHeader, 'columnheader');
  const left = layout.lefts[position] ?? 0;
  cell.style.left = `${left}px`;
  cell.style.width = `${(layout.lefts[position + 1] ?? left) - left}px`;
  cell.setAttribute('aria-colindex', String(position + 1));
  cell.dataset['position'] = String(position);
  const sort = sorts.get(name);
  cell.setAttribute('aria-sort', sort === undefined ? 'none' : ARIA_SORT[sort]);

  const title = div(styles.name);
  title.textContent = name;
  title.title = name;
  if (sort !== undefined) title.dataset['sort'] = sort;
  if (filtered.has(name)) title.dataset['filtered'] = '';
  const detail = div(styles.type);
  detail.textContent = type === undefined ? '' : shortType(type);
  const note = notes.get(name);
  if (note !== undefined) detail.append(createNote(note, texts));
  const menu = div(styles.menuButton);
  menu.textContent = '⋯';
  menu.title = texts.menu(name);
  menu.dataset['part'] = 'menu';
  menu.setAttribute('aria-hidden', 'true');
  const handle = div(styles.handle);
  handle.dataset['part'] = 'handle';
  handle.setAttribute('aria-hidden', 'true');
  cell.append(title, detail, menu, handle);
  return cell;
}

const NOTE_WIDTH = 44;
const NOTE_HEIGHT = 12;

/** Share of nulls and a histogram, small. */
function createNote({ nulls, bars }: ColumnNote, texts: HeaderTexts): HTMLElement {
  const note = div(styles.note);
  if (nulls > 0) {
    const share = document.createElement('span');
    share.className = styles.nulls ?? '';
    share.textContent = texts.nulls(nulls);
    note.append(share);
  }
  if (bars.length > 0) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', `0 0 ${NOTE_WIDTH} ${NOTE_HEIGHT}`);
    svg.setAttribute('width', String(NOTE_WIDTH));
    svg.setAttribute('height', String(NOTE_HEIGHT));
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', barsPath(bars, NOTE_WIDTH, NOTE_HEIGHT));
    svg.append(path);
    note.append(svg);
  }
  return note;
}

/** Bars side by side as one path; a bar above 0 is always visible. */
export function barsPath(bars: readonly number[], width: number, height: number): string {
  const each = width / bars.length;
  return bars
    .map((bar, i) => {
      const tall = bar <= 0 ? 0 : Math.max(1, bar * height);
      const x = round(i * each);
      const right = round((i + 1) * each - (each > 2 ? 0.5 : 0));
      return tall === 0 ? '' : `M${x} ${height}V${round(height - tall)}H${right}V${height}Z`;
    })
    .join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;
