import type { Schema } from '../../contract/schema.ts';
import { joinStreams } from '../arrow/ipc.ts';
import type { Session } from '../duckdb/session.ts';
import { createTableSql, fromTransport, quoteName } from '../duckdb/stored-types.ts';

/** A table of stored rows, read as tasks read them. */
export function createTable(
  session: Session,
  table: string,
  streams: readonly Uint8Array[],
  schema: Schema,
): void {
  const columns = session.memory.loadStream(joinStreams(streams));
  if (columns.length === 0) {
    session.execute(createTableSql(table, schema));
    return;
  }
  const { sql, detach } = session.memory.attach(columns);
  session.execute(`CREATE TABLE ${quoteName(table)} AS ${fromTransport(sql, schema)}`);
  detach();
  for (const column of columns) column.free();
}
