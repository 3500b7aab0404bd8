/** Columns of ours in tables of a database: their types when a table is made, and their values as text. */
import { userError } from '../../contract/errors.ts';
import type { DatabaseKind } from '../../contract/credential.ts';
import type { Column, ColumnType, ScalarTypeName, Schema } from '../../contract/schema.ts';
import { formatType } from '../../contract/schema.ts';
import { quoteName, quoteTable } from './table-name.ts';

/** `refused`: structs, maps, unions and lists of lists, which rows of a table do not have. */
const POSTGRES: Readonly<Record<ScalarTypeName, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'smallint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  HUGEINT: 'numeric(39,0)',
  UTINYINT: 'smallint',
  USMALLINT: 'integer',
  UINTEGER: 'bigint',
  UBIGINT: 'numeric(20,0)',
  UHUGEINT: 'numeric(39,0)',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  VARCHAR: 'text',
  BLOB: 'bytea',
  BIT: 'bit varying',
  UUID: 'uuid',
  DATE: 'date',
  TIME: 'time',
  TIME_NS: 'time',
  'TIME WITH TIME ZONE': 'timetz',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  INTERVAL: 'interval',
  JSON: 'jsonb',
  VARINT: 'numeric',
  NULL: 'text',
};

const MYSQL: Readonly<Record<ScalarTypeName, string>> = {
  BOOLEAN: 'tinyint(1)',
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INTEGER: 'int',
  BIGINT: 'bigint',
  HUGEINT: 'decimal(39,0)',
  UTINYINT: 'tinyint unsigned',
  USMALLINT: 'smallint unsigned',
  UINTEGER: 'int unsigned',
  UBIGINT: 'bigint unsigned',
  UHUGEINT: 'decimal(39,0)',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'longtext',
  BLOB: 'longblob',
  BIT: 'longtext',
  UUID: 'char(36)',
  DATE: 'date',
  TIME: 'time(6)',
  TIME_NS: 'time(6)',
  'TIME WITH TIME ZONE': 'varchar(32)',
  TIMESTAMP: 'datetime(6)',
  TIMESTAMP_S: 'datetime(6)',
  TIMESTAMP_MS: 'datetime(6)',
  TIMESTAMP_NS: 'datetime(6)',
  'TIMESTAMP WITH TIME ZONE': 'datetime(6)',
  INTERVAL: 'varchar(64)',
  JSON: 'json',
  VARINT: 'longtext',
  NULL: 'longtext',
};

/** Longest text that can be a key there. */
const KEY_TEXT = 'varchar(255)';

/** @returns undefined where there is no such type */
function tableType(type: ColumnType, kind: DatabaseKind, isKey: boolean): string | undefined {
  switch (type.kind) {
    case 'scalar': {
      const found = (kind === 'postgres' ? POSTGRES : MYSQL)[type.name];
      return isKey && found === 'longtext' ? KEY_TEXT : found;
    }
    case 'decimal':
      return `${kind === 'postgres' ? 'numeric' : 'decimal'}(${type.precision},${type.scale})`;
    case 'enum':
      return tableType({ kind: 'scalar', name: 'VARCHAR' }, kind, isKey);
    case 'list':
    case 'array': {
      const { element } = type;
      const inner =
        kind === 'postgres' && element.kind !== 'list' && element.kind !== 'array'
          ? tableType(element, kind, false)
          : undefined;
      return inner === undefined ? undefined : `${inner}[]`;
    }
    case 'struct':
    case 'map':
    case 'union':
      return undefined;
  }
}

/** Throws user `database-type` for what no column of a table holds. */
export function refuseUnwritable(schema: Schema, kind: DatabaseKind): void {
  const column = schema.find(({ type }) => tableType(type, kind, false) === undefined);
  if (column === undefined) return;
  throw userError(
    'database-type',
    `"${column.name}" is ${formatType(column.type)}, which no column of a table holds.`,
    {
      hint: 'Take it apart before the step, or cast it to VARCHAR.',
      location: { column: column.name },
    },
  );
}

/** SQL of DuckDB for a value as a text that the server reads back as the same value. */
export function textOfColumn({ name, type }: Column, kind: DatabaseKind): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  return kind === 'postgres' ? postgresText(type, column) : mysqlText(type, column);
}

function postgresText(type: ColumnType, value: string): string {
  if (type.kind === 'scalar' && type.name === 'BLOB') return String.raw`'\x' || hex(${value})`;
  if (type.kind !== 'list' && type.kind !== 'array') return `CAST(${value} AS VARCHAR)`;
  const quoted = String.raw`replace(replace(${postgresText(type.element, 'x')}, '\', '\\'), '"', '\"')`;
  const list = type.kind === 'array' ? `CAST(${value} AS ${formatType(type.element)}[])` : value;
  return `'{' || coalesce(array_to_string(list_transform(${list}, lambda x: CASE WHEN x IS NULL THEN 'NULL' ELSE '"' || ${quoted} || '"' END), ','), '') || CASE WHEN ${value} IS NULL THEN NULL ELSE '}' END`;
}

function mysqlText(type: ColumnType, value: string): string {
  if (type.kind !== 'scalar') return `CAST(${value} AS VARCHAR)`;
  switch (type.name) {
    case 'BLOB':
      return `hex(${value})`;
    case 'BOOLEAN':
      return `CAST(CAST(${value} AS TINYINT) AS VARCHAR)`;
    // It has no times with a zone: these are in UTC.
    case 'TIMESTAMP WITH TIME ZONE':
      return `CAST(CAST(${value} AS TIMESTAMP) AS VARCHAR)`;
    default:
      return `CAST(${value} AS VARCHAR)`;
  }
}

const TEXT_TYPE: Readonly<Record<DatabaseKind, string>> = { postgres: 'text', mysql: 'longtext' };

const TABLE_OPTIONS: Readonly<Record<DatabaseKind, string>> = {
  postgres: '',
  mysql: ' CHARACTER SET utf8mb4',
};

/**
 * The statement that makes a table for rows. For types that `refuseUnwritable` lets pass.
 * @param columns names of the table's columns, in the order of the schema
 * @param keys of those, its primary key; none: it has none
 */
export function createTableSql(
  table: string,
  schema: Schema,
  columns: readonly string[],
  keys: readonly string[],
  kind: DatabaseKind,
): string {
  const quote = (name: string): string => quoteName(name, kind);
  const items = schema.map(({ type }, i) => {
    const column = columns[i] as string;
    const isKey = keys.includes(column);
    return `${quote(column)} ${tableType(type, kind, isKey) ?? TEXT_TYPE[kind]}`;
  });
  const key = keys.length === 0 ? [] : [`PRIMARY KEY (${keys.map(quote).join(', ')})`];
  const list = [...items, ...key].join(', ');
  return `CREATE TABLE ${quoteTable(table, kind)} (${list})${TABLE_OPTIONS[kind]}`;
}
