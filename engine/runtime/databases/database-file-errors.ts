/** What can be wrong with a file that holds a database, or with what is asked of it. */
import type { EngineFailure } from '../../contract/errors.ts';
import { userError } from '../../contract/errors.ts';
import type { DatabaseFileSource } from '../../contract/source-spec.ts';

export interface DatabaseFile {
  readonly path: string;
  /** As the pipeline has it. */
  readonly name: string;
}

/** Why a file is not read, and what to do then. */
export interface Reason {
  readonly why: string;
  readonly hint: string;
}

export const FOLDER: Reason = { why: 'it is a folder', hint: 'Name the file in it.' };

/** @param said by the library */
export const unreadableFile = (
  { name }: DatabaseFile,
  { why, hint }: Reason,
  said?: string,
): EngineFailure =>
  userError('database-file-unreadable', `${name} cannot be read: ${why}.`, {
    param: 'path',
    hint,
    location: { file: name },
    ...(said === undefined ? {} : { detail: said }),
  });

/** @param missing what the library says of a table that is not there */
export const refusedQuery = (
  spec: DatabaseFileSource,
  { name }: DatabaseFile,
  said: string,
  missing: RegExp,
): EngineFailure => {
  const isMissing = missing.test(said);
  return userError(isMissing ? 'table-not-found' : 'database-query', `${name}: ${said}`, {
    param: spec.table === undefined ? 'query' : 'table',
    hint: isMissing
      ? 'Write the name as the database has it.'
      : 'Try the query in a tool of the database.',
    location: { file: name },
  });
};
