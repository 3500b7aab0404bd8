/** Cells of a row source, in whatever order they are looked at. */
import type { Result } from '../../../engine/contract/errors.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import type { RowWindow } from '../../../engine/values/window.ts';
import type { RowSource } from '../../session/row-source.ts';
import type { WindowCache } from './window-cache.ts';
import { createWindowCache } from './window-cache.ts';

interface Loaded {
  /** Row of the source that the window begins with. */
  readonly from: number;
  readonly window: RowWindow;
}

export interface RowReader extends Pick<
  WindowCache<unknown>,
  'look' | 'error' | 'retry' | 'close'
> {
  /** Undefined while it is fetched. */
  readonly cell: (row: number, column: number) => Cell | undefined;
  /** Waits until a row is there. */
  readonly load: (row: number) => Promise<void>;
  /** Cells of rows `from` to `to`, both included, in the given columns. */
  readonly readRange: (
    from: number,
    to: number,
    columns: readonly number[],
  ) => Promise<Result<Cell[][]>>;
}

/** Cells of one window: enough to scroll on, little enough to be there at once. */
const WINDOW_CELLS = 40_000;
const KEPT = 24;

export function createRowReader(source: RowSource, onChange: () => void): RowReader {
  const { rows, schema } = source;
  const cache = createWindowCache<Loaded>({
    rows,
    size: windowSize(rows, schema.length),
    kept: KEPT,
    atOnce: 3,
    onChange,
    fetch: async (from, count) => {
      // Arrow is loaded with the first rows: the page itself does not need it.
      const [answer, { openWindow }] = await Promise.all([
        source.read(from, count),
        import('../../../engine/values/window.ts'),
      ]);
      if (!answer.ok) return answer;
      const window = openWindow(schema, answer.value.ipc);
      return { ok: true, value: { from: answer.value.from, window } };
    },
  });
  const cellOf = ({ from, window }: Loaded, row: number, column: number): Cell =>
    window.cell(row - from, column);
  return {
    look: cache.look,
    error: cache.error,
    retry: cache.retry,
    close: cache.close,
    cell: (row, column) => {
      const window = cache.peek(row);
      return window === undefined ? undefined : cellOf(window, row, column);
    },
    load: async (row) => {
      if (rows > 0) await cache.load(Math.min(row, rows - 1));
    },
    readRange: async (from, to, columns) => {
      const result: Cell[][] = [];
      for (let row = from; row <= to; row += 1) {
        const answer = await cache.load(row);
        if (!answer.ok) return answer;
        result.push(columns.map((column) => cellOf(answer.value, row, column)));
      }
      return { ok: true, value: result };
    },
  };
}

/** Rows of a window: few of wide tables. A small table is one window. */
export function windowSize(rows: number, columns: number): number {
  if (rows <= 1000) return Math.max(1, rows);
  return Math.min(2048, Math.max(64, Math.floor(WINDOW_CELLS / Math.max(1, columns) / 64) * 64));
}
