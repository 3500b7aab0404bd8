/** Rows as CSV and JSON. */
import type { Schema } from '../contract/schema.ts';
import { type Cell, cellToJson, formatCell } from './cell.ts';

type Rows = readonly (readonly Cell[])[];

/** RFC 4180 with `\n` between records; a null is empty, an empty text is `""`. */
export const formatCsv = (schema: Schema, rows: Rows): string =>
  [schema.map(({ name }) => csvField(name)), ...rows.map((row) => row.map(csvCell))]
    .map((fields) => `${fields.join(',')}\n`)
    .join('');

const csvCell = (cell: Cell): string => (cell === null ? '' : csvField(formatCell(cell)));

const csvField = (text: string): string =>
  text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** An array with one object per line. */
export function formatJson(schema: Schema, rows: Rows): string {
  if (rows.length === 0) return '[]\n';
  const keys = schema.map(({ name }) => JSON.stringify(name));
  const objects = rows.map((row) => {
    const fields = row.map((cell, i) => `${keys[i] ?? ''}:${cellToJson(cell)}`);
    return `{${fields.join(',')}}`;
  });
  return `[\n${objects.join(',\n')}\n]\n`;
}
