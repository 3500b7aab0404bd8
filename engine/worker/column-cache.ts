/**
 * Columns that stay in DuckDB's heap between tasks and between runs: broadcast inputs and decoded
 * splits. A column is found by the content it is of (block ids, or the fingerprint of a split) and its
 * name, so a hot run reads nothing, and queries that need different columns share what they have in
 * common. The least recently used columns that no task pins go first when the budget is passed.
 */
import { internalError } from '../contract/errors.ts';
import { nameKey } from '../contract/schema.ts';
import type { HeapColumn } from './duckdb/memory/heap-column.ts';

/** Columns that a task uses; they stay until `release`. */
export interface PinnedColumns {
  /** In the order asked for; none when the content has no rows. */
  readonly columns: readonly HeapColumn[];
  /** Whether any of them had to be filled. */
  readonly filled: boolean;
  /** Idempotent. */
  readonly release: () => void;
}

export interface ColumnCache {
  /**
   * The columns of this content.
   * @param fill makes the columns that are missing, and may make more; gives none when there are no
   *   rows. What it throws is passed on, and nothing stays behind.
   */
  readonly use: (
    content: string,
    names: readonly string[],
    fill: (missing: readonly string[]) => Promise<readonly HeapColumn[]>,
  ) => Promise<PinnedColumns>;
  /** Frees every column that no task pins. */
  readonly trim: () => void;
  readonly bytes: () => number;
}

interface Entry {
  readonly key: string;
  readonly column: HeapColumn;
  pins: number;
}

/** @param budget bytes that unpinned columns may hold in all */
export function createColumnCache(budget: number): ColumnCache {
  // A Map keeps insertion order: entries are re-inserted on use, so the first is the oldest.
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const keyOf = (content: string, name: string): string => `${content}\0${nameKey(name)}`;

  const shrink = (limit: number): void => {
    for (const entry of [...entries.values()]) {
      if (bytes <= limit) return;
      if (entry.pins > 0) continue;
      entries.delete(entry.key);
      bytes -= entry.column.bytes;
      entry.column.free();
    }
  };

  const add = (content: string, column: HeapColumn): void => {
    const key = keyOf(content, column.name);
    if (entries.has(key)) {
      column.free();
      return;
    }
    entries.set(key, { key, column, pins: 0 });
    bytes += column.bytes;
  };

  const pin = (entry: Entry): void => {
    entry.pins += 1;
    entries.delete(entry.key);
    entries.set(entry.key, entry);
  };

  return {
    use: async (content, names, fill) => {
      const keys = names.map((name) => keyOf(content, name));
      const present = keys.flatMap((key) => entries.get(key) ?? []);
      // Pinned before the others are filled, which may make room.
      for (const entry of present) pin(entry);
      const missing = names.filter((_, i) => !entries.has(keys[i] ?? ''));
      let pinned = present;
      try {
        if (missing.length > 0) {
          const columns = await fill(missing);
          for (const column of columns) add(content, column);
          if (columns.length === 0) pinned = [];
          else {
            pinned = keys.map((key) => {
              const entry = entries.get(key);
              if (entry === undefined) throw internalError('a column was asked for and not filled');
              if (!present.includes(entry)) pin(entry);
              return entry;
            });
          }
        }
      } catch (thrown) {
        for (const entry of present) entry.pins -= 1;
        throw thrown;
      }
      shrink(budget);
      let released = false;
      return {
        columns: pinned.map(({ column }) => column),
        filled: missing.length > 0,
        release: () => {
          if (released) return;
          released = true;
          for (const entry of pinned) entry.pins -= 1;
          shrink(budget);
        },
      };
    },
    trim: () => shrink(0),
    bytes: () => bytes,
  };
}
