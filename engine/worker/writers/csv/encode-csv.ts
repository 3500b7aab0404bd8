/** Rows as CSV. */
import type { Table } from 'apache-arrow';
import type { FileTarget } from '../../../contract/relation.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import { FILE_PREFIX, type Session } from '../../duckdb/session.ts';

const TABLE = 'rows of a csv piece';
const FILE = `${FILE_PREFIX}piece.csv`;

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** As DuckDB's COPY writes it: values are quoted only where needed, empty text always. */
export async function encodeCsv(
  table: Table,
  { csv }: FileTarget,
  first: boolean,
  session: Session,
): Promise<Uint8Array> {
  const options = [
    'FORMAT csv',
    `DELIMITER ${text(csv.delimiter)}`,
    `QUOTE ${text(csv.quote)}`,
    `ESCAPE ${text(csv.quote)}`,
    `NULLSTR ${text(csv.nullValue)}`,
    `HEADER ${String(first && csv.header)}`,
    // Without it DuckDB writes to a name that is not registered.
    'USE_TMP_FILE false',
  ];
  session.insertArrow(TABLE, encodeStream(table.schema, table.batches));
  try {
    session.registerFile(FILE, new Uint8Array(0));
    await session.run(`COPY "${TABLE}" TO '${FILE}' (${options.join(', ')})`);
    return session.readFile(FILE);
  } finally {
    session.dropFile(FILE);
    session.execute(`DROP TABLE IF EXISTS "${TABLE}"`);
  }
}
