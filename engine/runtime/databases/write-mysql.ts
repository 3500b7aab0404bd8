/** Rows into a table of MariaDB or MySQL: INSERTs of many rows in one transaction. */
import { EngineFailure } from '../../contract/errors.ts';
import type { DatabaseTarget } from '../../contract/database.ts';
import type { Schema } from '../../contract/schema.ts';
import type { TableOutput } from '../runtime.ts';
import { atRow } from './database-errors.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { createTableSql } from './table-columns.ts';
import { quoteName, tableParts } from './table-name.ts';
import { keysNotUnique, repeatedKeys } from './table-problems.ts';
import { ByteBuffer, textRows } from './text-rows.ts';
import type { TablePlan } from './write-server.ts';
import { openServerTable } from './write-server.ts';

/** Bytes of one statement; servers take 16 MB, old ones 1 MB. */
const STATEMENT = 900_000;

const name = (text: string): string => quoteName(text, 'mysql');

/** Throws `EngineFailure` where the table does not take these rows. */
export function openMysqlTable(
  target: DatabaseTarget,
  schema: Schema,
  connection: MysqlConnection,
): Promise<TableOutput> {
  let created = false;
  return openServerTable(target, schema, connection, {
    dialect: 'mysql',
    columnsOf: (table) => columnsOf(table, connection),
    requireUnique: ({ keys }) => requireUnique(keys, target, connection),
    write: async (plan, streams) => {
      if (plan.isMissing) {
        const primary = target.mode === 'upsert' ? plan.keys : [];
        // It commits by itself, so it stands before the transaction and is taken back by hand.
        await connection.query(
          createTableSql(target.table, schema, plan.columns, primary, 'mysql'),
        );
        created = true;
      }
      return write(plan, streams, connection);
    },
    takeBack: async ({ table }) => {
      await connection.query('ROLLBACK').catch(() => undefined);
      if (created) await connection.query(`DROP TABLE ${table}`);
    },
  });
}

async function write(
  { target, schema, table, columns, keys, list }: TablePlan,
  streams: AsyncIterable<Uint8Array>,
  connection: MysqlConnection,
): Promise<number> {
  const isUpsert = target.mode === 'upsert';
  await connection.query('START TRANSACTION');
  // TRUNCATE would commit.
  if (target.mode === 'truncate') await connection.query(`DELETE FROM ${table}`);
  if (isUpsert) {
    await connection.query(
      `CREATE TEMPORARY TABLE sluice_rows AS SELECT ${list} FROM ${table} LIMIT 0`,
    );
  }
  const head = `INSERT INTO ${isUpsert ? 'sluice_rows' : table} (${list}) VALUES `;
  const rows = await insert(head, streams, schema, connection);
  if (isUpsert) await merge(table, columns, keys, target, connection);
  await connection.query('COMMIT');
  return rows;
}

const placeOf = (table: string): { where: string; values: readonly string[] } => {
  const parts = tableParts(table).slice(-2);
  return {
    where: `table_schema = ${parts.length > 1 ? '?' : 'DATABASE()'} AND table_name = ?`,
    values: parts,
  };
};

async function columnsOf(
  table: string,
  connection: MysqlConnection,
): Promise<readonly string[] | undefined> {
  const { where, values } = placeOf(table);
  const { rows } = await connection.query(
    `SELECT column_name FROM information_schema.columns WHERE ${where} ORDER BY ordinal_position`,
    values,
  );
  return rows.length === 0 ? undefined : rows.map(([column]) => String(column));
}

async function requireUnique(
  keys: readonly string[],
  target: DatabaseTarget,
  connection: MysqlConnection,
): Promise<void> {
  const { where, values } = placeOf(target.table);
  const { rows } = await connection.query(
    `SELECT index_name, column_name FROM information_schema.statistics WHERE non_unique = 0 AND ${where}`,
    values,
  );
  const indexes = new Map<string, string[]>();
  for (const [index, column] of rows) {
    indexes.set(String(index), [...(indexes.get(String(index)) ?? []), String(column)]);
  }
  const wanted = JSON.stringify([...keys].sort());
  if (![...indexes.values()].some((names) => JSON.stringify(names.sort()) === wanted)) {
    throw keysNotUnique(target);
  }
}

