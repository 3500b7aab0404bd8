/**
 * Windows of rows, fetched when they are looked at and kept while they are likely to be looked at
 * again. What is no longer in view when its turn comes is not fetched.
 */
import type { EngineError, Result } from '../../../engine/contract/errors.ts';

export interface WindowCacheOptions<Window> {
  /** Of the whole source. */
  readonly rows: number;
  /** Rows of one window. */
  readonly size: number;
  /** Windows that are kept. */
  readonly kept: number;
  /** Windows that are fetched at once. */
  readonly atOnce: number;
  readonly fetch: (from: number, count: number) => Promise<Result<Window>>;
  /** Something that was asked for is there, or failed. */
  readonly onChange: () => void;
}

export interface WindowCache<Window> {
  /** The window that holds a row, if it is there; does not fetch it. */
  readonly peek: (row: number) => Window | undefined;
  /** Says which rows are in view, `to` excluded: they are fetched, and then their neighbours. */
  readonly look: (from: number, to: number) => void;
  /** Fetches the window of a row, whatever is in view. */
  readonly load: (row: number) => Promise<Result<Window>>;
  readonly error: () => EngineError | undefined;
  /** Fetches again what failed. */
  readonly retry: () => void;
  readonly close: () => void;
}

export function createWindowCache<Window>(
  options: WindowCacheOptions<Window>,
): WindowCache<Window> {
  const { rows, size, kept, atOnce } = options;
  // A map keeps the order in which windows were looked at: the first is the one to give up.
  const windows = new Map<number, Window>();
  const fetching = new Map<number, Promise<Result<Window>>>();
  let wanted: readonly number[] = [];
  let failed: EngineError | undefined;
  let closed = false;

  const fetchWindow = (index: number): Promise<Result<Window>> => {
    const known = fetching.get(index);
    if (known !== undefined) return known;
    const from = index * size;
    const answer = options.fetch(from, Math.min(size, rows - from)).then((result) => {
      fetching.delete(index);
      if (closed) return result;
      if (result.ok) keep(index, result.value);
      else failed = result.error;
      options.onChange();
      pump();
      return result;
    });
    fetching.set(index, answer);
    return answer;
  };

  const keep = (index: number, window: Window): void => {
    windows.delete(index);
    windows.set(index, window);
    for (const oldest of windows.keys()) {
      if (windows.size <= kept) break;
      windows.delete(oldest);
    }
  };

  const pump = (): void => {
    if (closed || failed !== undefined) return;
    for (const index of wanted) {
      if (fetching.size >= atOnce) return;
      if (!windows.has(index)) void fetchWindow(index);
    }
  };

  return {
    peek: (row) => windows.get(Math.floor(row / size)),
    look: (from, to) => {
      wanted = windowsInView(from, to, rows, size);
      for (const index of wanted.toReversed()) {
        const window = windows.get(index);
        if (window !== undefined) keep(index, window);
      }
      pump();
    },
    load: async (row) => {
      const index = Math.floor(row / size);
      const window = windows.get(index);
      return window === undefined ? fetchWindow(index) : { ok: true, value: window };
    },
    error: () => failed,
    retry: () => {
      failed = undefined;
      pump();
    },
    close: () => {
      closed = true;
      windows.clear();
    },
  };
}

/** Windows that hold the rows in view, then the one after and the one before them. */
export function windowsInView(
  from: number,
  to: number,
  rows: number,
  size: number,
): readonly number[] {
  if (rows === 0 || to <= from) return [];
  const last = Math.ceil(rows / size) - 1;
  const first = Math.max(0, Math.floor(from / size));
  const end = Math.min(last, Math.floor((to - 1) / size));
  const inView = Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => first + i);
  return [...inView, end + 1, first - 1].filter((index) => index >= 0 && index <= last);
}
