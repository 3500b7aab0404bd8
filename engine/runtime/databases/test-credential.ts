/** Whether a credential is good. */
import type { Credential } from '../../contract/credential.ts';
import { connectMysql } from './mysql-connection.ts';
import { connectPostgres } from './postgres-connection.ts';

/**
 * Connects and asks for the server's version, as people know it: `PostgreSQL 15.20`.
 * @param name of the credential, for errors
 * @throws `EngineFailure`, as a run would
 */
export async function testCredential(name: string, credential: Credential): Promise<string> {
  const place = { name, credential };
  if (credential.kind === 'mysql') {
    const connection = await connectMysql(place);
    try {
      const { rows } = await connection.query('SELECT VERSION()');
      const version = String(rows[0]?.[0]);
      return `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${version.replace(/-.*/, '')}`;
    } finally {
      await connection.close();
    }
  }
  const connection = await connectPostgres(place);
  try {
    const { rows } = await connection.query('SHOW server_version');
    const [row] = rows as readonly { readonly server_version: string }[];
    return `PostgreSQL ${row?.server_version.replace(/ .*/, '') ?? ''}`;
  } finally {
    await connection.close();
  }
}
