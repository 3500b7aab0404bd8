/** Spark's column types as those of the engine. */
import type { Column, ColumnType, ScalarTypeName } from '../../contract/schema.ts';
import { scalar } from '../../contract/schema.ts';
import type { DataType, DataType_Struct } from './generated/spark/connect/types_pb.ts';

const SCALARS: Readonly<Record<string, ScalarTypeName>> = {
  null: 'NULL',
  boolean: 'BOOLEAN',
  byte: 'TINYINT',
  short: 'SMALLINT',
  integer: 'INTEGER',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  char: 'VARCHAR',
  varChar: 'VARCHAR',
  binary: 'BLOB',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestampNtz: 'TIMESTAMP',
  calendarInterval: 'INTERVAL',
  yearMonthInterval: 'INTERVAL',
  dayTimeInterval: 'INTERVAL',
};

/** Spark's default for `DECIMAL`. */
const DECIMAL = { precision: 10, scale: 0 };

/** @returns undefined for what the engine has no type for: variants, geometries, user-defined types */
export function columnTypeOf({ kind }: DataType): ColumnType | undefined {
  switch (kind.case) {
    case 'decimal': {
      const { precision = DECIMAL.precision, scale = DECIMAL.scale } = kind.value;
      return { kind: 'decimal', precision, scale };
    }
    case 'array': {
      const element = innerTypeOf(kind.value.elementType);
      return element && { kind: 'list', element };
    }
    case 'map': {
      const key = innerTypeOf(kind.value.keyType);
      const value = innerTypeOf(kind.value.valueType);
      return key && value && { kind: 'map', key, value };
    }
    case 'struct': {
      const fields = columnsOf(kind.value);
      return fields && { kind: 'struct', fields };
    }
    default: {
      const name = kind.case && SCALARS[kind.case];
      return name && scalar(name);
    }
  }
}

const innerTypeOf = (type: DataType | undefined): ColumnType | undefined =>
  type && columnTypeOf(type);

/** The columns of a plan's schema; undefined when the engine has no type for one of them. */
export function columnsOf({ fields }: DataType_Struct): Column[] | undefined {
  const columns = fields.flatMap(({ name, dataType }) => {
    const type = innerTypeOf(dataType);
    return type === undefined ? [] : [{ name, type }];
  });
  return columns.length === fields.length ? columns : undefined;
}
