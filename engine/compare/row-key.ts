/** Rows by what stands in them. */
import { type Cell, formatCell } from '../values/cell.ts';

export type Row = readonly Cell[];

/** Text of a value that no other value of its column has. */
export const cellKey = (cell: Cell): string => (cell === null ? '' : `=${formatCell(cell)}`);

/** Every text with its length before it: nothing in it is taken for the next one. */
export const rowKey = (row: Row): string => {
  let key = '';
  for (const cell of row) {
    const text = cellKey(cell);
    key += `${text.length}:${text}`;
  }
  return key;
};

export function groupBy(
  rows: readonly number[],
  keyOf: (row: number) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
