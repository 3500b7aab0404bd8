/** Columns of PostgreSQL as columns of ours. */
import type { DatabaseReading, Transport } from '../../contract/database.ts';
import type { ColumnType, ScalarTypeName } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import { quoteName } from './table-name.ts';

/** As `pg_type` has it; domains are already replaced by what they are made of. */
export interface PostgresType {
  readonly name: string;
  /** -1: none. */
  readonly modifier: number;
  readonly element?: PostgresType;
}

export interface MappedColumn {
  readonly type: ColumnType;
  readonly reading: DatabaseReading['columns'][number];
}

const BINARY: Readonly<Record<string, readonly [ScalarTypeName, Transport]>> = {
  bool: ['BOOLEAN', 'bool'],
  int2: ['SMALLINT', 'int16'],
  int4: ['INTEGER', 'int32'],
  int8: ['BIGINT', 'int64'],
  float4: ['FLOAT', 'float32'],
  float8: ['DOUBLE', 'float64'],
  date: ['DATE', 'date'],
  time: ['TIME', 'time'],
  timestamp: ['TIMESTAMP', 'timestamp'],
  timestamptz: ['TIMESTAMP WITH TIME ZONE', 'timestamptz'],
  interval: ['INTERVAL', 'interval'],
  bytea: ['BLOB', 'bytes'],
  text: ['VARCHAR', 'text'],
  varchar: ['VARCHAR', 'text'],
};

/** Others are VARCHAR: also `varbit`, as DuckDB has no bits of length 0. */
const TEXTS: Readonly<Record<string, ScalarTypeName>> = {
  uuid: 'UUID',
  timetz: 'TIME WITH TIME ZONE',
  bit: 'BIT',
  oid: 'UINTEGER',
};

export function mapPostgresColumn(name: string, type: PostgresType): MappedColumn {
  const column = quoteName(name, 'postgres');
  const binary = BINARY[type.name];
  if (binary !== undefined) {
    return { type: scalar(binary[0]), reading: { name, select: column, transport: binary[1] } };
  }
  const { type: mapped, text } = asText(type, column);
  return { type: mapped, reading: { name, select: text, transport: 'text' } };
}

/** @param value SQL of a value */
function asText(type: PostgresType, value: string): { type: ColumnType; text: string } {
  if (type.element !== undefined) return listOf(type.element, value);
  if (type.name === 'numeric') return { type: decimalOf(type.modifier), text: `${value}::text` };
  if (type.name === 'money') {
    return {
      type: { kind: 'decimal', precision: 19, scale: 2 },
      text: `${value}::numeric::text`,
    };
  }
  return { type: scalar(TEXTS[type.name] ?? 'VARCHAR'), text: `${value}::text` };
}

const HEADER = 4;
const WIDEST = 38;

/** Without precision, with more digits than DuckDB's decimals or with a scale that those have not: text. */
function decimalOf(modifier: number): ColumnType {
  if (modifier < HEADER) return scalar('VARCHAR');
  const precision = ((modifier - HEADER) >> 16) & 0xffff;
  // 11 bits with a sign.
  const scale = (((modifier - HEADER) & 0x7ff) ^ 1024) - 1024;
  return precision <= WIDEST && scale >= 0 && scale <= precision
    ? { kind: 'decimal', precision, scale }
    : scalar('VARCHAR');
}

/** Elements in quotes, as DuckDB reads lists. Of several dimensions: a text that it refuses. */
function listOf(element: PostgresType, value: string): { type: ColumnType; text: string } {
  const simple = BINARY[element.name];
  const inner =
    simple !== undefined && element.name !== 'bytea' && element.name !== 'interval'
      ? { type: scalar(simple[0]), text: 'e::text' }
      : asText(element.element === undefined ? element : { name: 'text', modifier: -1 }, 'e');
  const quoted = String.raw`'"' || replace(replace(${inner.text}, '\', '\\'), '"', '\"') || '"'`;
  const parts = `ARRAY(SELECT CASE WHEN e IS NULL THEN 'NULL' ELSE ${quoted} END FROM unnest(${value}) WITH ORDINALITY AS u(e, o) ORDER BY o)`;
  return {
    type: { kind: 'list', element: inner.type },
    text: `CASE WHEN ${value} IS NULL THEN NULL WHEN array_ndims(${value}) > 1 THEN ${value}::text ELSE '[' || array_to_string(${parts}, ',') || ']' END`,
  };
}
