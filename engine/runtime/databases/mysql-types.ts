/** Columns of MariaDB and MySQL as columns of ours. */
import type { Transport } from '../../contract/database.ts';
import type { ColumnType, ScalarTypeName } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { MappedColumn } from './postgres-types.ts';
import { quoteName } from './table-name.ts';

/** As the server describes a column of a result. */
export interface MysqlField {
  readonly name: string;
  /** The protocol's number. */
  readonly columnType: number;
  readonly flags: number;
  readonly length: number;
  readonly decimals: number;
  /** 63: bytes, not characters. */
  readonly characterSet: number;
}

const UNSIGNED = 32;
const BINARY_SET = 63;
const WIDEST = 38;

const INTEGERS: Readonly<Record<number, readonly [ScalarTypeName, ScalarTypeName]>> = {
  1: ['TINYINT', 'UTINYINT'],
  2: ['SMALLINT', 'USMALLINT'],
  3: ['INTEGER', 'UINTEGER'],
  8: ['BIGINT', 'UBIGINT'],
  9: ['INTEGER', 'UINTEGER'],
  13: ['SMALLINT', 'SMALLINT'],
};

const FLOAT = 4;
const DOUBLE = 5;
const NULL = 6;
const TIMESTAMP = 7;
const DATE = 10;
const TIME = 11;
const DATETIME = 12;
const BIT = 16;
const DECIMAL = 246;
const GEOMETRY = 255;
const TEXTS: ReadonlySet<number> = new Set([249, 250, 251, 252, 253, 254, 15]);

export function mapMysqlColumn(field: MysqlField): MappedColumn {
  const { name, columnType, flags, length, decimals, characterSet } = field;
  const column = quoteName(name, 'mysql');
  const mapped = (
    type: ColumnType | ScalarTypeName,
    select = column,
    transport: Transport = 'text',
  ): MappedColumn => ({
    type: typeof type === 'string' ? scalar(type) : type,
    reading: { name, select, transport },
  });
  const isUnsigned = (flags & UNSIGNED) !== 0;
  const integer = INTEGERS[columnType];
  if (integer !== undefined) return mapped(integer[isUnsigned ? 1 : 0]);
  switch (columnType) {
    // A FLOAT is printed with six digits, which do not tell it from its neighbours.
    case FLOAT:
      return mapped('FLOAT', `CAST(${column} AS DOUBLE)`);
    case DOUBLE:
      return mapped('DOUBLE');
    case DATE:
      return mapped('DATE');
    case TIME:
      return mapped('TIME');
    case DATETIME:
      return mapped('TIMESTAMP');
    // The session is in UTC.
    case TIMESTAMP:
      return mapped('TIMESTAMP WITH TIME ZONE', `CONCAT(${column}, '+00')`);
    case BIT:
      return length === 1
        ? mapped('BOOLEAN', `${column} + 0`)
        : mapped('BIT', `LPAD(BIN(${column} + 0), ${length}, '0')`);
    case NULL:
      return mapped('VARCHAR');
    case GEOMETRY:
      return mapped('VARCHAR', `ST_AsText(${column})`);
    case DECIMAL:
    case 0: {
      // The length counts the sign and the point.
      const precision = length - (isUnsigned ? 0 : 1) - (decimals > 0 ? 1 : 0);
      return precision <= WIDEST
        ? mapped({ kind: 'decimal', precision, scale: decimals })
        : mapped('VARCHAR');
    }
    default:
      return TEXTS.has(columnType) && characterSet === BINARY_SET
        ? mapped('BLOB', column, 'bytes')
        : mapped('VARCHAR');
  }
}