const QUOTE = 39;

async function insert(
  head: string,
  streams: AsyncIterable<Uint8Array>,
  schema: Schema,
  connection: MysqlConnection,
): Promise<number> {
  const before = schema.map(({ type }) =>
    type.kind === 'scalar' && type.name === 'BLOB' ? "X'" : "'",
  );
  const out = new ByteBuffer(STATEMENT * 2);
  let done = 0;
  let rows = 0;
  const send = async (): Promise<void> => {
    if (rows === done) return;
    const sql = `${head}${out.take().toString('utf8')}`;
    try {
      await connection.query(sql);
    } catch (thrown) {
      throw thrown instanceof EngineFailure ? located(thrown, done) : thrown;
    }
    done = rows;
  };
  for await (const stream of streams) {
    for (const batch of textRows(stream)) {
      for (let row = 0; row < batch.rows; row++) {
        out.addText(rows === done ? '(' : ',(');
        for (let column = 0; column < schema.length; column++) {
          if (column > 0) out.addText(',');
          if (batch.isNull(row, column)) out.addText('NULL');
          else {
            out.addText(before[column] ?? "'");
            addQuoted(out, batch.value(row, column));
            out.addByte(QUOTE);
          }
        }
        out.addText(')');
        rows += 1;
        if (out.length >= STATEMENT) await send();
      }
    }
  }
  await send();
  return rows;
}

function addQuoted(out: ByteBuffer, bytes: Uint8Array): void {
  let from = 0;
  for (let i = bytes.indexOf(QUOTE); i >= 0; i = bytes.indexOf(QUOTE, i + 1)) {
    out.addBytes(bytes.subarray(from, i + 1));
    out.addByte(QUOTE);
    from = i + 1;
  }
  out.addBytes(from === 0 ? bytes : bytes.subarray(from));
}

/** The server counts the rows of a statement: `Data too long for column 'x' at row 3`. */
function located(failure: EngineFailure, before: number): EngineFailure {
  const { message } = failure.error;
  const [, row] = / at row (\d+)/.exec(message) ?? [];
  const [, column] = /column (?:`[^`]*`\.`[^`]*`\.)?[`']([^`']+)[`']/i.exec(message) ?? [];
  if (row === undefined && column === undefined) return failure;
  const location = {
    ...(row === undefined ? {} : { row: before + Number(row) }),
    ...(column === undefined ? {} : { column }),
  };
  return atRow(
    new EngineFailure(
      { ...failure.error, message: message.replace(/ at row \d+/, '') },
      { cause: failure },
    ),
    location,
  );
}

/** Not ON DUPLICATE KEY UPDATE, which would change a row that is the same by some other unique index. */
async function merge(
  table: string,
  columns: readonly string[],
  keys: readonly string[],
  target: DatabaseTarget,
  connection: MysqlConnection,
): Promise<void> {
  const by = keys.map(name);
  const repeated = await connection.query(
    `SELECT CONCAT_WS(', ', ${by.map((key) => `COALESCE(${key}, 'null')`).join(', ')}) FROM sluice_rows
     GROUP BY ${by.join(', ')} HAVING COUNT(*) > 1 OR ${by.map((key) => `MAX(${key} IS NULL)`).join(' OR ')} LIMIT 3`,
  );
  if (repeated.rows.length > 0) {
    throw repeatedKeys(
      target,
      repeated.rows.map(([key]) => String(key)),
    );
  }
  const same = by.map((key) => `t.${key} = s.${key}`).join(' AND ');
  const rest = columns.filter((column) => !keys.includes(column)).map(name);
  // New ones first: they are told from the others by not being there.
  await connection.query(
    `INSERT INTO ${table} (${columns.map(name).join(', ')})
     SELECT ${columns.map((column) => `s.${name(column)}`).join(', ')} FROM sluice_rows s
     LEFT JOIN ${table} t ON ${same} WHERE t.${by[0] ?? ''} IS NULL`,
  );
  if (rest.length > 0) {
    await connection.query(
      `UPDATE ${table} t JOIN sluice_rows s ON ${same} SET ${rest.map((column) => `t.${column} = s.${column}`).join(', ')}`,
    );
  }
}
