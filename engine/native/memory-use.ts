/** What DuckDB holds: asked after every task, so its statement is prepared once. */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';

/** Bytes that DuckDB holds in memory, and in its temporary files. */
export interface MemoryUse {
  readonly held: number;
  readonly spilled: number;
}

export interface MemoryGauge {
  readonly read: () => Promise<MemoryUse>;
  /** When nobody reads any more, before the connection goes. */
  readonly close: () => Promise<void>;
}

const MEMORY = `SELECT (SELECT sum(memory_usage_bytes)::VARCHAR FROM duckdb_memory()),
  (SELECT sum(size)::VARCHAR FROM duckdb_temporary_files())`;

/** @param connection runs other statements between two readings */
export function createMemoryGauge(connection: DuckDBConnection): MemoryGauge {
  let prepared: Promise<DuckDBPreparedStatement> | undefined;
  return {
    read: async () => {
      const statement = await (prepared ??= connection.prepare(MEMORY));
      const [[held, spilled] = []] = (await statement.runAndReadAll()).getRowsJson();
      return { held: Number(held ?? 0), spilled: Number(spilled ?? 0) };
    },
    close: async () => (await prepared)?.destroySync(),
  };
}
