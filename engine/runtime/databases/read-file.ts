/** Files that hold a database: which library reads them. */
import type { DatabaseFileSource } from '../../contract/source-spec.ts';
import type { SourceDescription, SourceFile } from '../../contract/source.ts';
import { internalError } from '../../contract/errors.ts';
import { describeDuckdbFile } from './duckdb-file.ts';
import { describeSqliteFile } from './sqlite-file.ts';

export async function describeFile(
  spec: DatabaseFileSource,
  files: readonly SourceFile[],
): Promise<Pick<SourceDescription, 'schema' | 'database'>> {
  const { handle, name } = files[0]?.file ?? {};
  if (handle?.kind !== 'path' || name === undefined)
    throw internalError('a database without a path');
  return spec.engine === 'duckdb'
    ? describeDuckdbFile(spec, { path: handle.path, name })
    : describeSqliteFile(spec, { path: handle.path, name });
}
