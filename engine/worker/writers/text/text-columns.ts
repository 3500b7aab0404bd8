/** The statement whose rows a text encoder takes. */
import type { ColumnType, Schema } from '../../../contract/schema.ts';
import { formatType } from '../../../contract/schema.ts';
import { quoteName } from '../../duckdb/stored-types.ts';

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
