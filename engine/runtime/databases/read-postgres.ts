/** Rows of PostgreSQL by COPY, which is half as dear as a cursor. */
import type { DatabaseReading } from '../../contract/database.ts';
import type { Split } from '../../contract/source.ts';
import { createCopyParser } from './copy-binary.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { readServer } from './read-server.ts';
import { quoteText, selectOf } from './table-name.ts';

/** The connection is closed at the end. */
export const readPostgres = (
  connection: PostgresConnection,
  database: DatabaseReading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> =>
  readServer(connection, database, names, checkStop, {
    begin: [
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      ...(database.snapshot === undefined
        ? []
        : [`SET TRANSACTION SNAPSHOT ${quoteText(database.snapshot)}`]),
    ],
    rows: async function* (batch, columns) {
      const transports = columns.map(({ transport }) => transport);
      const parse = createCopyParser(transports, batch);
      const { to } = await import('pg-copy-streams');
      const sql = `COPY (${selectOf(database, names, split)}) TO STDOUT (FORMAT binary)`;
      // The stream is read with back-pressure: what is not taken stays on the server.
      for await (const chunk of connection.client.query(to(sql))) yield* parse(chunk as Uint8Array);
    },
  });
