/** Rows as a table for a terminal. */
import { formatType, isNumeric, type Schema } from '../../contract/schema.ts';
import { type Cell, formatCell } from '../../values/cell.ts';
import { padEnd, padStart, showControls, truncate, widthOf } from './fit-text.ts';
import type { Style } from './style.ts';

const MIN_WIDTH = 6;
/** A single long text must not push the other columns out of sight. */
const MAX_WIDTH = 60;
const GAP = 2;

interface TableColumn {
  readonly right: boolean;
  readonly name: string;
  readonly type: string;
  readonly cells: readonly string[];
  readonly nulls: readonly boolean[];
}

/**
 * Names, types below them, then the rows, one line each. Numbers stand at the right. Columns that do
 * not fit are narrowed, then left out, with a last line that says so.
 * @param width places per line; `Infinity` shows everything in full
 */
export function formatTable(
  schema: Schema,
  rows: readonly (readonly Cell[])[],
  width: number,
  style: Style,
): string {
  const columns = schema.map(({ name, type }, i): TableColumn => {
    const cells = rows.map((row) => row[i] ?? null);
    return {
      right: isNumeric(type),
      name: showControls(name),
      type: showControls(shortType(formatType(type))),
      cells: cells.map((cell) => showControls(formatCell(cell))),
      nulls: cells.map((cell) => cell === null),
    };
  });
  const widths = fitWidths(columns.map(naturalWidth), width);
  const shown = columns.slice(0, widths.length);
  const line = (
    text: (column: TableColumn) => string,
    paint: (text: string, column: TableColumn) => string,
  ): string =>
    shown
      .map((column, i) => {
        const room = widths[i] as number;
        const fitted = truncate(text(column), room);
        const padded = column.right ? padStart(fitted, room) : padEnd(fitted, room);
        return paint(padded, column);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const lines = [
    line((column) => column.name, style.bold),
    line((column) => column.type, style.dim),
    style.dim(widths.map((room) => '─'.repeat(room)).join(' '.repeat(GAP))),
    ...rows.map((_, row) =>
      line(
        (column) => column.cells[row] as string,
        (text, column) => (column.nulls[row] === true ? style.dim(text) : text),
      ),
    ),
  ];
  const hidden = columns.slice(shown.length);
  if (hidden.length > 0) {
    const names = truncate(hidden.map((column) => column.name).join(', '), width - 20);
    lines.push(
      style.dim(`${hidden.length} more column${hidden.length === 1 ? '' : 's'}: ${names}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Quotes around plain field names, which `formatType` always sets, only cost room here. */
const shortType = (type: string): string => type.replaceAll(/"([A-Za-z_][A-Za-z0-9_]*)"/g, '$1');

const naturalWidth = (column: TableColumn): number =>
  Math.max(...[column.name, column.type, ...column.cells].map((text) => widthOf(text)), 1);

/**
 * Widths of the columns that are shown. The widest columns give way first, down to `MIN_WIDTH`;
 * columns that still do not fit are left out, but the first is always there.
 */
export function fitWidths(natural: readonly number[], width: number): number[] {
  if (width === Infinity) return [...natural];
  const widths = natural.map((wanted) => Math.min(wanted, MAX_WIDTH));
  const least = widths.map((wanted) => Math.min(wanted, MIN_WIDTH));
  let count = 0;
  for (let used = -GAP; count < least.length; count++) {
    used += GAP + (least[count] as number);
    if (used > width && count > 0) break;
  }
  const shown = widths.slice(0, count);
  const room = Math.max(width - GAP * (count - 1), 1);
  return share(shown, room);
}

/** The largest limit under which the widths, each cut to it, fit into the room. */
function share(widths: readonly number[], room: number): number[] {
  const sum = (limit: number): number =>
    widths.reduce((total, wanted) => total + Math.min(wanted, limit), 0);
  let low = 1;
  let high = Math.max(...widths, 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sum(middle) <= room) low = middle;
    else high = middle - 1;
  }
  let spare = room - sum(low);
  return widths.map((wanted) => {
    if (wanted <= low) return wanted;
    const extra = spare > 0 ? 1 : 0;
    spare -= extra;
    return low + extra;
  });
}
