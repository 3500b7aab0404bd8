/** Connections to MariaDB and MySQL. */
import type { Connection, FieldPacket, ResultSetHeader, RowDataPacket } from 'mysql2';
import type { DatabasePlace } from './database-errors.ts';
import { databaseError } from './database-errors.ts';
import { CONNECT_MS, tlsOptions } from './postgres-connection.ts';

/** Nothing is bent to fit; a text has no escapes; the server waits for who reads slowly. */
const SETTINGS = `SET NAMES utf8mb4, net_write_timeout = 3600, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`;

export interface MysqlAnswer {
  readonly rows: readonly (readonly unknown[])[];
  readonly fields: readonly FieldPacket[];
  readonly affected: number;
}

export interface MysqlConnection {
  readonly connection: Connection;
  readonly place: DatabasePlace;
  /** Throws `EngineFailure`. Dates and numbers come as text. */
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<MysqlAnswer>;
  /** Stops what the server does for this connection, then ends it. */
  readonly cancel: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Throws `EngineFailure` that names the connection. */
export async function connectMysql(place: DatabasePlace): Promise<MysqlConnection> {
  const connection = await open(place);
  const { threadId } = connection;
  let ended = false;
  const close = (): Promise<void> => {
    if (!ended) connection.destroy();
    ended = true;
    return Promise.resolve();
  };
  return {
    connection,
    place,
    query: async (sql, values) => {
      try {
        return await ask(connection, sql, values);
      } catch (thrown) {
        throw databaseError(thrown, place);
      }
    },
    cancel: async () => {
      if (ended) return;
      try {
        const other = await open(place);
        await ask(other, `KILL QUERY ${threadId}`);
        other.destroy();
      } catch {
        // The server is gone, or takes no more connections: it notices when it is not listened to.
      }
      await close();
    },
    close,
  };
}

async function open(place: DatabasePlace): Promise<Connection> {
  const { host, port, user, password, database, tls } = place.credential;
  const { default: mysql } = await import('mysql2');
  const connection = mysql.createConnection({
    host,
    port,
    user,
    password,
    database,
    ...(tls === 'off' ? {} : { ssl: tlsOptions(host, tls) }),
    connectTimeout: CONNECT_MS,
    // A server may not ask for files of this computer.
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
  });
  // Without a listener, a connection that breaks while it waits would end the process.
  connection.on('error', () => undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error === null ? resolve() : reject(error)));
    });
    await ask(connection, SETTINGS);
    return connection;
  } catch (thrown) {
    connection.destroy();
    throw databaseError(thrown, place);
  }
}

const ask = (
  connection: Connection,
  sql: string,
  values?: readonly unknown[],
): Promise<MysqlAnswer> =>
  new Promise((resolve, reject) => {
    connection.query<RowDataPacket[] | ResultSetHeader>(
      { sql, rowsAsArray: true, values: values as unknown[] },
      (error, rows, fields) => {
        if (error !== null) return reject(error);
        const isRows = Array.isArray(rows);
        resolve({
          rows: isRows ? (rows as unknown as readonly (readonly unknown[])[]) : [],
          fields: fields ?? [],
          affected: isRows ? 0 : rows.affectedRows,
        });
      },
    );
  });
