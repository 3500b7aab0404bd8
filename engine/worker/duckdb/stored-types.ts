/**
 * Types on their way through Arrow. Some travel as VARCHAR and are cast back on arrival:
 * - ENUM: dictionaries are lost in streamed results, and DuckDB reads dictionaries as VARCHAR anyway;
 * - types that Arrow knows only as an extension, when they are directly the key or value of a MAP:
 *   duckdb-wasm 1.32.0 loses the metadata of these two fields.
 */
import { DataType, type Field, type Schema as ArrowSchema } from 'apache-arrow';
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { formatType, mapInnerTypes, scalar } from '../../contract/schema.ts';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const EXTENSIONS: ReadonlySet<string> = new Set([
  'BOOLEAN',
  'HUGEINT',
  'UHUGEINT',
  'UUID',
  'BIT',
  'TIME WITH TIME ZONE',
  'VARINT',
]);

/** The type in which values of `type` travel. */
export function transportType(type: ColumnType): ColumnType {
  if (type.kind === 'enum') return scalar('VARCHAR');
  return mapInnerTypes(type, type.kind === 'map' ? inMap : transportType);
}

const inMap = (type: ColumnType): ColumnType =>
  type.kind === 'scalar' && EXTENSIONS.has(type.name) ? scalar('VARCHAR') : transportType(type);

/** Whether an Arrow header hints at types that need casts; `needsCasts` of the SQL types decides. */
export const mayNeedCasts = (schema: ArrowSchema): boolean => schema.fields.some(isSuspect);

function isSuspect({ type }: Field): boolean {
  if (DataType.isDictionary(type)) return true;
  const children = (type.children ?? []) as Field[];
  const [entries] = children;
  const ofMap = DataType.isMap(type) ? ((entries?.type.children ?? []) as Field[]) : [];
  return ofMap.some(mayStoreExtension) || children.some(isSuspect);
}

/** Whether an Arrow type is what one of `EXTENSIONS` is stored as. */
const mayStoreExtension = ({ type }: Field): boolean =>
  DataType.isBool(type) ||
  DataType.isBinary(type) ||
  DataType.isLargeBinary(type) ||
  DataType.isFixedSizeBinary(type) ||
  (DataType.isInt(type) && type.bitWidth === 8);

const travelsAsItIs = (type: ColumnType): boolean =>
  formatType(transportType(type)) === formatType(type);

export const needsCasts = (schema: Schema): boolean =>
  schema.some((column) => !travelsAsItIs(column.type));

/** The same rows in the types in which they travel. */
export const toTransport = (sql: string, schema: Schema): string =>
  castColumns(`(${sql})`, schema, transportType);

/**
 * Rows that travelled, in the types of tables of `schema`.
 * @param from what SQL selects from
 */
export const fromTransport = (from: string, schema: Schema): string =>
  castColumns(from, schema, tableType);

function castColumns(
  from: string,
  schema: Schema,
  target: (type: ColumnType) => ColumnType,
): string {
  const columns = schema.map(({ name, type }) =>
    travelsAsItIs(type) && formatType(target(type)) === formatType(type)
      ? quoteName(name)
      : `CAST(${quoteName(name)} AS ${formatType(target(type))}) AS ${quoteName(name)}`,
  );
  return `SELECT ${columns.join(', ')} FROM ${from}`;
}

/** What a type becomes in a table: JSON needs an extension, and a table has no column of type NULL. */
function tableType(type: ColumnType): ColumnType {
  if (type.kind !== 'scalar') return type;
  if (type.name === 'JSON') return scalar('VARCHAR');
  return type.name === 'NULL' ? scalar('INTEGER') : type;
}

export const createTableSql = (table: string, schema: Schema): string =>
  `CREATE TABLE ${quoteName(table)} (${schema
    .map(({ name, type }) => `${quoteName(name)} ${formatType(tableType(type))}`)
    .join(', ')})`;
