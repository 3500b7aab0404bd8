/** Rows into a table of PostgreSQL: one COPY in one transaction. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineFailure } from '../../contract/errors.ts';
import type { DatabaseTarget } from '../../contract/database.ts';
import type { Schema } from '../../contract/schema.ts';
import type { TableOutput } from '../runtime.ts';
import { atRow, databaseError } from './database-errors.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { quoteName, quoteTable } from './table-name.ts';
import { createTableSql } from './table-columns.ts';
import { keysNotUnique, repeatedKeys } from './table-problems.ts';
import { ByteBuffer, textRows } from './text-rows.ts';
import type { TablePlan } from './write-server.ts';
import { openServerTable } from './write-server.ts';

const CHUNK = 1 << 18;

const name = (text: string): string => quoteName(text, 'postgres');

/** Throws `EngineFailure` where the table does not take these rows. */
export const openPostgresTable = (
  target: DatabaseTarget,
  schema: Schema,
  connection: PostgresConnection,
): Promise<TableOutput> =>
  openServerTable(target, schema, connection, {
    dialect: 'postgres',
    columnsOf: (table) => columnsOf(quoteTable(table, 'postgres'), connection),
    requireUnique: ({ table, keys }) => requireUnique(table, keys, target, connection),
    write: (plan, streams) => write(plan, streams, connection),
    takeBack: async () => void (await connection.query('ROLLBACK')),
  });

async function write(
  { target, schema, table, isMissing, columns, keys, list }: TablePlan,
  streams: AsyncIterable<Uint8Array>,
  connection: PostgresConnection,
): Promise<number> {
  const isUpsert = target.mode === 'upsert';
  await connection.query('BEGIN');
  if (isMissing) {
    const primary = isUpsert ? keys : [];
    await connection.query(createTableSql(target.table, schema, columns, primary, 'postgres'));
  } else if (target.mode === 'truncate') await connection.query(`TRUNCATE ${table}`);
  if (isUpsert) {
    await connection.query(
      `CREATE TEMPORARY TABLE sluice_rows ON COMMIT DROP AS SELECT ${list} FROM ${table} LIMIT 0`,
    );
  }
  const into = isUpsert ? 'sluice_rows' : table;
  const sql = `COPY ${into} (${list}) FROM STDIN`;
  const rows = await copy(sql, streams, columns.length, connection);
  if (isUpsert) await merge(table, columns, keys, target, connection);
  // Constraints that wait for the end are told here, where the step is still known.
  await connection.query('SET CONSTRAINTS ALL IMMEDIATE');
  await connection.query('COMMIT');
  return rows;
}

async function columnsOf(
  table: string,
  connection: PostgresConnection,
): Promise<readonly string[] | undefined> {
  const { rows } = await connection.query(
    `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  const names = (rows as readonly { attname: string }[]).map(({ attname }) => attname);
  return names.length === 0 ? undefined : names;
}

async function requireUnique(
  table: string,
  keys: readonly string[],
  target: DatabaseTarget,
  connection: PostgresConnection,
): Promise<void> {
  const { rows } = await connection.query(
    `SELECT array_agg(a.attname::text) AS names FROM pg_index i
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
     WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indimmediate
       AND i.indpred IS NULL AND i.indexprs IS NULL
     GROUP BY i.indexrelid`,
    [table],
  );
  const wanted = JSON.stringify([...keys].sort());
  const unique = (rows as readonly { names: string[] }[]).some(
    ({ names }) => JSON.stringify([...names].sort()) === wanted,
  );
  if (!unique) throw keysNotUnique(target);
}

async function copy(
  sql: string,
  streams: AsyncIterable<Uint8Array>,
  columns: number,
  { client, place }: PostgresConnection,
): Promise<number> {
  const { from } = await import('pg-copy-streams');
  let rows = 0;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    const out = new ByteBuffer(CHUNK * 2);
    for await (const stream of streams) {
      for (const batch of textRows(stream)) {
        for (let row = 0; row < batch.rows; row++) {
          for (let column = 0; column < columns; column++) {
            if (column > 0) out.addByte(TAB);
            if (batch.isNull(row, column)) out.addText('\\N');
            else addEscaped(out, batch.value(row, column));
          }
          out.addByte(LINE_FEED);
          if (out.length >= CHUNK) yield out.take();
        }
        rows += batch.rows;
      }
    }
    if (out.length > 0) yield out.take();
  };
  try {
    await pipeline(Readable.from(chunks(), { objectMode: false }), client.query(from(sql)));
    return rows;
  } catch (thrown) {
    if (thrown instanceof EngineFailure) throw thrown;
    throw located(databaseError(thrown, place), thrown);
  }
}

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const BACKSLASH = 92;
const ESCAPES: Readonly<Record<number, number>> = {
  [TAB]: 't'.charCodeAt(0),
  [LINE_FEED]: 'n'.charCodeAt(0),
  [RETURN]: 'r'.charCodeAt(0),
  [BACKSLASH]: BACKSLASH,
};

function addEscaped(out: ByteBuffer, bytes: Uint8Array): void {
  let from = 0;
  for (let i = 0; i < bytes.length; i++) {
    const escape = ESCAPES[bytes[i] as number];
    if (escape === undefined) continue;
    out.addBytes(bytes.subarray(from, i));
    out.addByte(BACKSLASH);
    out.addByte(escape);
    from = i + 1;
  }
  out.addBytes(from === 0 ? bytes : bytes.subarray(from));
}

/** The server tells the line, and mostly the column: `COPY t, line 3, column x: "abc"`. */
function located(failure: EngineFailure, thrown: unknown): EngineFailure {
  const where = String((thrown as { readonly where?: unknown }).where ?? '');
  const [, line, column] = /COPY [^\n]*?, line (\d+)(?:, column ([^:\n]+))?/.exec(where) ?? [];
  if (line === undefined) return failure;
  return atRow(failure, { row: Number(line), ...(column === undefined ? {} : { column }) });
}

async function merge(
  table: string,
  columns: readonly string[],
  keys: readonly string[],
  target: DatabaseTarget,
  connection: PostgresConnection,
): Promise<void> {
  const list = columns.map(name).join(', ');
  const by = keys.map(name);
  const { rows } = await connection.query(
    `SELECT concat_ws(', ', ${by.map((key) => `coalesce(${key}::text, 'null')`).join(', ')}) AS key FROM sluice_rows
     GROUP BY ${by.join(', ')} HAVING count(*) > 1 OR ${by.map((key) => `${key} IS NULL`).join(' OR ')} LIMIT 3`,
  );
  if (rows.length > 0)
    throw repeatedKeys(
      target,
      (rows as readonly { key: string }[]).map(({ key }) => key),
    );
  const rest = columns.filter((column) => !keys.includes(column)).map(name);
  const action =
    rest.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${rest.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  await connection.query(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM sluice_rows ON CONFLICT (${by.join(', ')}) DO ${action}`,
  );
}
