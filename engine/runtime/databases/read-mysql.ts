/** Rows of MariaDB and MySQL, as the bytes that the server sends. */
import type { FieldPacket } from 'mysql2';
import type { DatabaseReading } from '../../contract/database.ts';
import type { Split } from '../../contract/source.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { readServer } from './read-server.ts';
import { selectOf } from './table-name.ts';

/** So many rows wait for us before the server is told to wait. */
const ROWS_AHEAD = 1024;

/** The connection is closed at the end. */
export const readMysql = (
  connection: MysqlConnection,
  database: DatabaseReading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> =>
  readServer(connection, database, names, checkStop, {
    begin: ['START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'],
    rows: async function* (batch) {
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
    },
  });
