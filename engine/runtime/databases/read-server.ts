/** What reading from any server has around it: one transaction, a watch for its end, whole batches. */
import type { DatabaseReading } from '../../contract/database.ts';
import type { BatchBuilder } from './column-builder.ts';
import { createBatchBuilder } from './column-builder.ts';
import type { DatabasePlace } from './database-errors.ts';
import { databaseError } from './database-errors.ts';
import { columnsOf } from './described-columns.ts';
import { watchStop } from './watch-stop.ts';

export interface ServerConnection {
  readonly place: DatabasePlace;
  readonly query: (sql: string) => Promise<unknown>;
  readonly cancel: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ServerReading {
  /** Statements that begin a transaction which only reads. */
  readonly begin: readonly string[];
  /** Adds all rows to the batch, and gives the batches that became full. */
  readonly rows: (
    batch: BatchBuilder,
    columns: DatabaseReading['columns'],
  ) => AsyncIterable<Uint8Array>;
}

/** The connection is closed at the end. */
export async function* readServer(
  connection: ServerConnection,
  database: DatabaseReading,
  names: readonly string[],
  checkStop: () => void,
  { begin, rows }: ServerReading,
): AsyncGenerator<Uint8Array> {
  const watch = watchStop(checkStop, () => void connection.cancel());
  try {
    for (const statement of begin) await connection.query(statement);
    const columns = columnsOf(database, names);
    const batch = createBatchBuilder(columns);
    yield* rows(batch, columns);
    const last = batch.finish();
    if (last !== undefined) yield last;
  } catch (thrown) {
    throw watch.failure() ?? databaseError(thrown, connection.place);
  } finally {
    watch.end();
    await connection.close();
  }
}
