import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contender, FileFormat, Job } from './contender.ts';
import { timed } from './measure.ts';

const COPY_OPTIONS: Readonly<Record<FileFormat, string>> = {
  csv: 'FORMAT csv',
  ndjson: 'FORMAT json',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/** Native DuckDB of the same version, reading the same files in place. */
export function nativeContender(threads: number, scratch: string): Contender {
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  const viewed = new Set<string>();
  /** Types are sniffed when a view is made: part of the first question about a file, as with Sluice. */
  const look = async (open: DuckDBConnection, tables: Job['tables']): Promise<void> => {
    for (const [table, file] of Object.entries(tables)) {
      if (viewed.has(table)) continue;
      viewed.add(table);
      await open.run(`CREATE OR REPLACE VIEW ${table} AS FROM '${file}'`);
    }
  };
  const close = async (): Promise<void> => {
    connection?.closeSync();
    instance?.closeSync();
    connection = undefined;
    instance = undefined;
  };
  return {
    name: `native ${threads}`,
    open: async () => {
      await close();
      instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
      connection = await instance.connect();
      viewed.clear();
    },
    run: async ({ sql, writes, tables }) => {
      if (connection === undefined) throw new Error('open first');
      const open = connection;
      if (writes !== undefined) {
        const file = join(scratch, `native.${writes}`);
        const copy = `COPY (${sql}) TO '${file}' (${COPY_OPTIONS[writes]})`;
        return (await timed(() => look(open, tables).then(() => open.run(copy)))).milliseconds;
      }
      const ask = () => look(open, tables).then(() => open.runAndReadAll(sql));
      return (await timed(ask)).milliseconds;
    },
    close,
  };
}

export const tablesOf = (jobs: readonly Job[]): [string, string][] => [
  ...new Map(jobs.flatMap(({ tables }) => Object.entries(tables))),
];
