/**
 * Column types: all of DuckDB 1.4's, nested ones included, as plain data.
 * The text form is DuckDB's own (`DECIMAL(18,3)`, `STRUCT(a INTEGER, b VARCHAR[])`).
 */

export const SCALAR_TYPES = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'BLOB',
  'BIT',
  'UUID',
  'DATE',
  'TIME',
  'TIME WITH TIME ZONE',
  'TIMESTAMP',
  'TIMESTAMP_S',
  'TIMESTAMP_MS',
  'TIMESTAMP_NS',
  'TIMESTAMP WITH TIME ZONE',
  'INTERVAL',
  'JSON',
  'VARINT',
  'TIME_NS',
  'NULL',
] as const;

export type ScalarTypeName = (typeof SCALAR_TYPES)[number];

export interface NamedType {
  readonly name: string;
  readonly type: ColumnType;
}

export type ColumnType =
  | { readonly kind: 'scalar'; readonly name: ScalarTypeName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly element: ColumnType }
  | { readonly kind: 'array'; readonly element: ColumnType; readonly size: number }
  | { readonly kind: 'struct'; readonly fields: readonly NamedType[] }
  | { readonly kind: 'map'; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly kind: 'union'; readonly members: readonly NamedType[] };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Ordered columns of a relation. Names are unique, compared case-insensitively as DuckDB does. */
export type Schema = readonly Column[];

/** Column names match without regard to (ASCII and Unicode simple) case, as in DuckDB. */
export const sameName = (a: string, b: string): boolean => a === b || nameKey(a) === nameKey(b);

/** The form of a column name to use as key of a map or member of a set. */
export const nameKey = (name: string): string => name.toLowerCase();

export const findColumn = (schema: Schema, name: string): Column | undefined =>
  schema.find((column) => sameName(column.name, name));

export const sameSchema = (a: Schema, b: Schema): boolean =>
  a.length === b.length &&
  a.every((column, i) => {
    const other = b[i];
    return (
      other !== undefined &&
      column.name === other.name &&
      formatType(column.type) === formatType(other.type)
    );
  });

const quoteFieldName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** DuckDB's text form of a type; `parseType` reads it back. Field names are always quoted. */
export function formatType(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name === 'NULL' ? '"NULL"' : type.name;
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'enum':
      return `ENUM(${type.values.map(quoteText).join(', ')})`;
    case 'list':
      return `${formatType(type.element)}[]`;
    case 'array':
      return `${formatType(type.element)}[${type.size}]`;
    case 'struct':
      return `STRUCT(${formatFields(type.fields)})`;
    case 'map':
      return `MAP(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'union':
      return `UNION(${formatFields(type.members)})`;
  }
}

const formatFields = (fields: readonly NamedType[]): string =>
  fields.map((field) => `${quoteFieldName(field.name)} ${formatType(field.type)}`).join(', ');

export const scalar = (name: ScalarTypeName): ColumnType => ({ kind: 'scalar', name });

/** The type with the types directly inside it replaced. */
export function mapInnerTypes(
  type: ColumnType,
  replace: (inner: ColumnType) => ColumnType,
): ColumnType {
  const inFields = (fields: readonly NamedType[]): NamedType[] =>
    fields.map((field) => ({ name: field.name, type: replace(field.type) }));
  switch (type.kind) {
    case 'scalar':
    case 'decimal':
    case 'enum':
      return type;
    case 'list':
    case 'array':
      return { ...type, element: replace(type.element) };
    case 'struct':
      return { ...type, fields: inFields(type.fields) };
    case 'union':
      return { ...type, members: inFields(type.members) };
    case 'map':
      return { ...type, key: replace(type.key), value: replace(type.value) };
  }
}

/** Whole numbers of a fixed width. */
export const INTEGER_TYPES = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
] as const satisfies readonly ScalarTypeName[];

const NUMERIC: ReadonlySet<ScalarTypeName> = new Set<ScalarTypeName>([
  ...INTEGER_TYPES,
  'FLOAT',
  'DOUBLE',
  'VARINT',
]);

/** Types of numbers: shown flush right. */
export const isNumeric = (type: ColumnType): boolean =>
  type.kind === 'decimal' || (type.kind === 'scalar' && NUMERIC.has(type.name));
