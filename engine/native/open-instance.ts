/** DuckDB's own build in this process: one instance for data, one that only binds. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { operationalError } from '../contract/errors.ts';

export interface InstanceOptions {
  /** The only folder that SQL can see: what may be read or written is linked into it. */
  readonly folder: string;
  readonly temporaryFolder: string;
  readonly threads: number;
  readonly memoryLimit: number;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const bytes = (limit: number): string => `'${Math.max(1, Math.floor(limit / 1024))}KiB'`;

/** As in the wasm build's sessions, where it is not the threads that differ. */
const COMMON = [
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET preserve_insertion_order = true',
  'SET enable_external_file_cache = false',
  // DuckDB 1.4.3 lets a join's filter pass a LIMIT below it, so that rows after the limit are joined.
  "SET disabled_optimizers = 'join_filter_pushdown'",
];

/**
 * External access is off for good once it is off. The configuration is not locked, because statements
 * that hang on the order of rows are run on one thread; nobody's SQL can set anything, though, since a
 * connection runs single statements that read or make tables, and no others.
 */
export const openInstance = (options: InstanceOptions): Promise<DuckDBInstance> =>
  open([
    ...COMMON,
    `SET threads = ${options.threads}`,
    `SET memory_limit = ${bytes(options.memoryLimit)}`,
    `SET temp_directory = ${text(options.temporaryFolder)}`,
    `SET allowed_directories = [${text(options.folder)}]`,
    'SET enable_external_access = false',
  ]);

/** These belong to a connection. */
const OF_CONNECTION = ['SET errors_as_json = true', "SET TimeZone = 'UTC'"];

/** A connection to an open instance. */
export async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  for (const setting of OF_CONNECTION) await connection.run(setting);
  return connection;
}

/** Knows types and functions, and can open nothing at all. */
export async function openBinder(): Promise<DuckDBConnection> {
  const instance = await open([
    ...COMMON,
    'SET threads = 1',
    "SET temp_directory = ''",
    'SET enable_external_access = false',
  ]);
  const connection = await connect(instance);
  await connection.run('SET lock_configuration = true');
  return connection;
}

async function open(settings: readonly string[]): Promise<DuckDBInstance> {
  try {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const setting of settings) await connection.run(setting);
    connection.closeSync();
    return instance;
  } catch (cause) {
    throw operationalError('duckdb-not-started', 'DuckDB could not be opened.', {
      hint: 'Install the package again, or run with --engine wasm.',
      detail: String(cause),
    });
  }
}

/** @param memoryLimit bytes */
export const limitMemory = (connection: DuckDBConnection, memoryLimit: number): Promise<unknown> =>
  connection.run(`SET memory_limit = ${bytes(memoryLimit)}`);
