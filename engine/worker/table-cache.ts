/**
 * Tables that stay in DuckDB between tasks and between runs: broadcast inputs and decoded splits.
 * A table is found by the content it holds (block ids, or the fingerprint of a split), so a hot run
 * reads nothing. The least recently used tables that no task pins go first when the budget is passed.
 */
import { nameKey } from '../contract/schema.ts';
import type { Session } from './duckdb/session.ts';

/** A cached table that a task uses; it stays until `release`. */
export interface PinnedTable {
  /** Name of the table in DuckDB. */
  readonly table: string;
  readonly rows: number;
  /** Idempotent. */
  readonly release: () => void;
}

export interface TableContents {
  readonly rows: number;
  /** Estimate of the table's memory, e.g. the size of the Arrow stream that filled it. */
  readonly bytes: number;
}

export interface TableCache {
  /** A table of this content that has at least these columns, or undefined. */
  readonly find: (content: string, columns: readonly string[]) => PinnedTable | undefined;
  /**
   * The cached table, or a new one that `fill` creates under the name it is given.
   * When `fill` throws, nothing stays behind.
   */
  readonly use: (
    content: string,
    columns: readonly string[],
    fill: (table: string) => Promise<TableContents>,
  ) => Promise<PinnedTable>;
  /** Drops every table that no task pins. */
  readonly trim: () => void;
  readonly bytes: () => number;
}

interface Entry {
  readonly content: string;
  readonly columns: ReadonlySet<string>;
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  pins: number;
}

/** @param budget bytes that unpinned tables may hold in all */
export function createTableCache(session: Session, budget: number): TableCache {
  // A Map keeps insertion order: entries are re-inserted on use, so the first is the oldest.
  const entries = new Map<string, Entry>();
  let created = 0;
  let bytes = 0;

  const dropTable = (table: string): void => session.execute(`DROP TABLE IF EXISTS "${table}"`);

  const drop = (entry: Entry): void => {
    entries.delete(entry.table);
    bytes -= entry.bytes;
    dropTable(entry.table);
  };

  const shrink = (limit: number): void => {
    for (const entry of [...entries.values()]) {
      if (bytes <= limit) return;
      if (entry.pins === 0) drop(entry);
    }
  };

  const pin = (entry: Entry): PinnedTable => {
    entry.pins += 1;
    entries.delete(entry.table);
    entries.set(entry.table, entry);
    let released = false;
    return {
      table: entry.table,
      rows: entry.rows,
      release: () => {
        if (released) return;
        released = true;
        entry.pins -= 1;
        shrink(budget);
      },
    };
  };

  const find = (content: string, columns: readonly string[]): PinnedTable | undefined => {
    for (const entry of entries.values()) {
      if (entry.content !== content) continue;
      if (columns.every((column) => entry.columns.has(nameKey(column)))) return pin(entry);
    }
    return undefined;
  };

  return {
    find,
    use: async (content, columns, fill) => {
      const found = find(content, columns);
      if (found !== undefined) return found;
      created += 1;
      const table = `cache_${created}`;
      let contents: TableContents;
      try {
        contents = await fill(table);
      } catch (thrown) {
        dropTable(table);
        throw thrown;
      }
      const entry: Entry = {
        content,
        columns: new Set(columns.map(nameKey)),
        table,
        rows: contents.rows,
        bytes: contents.bytes,
        pins: 0,
      };
      entries.set(table, entry);
      bytes += entry.bytes;
      const pinned = pin(entry);
      shrink(budget);
      return pinned;
    },
    trim: () => shrink(0),
    bytes: () => bytes,
  };
}
