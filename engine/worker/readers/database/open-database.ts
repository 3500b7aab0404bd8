/** Rows of a database as a table of the task: brought as columns, cast to their types by DuckDB. */
import type { EngineFailure } from '../../../contract/errors.ts';
import {
  internalError,
  operationalError,
  toEngineError,
  userError,
} from '../../../contract/errors.ts';
import type { DatabaseReading, Transport } from '../../../contract/database.ts';
import type { Column } from '../../../contract/schema.ts';
import { findColumn, formatType } from '../../../contract/schema.ts';
import type { StoredPiece } from '../../../contract/source.ts';
import { columnsToRead } from '../../../sources/stored-pieces.ts';
import { joinStreams } from '../../arrow/ipc.ts';
import type { HeapColumn } from '../../duckdb/memory/heap-column.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { NO_COLUMNS, openAsTable, quoteName } from '../table-view.ts';
import { needsComputer } from './describe-database-file.ts';

/** Throws user `database-value` for a value that the column's type cannot hold. */
export async function openDatabaseSplit(
  input: SplitInput,
  services: SplitServices,
): Promise<ReadableSplit> {
  const { split, description } = input;
  const { databases, session } = services;
  const { database } = description;
  if (split.kind !== 'database' || database === undefined) {
    throw internalError('openDatabaseSplit is for databases');
  }
  if (databases === undefined) throw needsComputer();
  const { stored } = split;
  const read = async (columns: readonly string[]): Promise<readonly HeapColumn[]> => {
    const streams: Uint8Array[] = [];
    if (stored !== undefined) streams.push(await readStored(stored, services));
    else {
      const rows = databases.read(description, split, columns, session.checkCancelled);
      for await (const stream of rows) streams.push(stream);
    }
    return streams.length === 0 ? [] : session.memory.loadStream(joinStreams(streams));
  };
  const content = `database ${description.fingerprint} ${split.index} ${split.where ?? ''} ${split.limit ?? ''} ${stored?.id ?? ''}`;
  const opened = await openAsTable(input, services, {
    content,
    bytes: split.bytes,
    rows: undefined,
    expression: (name) => castOf(findColumn(description.schema, name), database),
    fill: async (columns) => named(await read(columnsToRead(description, columns)), columns),
  });
  return {
    ...opened,
    explain: (failure) => explainCast(failure, input, content, services),
  };
}

/** Nothing makes them again in the middle of a run: a second reading may give other rows. */
async function readStored(
  piece: StoredPiece,
  { readBlock }: Pick<SplitServices, 'readBlock'>,
): Promise<Uint8Array> {
  try {
    return await readBlock(piece);
  } catch (thrown) {
    if (toEngineError(thrown).code !== 'block-lost') throw thrown;
    throw operationalError(
      'database-rows-lost',
      'Rows that were read from the database are gone.',
      {
        hint: 'Run again: a worker ended, or the temporary folder was emptied.',
        detail: toEngineError(thrown).message,
      },
    );
  }
}

/** The counting column has another name than the one that stands for it. */
const named = (columns: readonly HeapColumn[], wanted: readonly string[]): readonly HeapColumn[] =>
  wanted.length > 0 ? columns : columns.map((column) => ({ ...column, name: NO_COLUMNS }));

const CARRIED: Readonly<Partial<Record<Transport, string>>> = {
  bool: 'BOOLEAN',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  bytes: 'BLOB',
  text: 'VARCHAR',
};

function castOf(column: Column | undefined, database: DatabaseReading): string | undefined {
  if (column === undefined) return undefined;
  const transport = database.columns.find(({ name }) => name === column.name)?.transport;
  const type = formatType(column.type);
  return transport !== undefined && CARRIED[transport] === type
    ? undefined
    : `CAST(${quoteName(column.name)} AS ${type})`;
}

/** A value that cannot be cast: the first one of a column, with its row in the split. */
async function explainCast(
  failure: EngineFailure,
  { description, split, columns }: SplitInput,
  content: string,
  { session, columnCache }: SplitServices,
): Promise<EngineFailure> {
  const { database, schema } = description;
  if (failure.error.kind !== 'user' || database === undefined) return failure;
  const rowsBefore = split.kind === 'database' ? (split.stored?.rowsBefore ?? 0) : 0;
  for (const name of columns) {
    const column = findColumn(schema, name);
    if (column === undefined || castOf(column, database) === undefined) continue;
    // The task has them still.
    const pinned = await columnCache.use(content, [name], () => Promise.resolve([]));
    if (pinned.columns.length === 0) continue;
    const attached = session.memory.attach(pinned.columns);
    try {
      const found = session.query(
        `SELECT i::DOUBLE AS i, v FROM (SELECT row_number() OVER () AS i, ${quoteName(name)}::VARCHAR AS v FROM ${attached.sql})
         WHERE v IS NOT NULL AND TRY_CAST(v AS ${formatType(column.type)}) IS NULL ORDER BY i LIMIT 1`,
      );
      if (found.numRows > 0) {
        const value = String(found.getChild('v')?.get(0));
        const row = rowsBefore + Number(found.getChild('i')?.get(0));
        return badValue(value, column, row, failure);
      }
    } finally {
      attached.detach();
      pinned.release();
    }
  }
  return failure;
}

const SHOWN = 80;

const badValue = (value: string, { name, type }: Column, row: number, cause: EngineFailure) =>
  userError(
    'database-value',
    `The value ${JSON.stringify(value.slice(0, SHOWN))} in column "${name}" is no ${formatType(type)}.`,
    {
      hint: 'Read it with a query that casts the column to text, or that gives null instead.',
      location: { column: name, row },
      ...(cause.error.detail === undefined ? {} : { detail: cause.error.detail }),
    },
  );
