/** Files of SQLite. Columns have the types that the table declares; values of another kind are errors. */
import type { Database, Statement } from 'node-sqlite3-wasm';
import type { DatabaseReading } from '../../contract/database.ts';
import { EngineFailure } from '../../contract/errors.ts';
import type { ScalarTypeName } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { DatabaseFileSource } from '../../contract/source-spec.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import { createBatchBuilder } from './column-builder.ts';
import type { DatabaseFile } from './database-file-errors.ts';
import { refusedQuery, unreadableFile } from './database-file-errors.ts';
import { columnsOf, refuseRepeatedColumns } from './described-columns.ts';
import { DAMAGED, IN_USE, lookAtSqlite, NO_SQLITE } from './sqlite-header.ts';
import type { MappedColumn } from './postgres-types.ts';
import { fromOf, quoteName, selectOf } from './table-name.ts';

interface OpenFile {
  readonly database: Database;
  /** Throws where somebody wrote to the file since it was opened. */
  readonly checkSame: () => Promise<void>;
}

async function openFile(file: DatabaseFile): Promise<OpenFile> {
  const { default: sqlite } = await import('node-sqlite3-wasm');
  const { mtimeMs } = await lookAtSqlite(file);
  let database: Database | undefined;
  try {
    database = new sqlite.Database(file.path, { readOnly: true, fileMustExist: true });
    // The first statement finds out whether it is a database at all.
    database.get('SELECT count(*) FROM sqlite_master');
  } catch (thrown) {
    database?.close();
    throw unreadable(file, thrown);
  }
  return {
    database,
    // The library does not see the locks of other programs: what they did may be half of it.
    checkSame: async () => {
      if ((await lookAtSqlite(file)).mtimeMs !== mtimeMs) throw unreadableFile(file, IN_USE);
    },
  };
}

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

const unreadable = (file: DatabaseFile, thrown: unknown): Error => {
  const said = messageOf(thrown);
  if (/not a database/.test(said)) return unreadableFile(file, NO_SQLITE, said);
  return unreadableFile(file, /locked/.test(said) ? IN_USE : DAMAGED, said);
};

const refused = (spec: DatabaseFileSource, file: DatabaseFile, thrown: unknown): Error =>
  /malformed|not a database|disk I\/O/.test(messageOf(thrown))
    ? unreadable(file, thrown)
    : refusedQuery(spec, file, messageOf(thrown), /no such table/);

/** The name of the view in which the columns of a query are looked up. */
const LOOK = 'sluice_look';

export async function describeSqliteFile(
  spec: DatabaseFileSource,
  file: DatabaseFile,
): Promise<Required<Pick<SourceDescription, 'schema' | 'database'>>> {
  const { database } = await openFile(file);
  try {
    const from = fromOf(spec, 'sqlite');
    database.exec(`CREATE TEMPORARY VIEW ${LOOK} AS SELECT * FROM ${from}`);
    const declared = database.all(`SELECT name, type FROM pragma_table_info('${LOOK}')`);
    const mapped = declared.map((row) => mapColumn(String(row['name']), String(row['type'])));
    refuseRepeatedColumns(mapped);
    return {
      schema: mapped.map(({ reading: { name }, type }) => ({ name, type })),
      database: { kind: 'sqlite', from, columns: mapped.map(({ reading }) => reading) },
    };
  } catch (thrown) {
    throw thrown instanceof EngineFailure ? thrown : refused(spec, file, thrown);
  } finally {
    database.close();
  }
}

/**
 * The declared type by its words, as SQLite's affinities and what people declare: a value comes as its
 * text, and DuckDB refuses what is no value of the type.
 */
const TYPES: readonly (readonly [RegExp, ScalarTypeName])[] = [
  [/BOOL/i, 'BOOLEAN'],
  [/INT/i, 'BIGINT'],
  [/CHAR|CLOB|TEXT/i, 'VARCHAR'],
  [/BLOB/i, 'BLOB'],
  [/REAL|FLOA|DOUB|NUM|DEC/i, 'DOUBLE'],
  [/DATETIME|TIMESTAMP/i, 'TIMESTAMP'],
  [/DATE/i, 'DATE'],
];

function mapColumn(name: string, declared: string): MappedColumn {
  const column = quoteName(name, 'sqlite');
  const type = TYPES.find(([pattern]) => pattern.test(declared))?.[1] ?? 'VARCHAR';
  if (type === 'BLOB') {
    return { type: scalar(type), reading: { name, select: column, transport: 'bytes' } };
  }
  // A double as text has 15 digits; its 17 tell it from all others.
  const select =
    type === 'DOUBLE'
      ? `CASE typeof(${column}) WHEN 'real' THEN printf('%!.17g', ${column}) ELSE CAST(${column} AS TEXT) END`
      : `CASE typeof(${column}) WHEN 'blob' THEN 'blob ' || hex(${column}) ELSE CAST(${column} AS TEXT) END`;
  return { type: scalar(type), reading: { name, select, transport: 'text' } };
}

export async function* readSqliteFile(
  spec: DatabaseFileSource,
  file: DatabaseFile,
  database: DatabaseReading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> {
  const { database: open, checkSame } = await openFile(file);
  let statement: Statement | undefined;
  try {
    const columns = columnsOf(database, names);
    const batch = createBatchBuilder(columns);
    statement = open.prepare(selectOf(database, names, split));
    for (const row of statement.iterate()) {
      addRow(row as Readonly<Record<string, unknown>>, columns, batch);
      const done = batch.endRow();
      if (done === undefined) continue;
      yield done;
      checkStop();
    }
    const last = batch.finish();
    if (last !== undefined) yield last;
    await checkSame();
  } catch (thrown) {
    throw thrown instanceof EngineFailure ? thrown : refused(spec, file, thrown);
  } finally {
    finalize(statement);
    open.close();
  }
}

/** It repeats the error of the last row, which is told already. */
function finalize(statement: Statement | undefined): void {
  try {
    statement?.finalize();
  } catch {
    // The database is closed behind it.
  }
}

const encoder = new TextEncoder();

function addRow(
  row: Readonly<Record<string, unknown>>,
  columns: DatabaseReading['columns'],
  batch: ReturnType<typeof createBatchBuilder>,
): void {
  for (const [i, { name }] of columns.entries()) {
    const value = row[name];
    const column = batch.columns[i];
    if (value === null || value === undefined) column?.addNull();
    else {
      const bytes = value instanceof Uint8Array ? value : encoder.encode(String(value as string));
      column?.addBytes(bytes, 0, bytes.length);
    }
  }
}
