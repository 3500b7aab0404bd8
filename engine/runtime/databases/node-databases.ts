/** Databases as the coordinator needs them: looked at, and written to. */
import { randomUUID } from 'node:crypto';
import type { CredentialSource } from '../../contract/credential.ts';
import type { Databases } from '../runtime.ts';
import type { DatabasePlace } from './database-errors.ts';
import { describeMysql } from './describe-mysql.ts';
import { describePostgres } from './describe-postgres.ts';
import { connectMysql } from './mysql-connection.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { connectPostgres } from './postgres-connection.ts';
import { openMysqlTable } from './write-mysql.ts';
import { openPostgresTable } from './write-postgres.ts';

export function createNodeDatabases(credentials: CredentialSource): Databases {
  /** Transactions whose view of the data the splits of a run share. */
  const kept = new Map<string, PostgresConnection>();

  const placeOf = async (name: string, param: string): Promise<DatabasePlace> => ({
    name,
    credential: await credentials.resolve(name),
    param,
  });

  return {
    describe: async (spec, keep) => {
      const place = await placeOf(spec.credential, spec.table === undefined ? 'query' : 'table');
      // Of rows that may be others every time nothing is known by their name.
      const common = { spec, files: [], fingerprint: randomUUID() };
      if (place.credential.kind === 'mysql') {
        const connection = await connectMysql(place);
        try {
          await connection.query('START TRANSACTION READ ONLY');
          return { ...common, ...(await describeMysql(spec, connection)) };
        } finally {
          await connection.close();
        }
      }
      const connection = await connectPostgres(place);
      let isKept = false;
      try {
        await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const described = await describePostgres(spec, connection);
        if (!keep || described.splits.length < 2) return { ...common, ...described };
        const { rows } = await connection.query('SELECT pg_export_snapshot() AS snapshot');
        const snapshot = String((rows[0] as { readonly snapshot: string }).snapshot);
        kept.set(snapshot, connection);
        isKept = true;
        return { ...common, ...described, database: { ...described.database, snapshot } };
      } finally {
        if (!isKept) await connection.close();
      }
    },
    release: async (snapshot) => {
      const connection = kept.get(snapshot);
      kept.delete(snapshot);
      await connection?.close();
    },
    openTable: async (target, schema) => {
      const place = await placeOf(target.credential, 'table');
      if (place.credential.kind === 'mysql') {
        const connection = await connectMysql(place);
        return openMysqlTable(target, schema, connection).catch(closing(connection));
      }
      const connection = await connectPostgres(place);
      return openPostgresTable(target, schema, connection).catch(closing(connection));
    },
  };
}

const closing =
  ({ close }: { readonly close: () => Promise<void> }) =>
  async (thrown: unknown): Promise<never> => {
    await close();
    throw thrown;
  };
