/** Rows of databases in a worker of Node. Each library is loaded when it is needed. */
import type { CredentialSource } from '../../contract/credential.ts';
import { internalError } from '../../contract/errors.ts';
import type { DatabaseReader } from '../runtime.ts';
import { readDuckdbFile } from './duckdb-file.ts';
import { connectMysql } from './mysql-connection.ts';
import { connectPostgres } from './postgres-connection.ts';
import { describeFile } from './read-file.ts';
import { readMysql } from './read-mysql.ts';
import { readPostgres } from './read-postgres.ts';
import { readSqliteFile } from './sqlite-file.ts';

export const createNodeDatabaseReader = (credentials: CredentialSource): DatabaseReader => ({
  describeFile,
  read: async function* ({ spec, database }, split, columns, checkStop) {
    if (database === undefined) throw internalError('a database that was not looked at');
    if (spec.format === 'database') {
      const credential = await credentials.resolve(spec.credential);
      const place = { name: spec.credential, credential };
      yield* credential.kind === 'mysql'
        ? readMysql(await connectMysql(place), database, split, columns, checkStop)
        : readPostgres(await connectPostgres(place), database, split, columns, checkStop);
      return;
    }
    const { file } = split;
    if (spec.format !== 'database-file' || file?.handle.kind !== 'path') {
      throw internalError('no database to read');
    }
    const place = { path: file.handle.path, name: file.name };
    const read = spec.engine === 'duckdb' ? readDuckdbFile : readSqliteFile;
    yield* read(spec, place, database, split, columns, checkStop);
  },
});
