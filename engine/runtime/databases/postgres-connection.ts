/** Connections to PostgreSQL. */
import { isIP } from 'node:net';
import type { Client, QueryResult } from 'pg';
import type { Credential } from '../../contract/credential.ts';
import type { DatabasePlace } from './database-errors.ts';
import { databaseError } from './database-errors.ts';

export const CONNECT_MS = 15_000;

/** Texts as the readers expect them, whatever the server or the role is set to. */
const SETTINGS = `SET datestyle TO ISO; SET intervalstyle TO postgres; SET timezone TO 'UTC';
SET bytea_output TO hex; SET extra_float_digits TO 1; SET xmlbinary TO base64; SET synchronize_seqscans TO off`;

export interface PostgresConnection {
  readonly client: Client;
  readonly place: DatabasePlace;
  /** Throws `EngineFailure`. */
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<QueryResult>;
  /** Stops what the server does for this connection, then ends it. */
  readonly cancel: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Throws `EngineFailure` that names the connection. */
export async function connectPostgres(place: DatabasePlace): Promise<PostgresConnection> {
  const { credential } = place;
  const client = await open(place);
  const pid = (client as unknown as { readonly processID: number }).processID;
  let ended = false;
  const close = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await client.end().catch(() => undefined);
  };
  return {
    client,
    place,
    query: async (sql, values) => {
      try {
        return await client.query(sql, values as unknown[] | undefined);
      } catch (thrown) {
        throw databaseError(thrown, place);
      }
    },
    cancel: async () => {
      if (ended) return;
      try {
        const other = await open({ ...place, credential });
        await other.query('SELECT pg_cancel_backend($1)', [pid]);
        await other.end();
      } catch {
        // The server is gone, or takes no more connections: it notices when it is not listened to.
      }
      await close();
    },
    close,
  };
}

async function open(place: DatabasePlace): Promise<Client> {
  const { host, port, user, password, database, tls } = place.credential;
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl: tls === 'off' ? false : tlsOptions(host, tls),
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'sluice',
    keepAlive: true,
  });
  // Without a listener, a connection that breaks while it waits would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(SETTINGS);
    return client;
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw databaseError(thrown, place);
  }
}

export const tlsOptions = (
  host: string,
  tls: Credential['tls'],
): { rejectUnauthorized: boolean; servername?: string } => ({
  rejectUnauthorized: tls === 'verify',
  ...(isIP(host) === 0 ? { servername: host } : {}),
});
