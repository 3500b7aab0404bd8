/** Arrow types of DuckDB's, for files without any row. */
import {
  Binary,
  Bool,
  DataType,
  DateDay,
  Decimal,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  Interval,
  IntervalUnit,
  List,
  Map_,
  Schema as ArrowSchema,
  Struct,
  Table,
  TimeMicrosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
} from 'apache-arrow';
import type { ColumnType, NamedType, ScalarTypeName, Schema } from '../../contract/schema.ts';

export const emptyTable = (schema: Schema): Table =>
  new Table(
    new ArrowSchema(schema.map(({ name, type }) => new Field(name, arrowType(type), true))),
  );

function arrowType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'scalar':
      return scalarType(type.name);
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'enum':
    case 'union':
      return new Utf8();
    case 'list':
      return new List(new Field('l', arrowType(type.element), true));
    case 'array':
      return new FixedSizeList(type.size, new Field('', arrowType(type.element), true));
    case 'struct':
      return new Struct(fieldsOf(type.fields));
    case 'map':
      return new Map_(
        new Field(
          'entries',
          new Struct<{ key: DataType; value: DataType }>([
            new Field('key', arrowType(type.key), false),
            new Field('value', arrowType(type.value), true),
          ]),
          false,
        ),
      );
  }
}

const fieldsOf = (fields: readonly NamedType[]): Field[] =>
  fields.map(({ name, type }) => new Field(name, arrowType(type), true));

function scalarType(name: ScalarTypeName): DataType {
  switch (name) {
    case 'BOOLEAN':
      return new Bool();
    case 'TINYINT':
      return new Int8();
    case 'SMALLINT':
      return new Int16();
    case 'INTEGER':
    case 'NULL':
      return new Int32();
    case 'BIGINT':
      return new Int64();
    case 'UTINYINT':
      return new Uint8();
    case 'USMALLINT':
      return new Uint16();
    case 'UINTEGER':
      return new Uint32();
    case 'UBIGINT':
      return new Uint64();
    case 'FLOAT':
      return new Float32();
    case 'DOUBLE':
      return new Float64();
    case 'HUGEINT':
    case 'UHUGEINT':
    case 'UUID':
      return new FixedSizeBinary(16);
    case 'TIME WITH TIME ZONE':
      return new FixedSizeBinary(8);
    case 'BLOB':
    case 'BIT':
    case 'VARINT':
      return new Binary();
    case 'VARCHAR':
    case 'JSON':
      return new Utf8();
    case 'DATE':
      return new DateDay();
    case 'TIME':
    case 'TIME_NS':
      return new TimeMicrosecond();
    case 'TIMESTAMP':
      return new TimestampMicrosecond();
    case 'TIMESTAMP_S':
      return new TimestampSecond();
    case 'TIMESTAMP_MS':
      return new TimestampMillisecond();
    case 'TIMESTAMP_NS':
      return new TimestampNanosecond();
    case 'TIMESTAMP WITH TIME ZONE':
      return new TimestampMicrosecond('UTC');
    case 'INTERVAL':
      return new Interval(IntervalUnit.MONTH_DAY_NANO);
  }
}
