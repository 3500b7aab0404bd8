/** A table of no rows with typed columns: what expressions are bound against. */
import type { Schema } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';
import { NO_COLUMNS } from './emit-context.ts';
import { quoteIdentifier } from '../expression/quote.ts';

/** `SELECT CAST(NULL AS t) AS "c", ... WHERE false`; a schema without columns gives `NO_COLUMNS`. */
export function emitTypedEmpty(schema: Schema): string {
  const columns = schema.map(
    ({ name, type }) => `CAST(NULL AS ${formatType(type)}) AS ${quoteIdentifier(name)}`,
  );
  const list = columns.length === 0 ? `NULL AS ${quoteIdentifier(NO_COLUMNS)}` : columns.join(', ');
  return `SELECT ${list} WHERE false`;
}
