/** What DuckDB holds: asked after every task, so its statement is prepared once. */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';

/** Bytes that DuckDB holds in memory, and in its temporary files. */
export interface MemoryUse {
  readonly held: number;
  readonly spilled: number;
}

export interface MemoryGauge {
  readonly read: () => Promise<MemoryUse>;
  /** When nobody asks any more. The connection goes with it. */
  readonly close: () => Promise<void>;
}

const MEMORY = `SELECT (SELECT sum(memory_usage_bytes)::VARCHAR FROM duckdb_memory()),
  (SELECT sum(size)::VARCHAR FROM duckdb_temporary_files())`;

/**
 * @param connection for nothing else: between the planning of a prepared statement and its execution
 *   DuckDB lets other statements of the connection in, and they end it
 */
export function createMemoryGauge(connection: DuckDBConnection): MemoryGauge {
  let prepared: Promise<DuckDBPreparedStatement> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<MemoryUse> => {
    const statement = await (prepared ??= connection.prepare(MEMORY));
    const [[held, spilled] = []] = (await statement.runAndReadAll()).getRowsJson();
    return { held: Number(held ?? 0), spilled: Number(spilled ?? 0) };
  };

  return {
    read: () => {
      const reading = last.then(read);
      last = reading.catch(() => undefined);
      return reading;
    },
    close: async () => {
      await last;
      (await prepared)?.destroySync();
      connection.closeSync();
    },
  };
}
