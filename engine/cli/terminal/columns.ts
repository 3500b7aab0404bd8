/** Texts in columns, as wide as their longest. */
import { padEnd, widthOf } from './fit-text.ts';

/** One line for each row; the last column is not padded. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(0, ...rows.map((row) => widthOf(row[i] ?? ''))),
  );
  return rows
    .map((row) => row.map((text, i) => padEnd(text, widths[i] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
