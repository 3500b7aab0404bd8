/** Cells as the grid shows and copies them. */
import type { Cell } from '../../../engine/values/cell.ts';
import { formatCell } from '../../../engine/values/cell.ts';

/** Characters of a cell that are drawn; the cell's own view shows all of them. */
const DRAWN = 300;

/** One line: breaks are marked, and what is too long ends in `…`. */
export function drawnText(cell: Cell): string {
  const text = formatCell(cell);
  const short = text.length > DRAWN ? `${text.slice(0, DRAWN)}…` : text;
  return /[\r\n\t]/.test(short)
    ? short.replaceAll(/\r\n|\r|\n/g, '↵').replaceAll('\t', '⇥')
    : short;
}

/** Cells as text with tabs, as spreadsheets paste it. A null is empty. */
export const formatTsv = (rows: readonly (readonly Cell[])[], names?: readonly string[]): string =>
  [
    ...(names === undefined ? [] : [names.map(tsvField)]),
    ...rows.map((row) => row.map((cell) => (cell === null ? '' : tsvField(formatCell(cell))))),
  ]
    .map((fields) => fields.join('\t'))
    .join('\n');

const tsvField = (text: string): string =>
  /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A nested value as indented text, one member a line. */
export function indentCell(cell: Cell, depth = 0): string {
  const pad = '  '.repeat(depth + 1);
  const close = '  '.repeat(depth);
  const block = (open: string, lines: readonly string[], end: string): string =>
    lines.length === 0
      ? `${open}${end}`
      : `${open}\n${lines.map((line) => pad + line).join(',\n')}\n${close}${end}`;
  if (cell === null) return 'null';
  switch (cell.kind) {
    case 'list':
      return block(
        '[',
        cell.items.map((item) => indentCell(item, depth + 1)),
        ']',
      );
    case 'struct':
      return block(
        '{',
        cell.fields.map(([name, value]) => `${name}: ${indentCell(value, depth + 1)}`),
        '}',
      );
    case 'map':
      return block(
        '{',
        cell.entries.map(([key, value]) => `${formatCell(key)} = ${indentCell(value, depth + 1)}`),
        '}',
      );
    case 'member':
      return indentCell(cell.value, depth);
    case 'text':
    case 'number':
    case 'boolean':
      return formatCell(cell);
  }
}
