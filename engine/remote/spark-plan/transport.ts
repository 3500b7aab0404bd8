/** How rows of this computer go to a cluster: the columns in the types that stand for theirs in Spark. */
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { quoteIdentifier } from '../../expression/quote.ts';
import type { SparkType } from '../../spark/types.ts';
import { quoteName, sparkType, typeText } from '../../spark/types.ts';

/** Columns in Spark's DDL, for rows that are sent along. */
export const schemaText = (schema: Schema): string =>
  schema.map(({ name, type }) => `${quoteName(name)} ${typeText(sparkType(type))}`).join(', ');

/** DuckDB's type, as text, that a column has on its way. */
export const transportType = (type: ColumnType): string => duckdbType(sparkType(type));

/** DuckDB's type, as text, that holds the values of one of Spark's. */
export function duckdbType(type: SparkType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${duckdbType(type.element)}[]`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoteIdentifier(field.name)} ${duckdbType(field.type)}`).join(', ')})`;
    case 'map':
      return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`;
    case 'simple':
      return TRANSPORT[type.name] ?? 'VARCHAR';
  }
}

const TRANSPORT: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  STRING: 'VARCHAR',
  BINARY: 'BLOB',
  DATE: 'DATE',
  TIMESTAMP_NTZ: 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMP WITH TIME ZONE',
};
