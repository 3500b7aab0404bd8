/** Rows of PostgreSQL by COPY, which is half as dear as a cursor. */
import type { SourceDescription, Split } from '../../contract/source.ts';
import { createBatchBuilder } from './column-builder.ts';
import { createCopyParser } from './copy-binary.ts';
import { databaseError } from './database-errors.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { quoteText, selectOf } from './table-name.ts';
import { watchStop } from './watch-stop.ts';

type Reading = NonNullable<SourceDescription['database']>;

/** The connection is closed at the end. */
export async function* readPostgres(
  connection: PostgresConnection,
  database: Reading,
  split: Extract<Split, { kind: 'database' }>,
  names: readonly string[],
  checkStop: () => void,
): AsyncGenerator<Uint8Array> {
  const watch = watchStop(checkStop, () => void connection.cancel());
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { snapshot } = database;
    if (snapshot !== undefined) {
      await connection.query(`SET TRANSACTION SNAPSHOT ${quoteText(snapshot)}`);
    }
    const columns = names.flatMap(
      (name) => database.columns.find((each) => each.name === name) ?? [],
    );
    const batch = createBatchBuilder(columns);
    const parse = createCopyParser(
      columns.map(({ transport }) => transport),
      batch,
    );
    const { to } = await import('pg-copy-streams');
    const sql = `COPY (${selectOf(database, names, split)}) TO STDOUT (FORMAT binary)`;
    // The stream is read with back-pressure: what is not taken stays on the server.
    for await (const chunk of connection.client.query(to(sql))) yield* parse(chunk as Uint8Array);
    const last = batch.finish();
    if (last !== undefined) yield last;
  } catch (thrown) {
    throw watch.failure() ?? databaseError(thrown, connection.place);
  } finally {
    watch.end();
    await connection.close();
  }
}
