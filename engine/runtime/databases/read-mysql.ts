/** Rows of MariaDB and MySQL, as the bytes that the server sends. */
import type { FieldPacket } from 'mysql2';
import type { SourceDescription, Split } from '../../contract/source.ts';
import { createBatchBuilder } from './column-builder.ts';
import { databaseError } from './database-errors.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { selectOf } from './table-name.ts';
import { watchStop } from './watch-stop.ts';

type Reading = NonNullable<SourceDescription['database']>;

/** So many rows wait for us before the server is told to wait. */
const ROWS_AHEAD = 1024;

/** The connection is closed at the end. */
export async function* readMysql(
  connection: MysqlConnection,
  database: Reading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> {
  const watch = watchStop(checkStop, () => void connection.cancel());
  try {
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const columns = names.flatMap(
      (name) => database.columns.find((each) => each.name === name) ?? [],
    );
    const batch = createBatchBuilder(columns);
    const rows = connection.connection
      .query({
        sql: selectOf(database, names, split),
        rowsAsArray: true,
        typeCast: (field: FieldPacket & { readonly buffer: () => Uint8Array | null }) =>
          field.buffer(),
      } as never)
      .stream({ highWaterMark: ROWS_AHEAD });
    for await (const row of rows) {
      const values = row as readonly (Uint8Array | null)[];
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        const column = batch.columns[i];
        if (value === null || value === undefined) column?.addNull();
        else column?.addBytes(value, 0, value.length);
      }
      const full = batch.endRow();
      if (full !== undefined) yield full;
    }
    const last = batch.finish();
    if (last !== undefined) yield last;
  } catch (thrown) {
    throw watch.failure() ?? databaseError(thrown, connection.place);
  } finally {
    watch.end();
    await connection.close();
  }
}
