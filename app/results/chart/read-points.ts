/** The points of a chart: all of them, or of very many some from everywhere. */
import type { Result } from '../../../engine/contract/errors.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import type { RowSource } from '../../session/row-source.ts';
import type { RowReader } from '../grid/row-reader.ts';

const MOST_READ = 100_000;
const WINDOW = 2000;

export interface Span {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/** Which rows are read, in order; of too many, windows at even distances, both ends among them. */
export function spansOf(rows: number, most = MOST_READ, window = WINDOW): readonly Span[] {
  if (rows === 0) return [];
  if (rows <= most) return [{ from: 0, to: rows - 1 }];
  const count = Math.max(2, Math.floor(most / window));
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * (rows - window)) / (count - 1));
    return { from, to: from + window - 1 };
  });
}

export async function readPoints(
  reader: RowReader,
  { rows, schema }: RowSource,
): Promise<Result<readonly (readonly Cell[])[]>> {
  const columns = schema.map((_, i) => i);
  const points: (readonly Cell[])[] = [];
  for (const { from, to } of spansOf(rows)) {
    const read = await reader.readRange(from, to, columns);
    if (!read.ok) return read;
    for (const point of read.value) points.push(point);
  }
  return { ok: true, value: points };
}

/** How many slices points make. */
export const distinctOf = (points: readonly (readonly Cell[])[]): number =>
  new Set(points.map(([x]) => (x === undefined || x === null ? null : formatCell(x)))).size;
