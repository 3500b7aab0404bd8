/** The statement whose rows a text encoder takes. */
import { parseType } from '../../../contract/parse-type.ts';
import type { ColumnType, Schema } from '../../../contract/schema.ts';
import { formatType } from '../../../contract/schema.ts';
import type { Session } from '../../duckdb/session.ts';
import { quoteName } from '../../duckdb/stored-types.ts';

/**
 * Columns of a task's statement. Not `session.describe`, whose connection does not see the temporary
 * views that the statement reads. Throws `EngineFailure`.
 */
export function columnsOf(sql: string, session: Session): Schema {
  const described = session.query(`DESCRIBE ${sql}`);
  const names = described.getChild('column_name');
  const types = described.getChild('column_type');
  return Array.from({ length: described.numRows }, (_, i) => ({
    name: String(names?.get(i)),
    type: parseType(String(types?.get(i))),
  }));
}

/** The rows of `sql`, with the columns that DuckDB has to print cast to what `typeFor` says. */
export function castForText(
  sql: string,
  schema: Schema,
  typeFor: (type: ColumnType) => ColumnType,
): string {
  const columns = schema.map(({ name, type }) => {
    const target = formatType(typeFor(type));
    const column = quoteName(name);
    return target === formatType(type) ? column : `CAST(${column} AS ${target}) AS ${column}`;
  });
  return columns.every((column, i) => column === quoteName(schema[i]?.name ?? ''))
    ? sql
    : `SELECT ${columns.join(', ')} FROM (${sql})`;
}
