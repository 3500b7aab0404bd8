/** Files of DuckDB, by DuckDB's own library: read-only, as text where a column is more than a number. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { DatabaseReading } from '../../contract/database.ts';
import { EngineFailure, operationalError } from '../../contract/errors.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { DatabaseFileSource } from '../../contract/source-spec.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import { createBatchBuilder } from './column-builder.ts';
import type { DatabaseFile, Reason } from './database-file-errors.ts';
import { FOLDER, refusedQuery, unreadableFile } from './database-file-errors.ts';
import { columnsOf, refuseRepeatedColumns } from './described-columns.ts';
import type { MappedColumn } from './postgres-types.ts';
import { fromOf, quoteName, quoteText, selectOf } from './table-name.ts';
import { watchStop } from './watch-stop.ts';

/** Where there is no build of the library for this platform. */
function noNative(cause: unknown): never {
  throw operationalError(
    'duckdb-not-started',
    'Files of DuckDB are read by native DuckDB, which cannot be loaded on this platform.',
    {
      hint: 'Export the tables as Parquet files and read those: all other steps run on the wasm engine.',
      detail: String(cause),
    },
  );
}

interface OpenFile {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** Nothing but the file can be reached from a query of the pipeline. */
async function openFile(file: DatabaseFile): Promise<OpenFile> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch(noNative);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await connection.run(
      `SET autoload_known_extensions = false; SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'`,
    );
    await connection.run(`ATTACH ${quoteText(file.path)} AS sluice_file (READ_ONLY, TYPE duckdb)`);
    await connection.run('USE sluice_file');
    await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    return { connection, close };
  } catch (thrown) {
    close();
    throw unreadable(file, thrown);
  }
}

/** By what DuckDB says; the first that fits. */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [
    /encrypt/i,
    {
      why: 'it is encrypted',
      hint: 'Keys are not asked for: copy its tables into a file without a key (COPY FROM DATABASE), and read that.',
    },
  ],
  [
    /version number/i,
    {
      why: 'another version of DuckDB wrote it',
      hint: "DuckDB 1.4 has to read it: copy it there with `ATTACH ... (STORAGE_VERSION 'v1.4.0')` and COPY FROM DATABASE, or export its tables as Parquet files.",
    },
  ],
  [
    /could not set lock|conflicting lock/i,
    {
      why: 'another program has it open for writing',
      hint: 'Close it there, then run again.',
    },
  ],
  [
    /not a valid DuckDB|magic bytes/i,
    { why: 'it is no database of DuckDB', hint: 'Correct the path, or choose the other kind.' },
  ],
  [/is a directory/i, FOLDER],
  [
    /permission denied/i,
    { why: 'this user may not read it', hint: 'Change its permissions, or run as its owner.' },
  ],
];

const DAMAGED: Reason = {
  why: 'it is damaged',
  hint: 'Fetch it again, or restore it from a backup.',
};

/** What DuckDB says of pages that are not as they were written. */
const DAMAGE = /corrupt|could not read (?:enough bytes|from file)|failed to deserialize/i;

const unreadable = (file: DatabaseFile, thrown: unknown): Error => {
  const said = messageOf(thrown);
  return unreadableFile(
    file,
    REASONS.find(([pattern]) => pattern.test(said))?.[1] ?? DAMAGED,
    said,
  );
};

const messageOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';

const refused = (spec: DatabaseFileSource, file: DatabaseFile, thrown: unknown): Error =>
  DAMAGE.test(messageOf(thrown))
    ? unreadable(file, thrown)
    : refusedQuery(spec, file, messageOf(thrown), /does not exist/);

export async function describeDuckdbFile(
  spec: DatabaseFileSource,
  file: DatabaseFile,
): Promise<Required<Pick<SourceDescription, 'schema' | 'database'>>> {
  const { connection, close } = await openFile(file);
  try {
    const from = fromOf(spec, 'duckdb');
    let described: readonly (readonly unknown[])[];
    try {
      described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)).getRowsJS();
    } catch (thrown) {
      throw refused(spec, file, thrown);
    }
    const mapped = described.map(([name, type]) => mapColumn(String(name), String(type)));
    refuseRepeatedColumns(mapped);
    return {
      schema: mapped.map(({ reading: { name }, type }) => ({ name, type })),
      database: { kind: 'duckdb', from, columns: mapped.map(({ reading }) => reading) },
    };
  } finally {
    close();
  }
}

const NUMBERS: Readonly<Record<string, DatabaseReading['columns'][number]['transport']>> = {
  BOOLEAN: 'bool',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  BIGINT: 'int64',
  FLOAT: 'float32',
  DOUBLE: 'float64',
};

function mapColumn(name: string, typeText: string): MappedColumn {
  const type = typeOf(typeText);
  const column = quoteName(name, 'duckdb');
  const transport = NUMBERS[typeText];
  if (transport !== undefined) return { type, reading: { name, select: column, transport } };
  if (typeText === 'VARCHAR') return { type, reading: { name, select: column, transport: 'text' } };
  return { type, reading: { name, select: `CAST(${column} AS VARCHAR)`, transport: 'text' } };
}

/** Types of extensions that are not there come as their text. */
function typeOf(text: string): ColumnType {
  if (text === 'JSON') return scalar('VARCHAR');
  try {
    return parseType(text);
  } catch {
    return scalar('VARCHAR');
  }
}

export async function* readDuckdbFile(
  spec: DatabaseFileSource,
  file: DatabaseFile,
  database: DatabaseReading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> {
  const { connection, close } = await openFile(file);
  const watch = watchStop(checkStop, () => connection.interrupt());
  try {
    const batch = createBatchBuilder(columnsOf(database, names));
    const result = await connection.stream(selectOf(database, names, split));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      yield* addChunk(chunk, batch);
    }
    const last = batch.finish();
    if (last !== undefined) yield last;
  } catch (thrown) {
    const stopped = watch.failure();
    if (stopped !== undefined) throw stopped;
    throw thrown instanceof EngineFailure ? thrown : refused(spec, file, thrown);
  } finally {
    watch.end();
    close();
  }
}

const encoder = new TextEncoder();

function* addChunk(
  chunk: DuckDBDataChunk,
  batch: ReturnType<typeof createBatchBuilder>,
): Generator<Uint8Array> {
  const vectors = batch.columns.map((_, i) => chunk.getColumnVector(i));
  for (let row = 0; row < chunk.rowCount; row++) {
    for (let i = 0; i < vectors.length; i++) {
      const column = batch.columns[i];
      const value = vectors[i]?.getItem(row);
      if (value === null || value === undefined) column?.addNull();
      else if (typeof value === 'string') {
        const bytes = encoder.encode(value);
        column?.addBytes(bytes, 0, bytes.length);
      } else if (typeof value === 'bigint') column?.addBigInt(value);
      else column?.addNumber(Number(value));
    }
    const done = batch.endRow();
    if (done !== undefined) yield done;
  }
}
