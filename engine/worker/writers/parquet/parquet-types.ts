/**
 * What DuckDB's types become in a Parquet file, as DuckDB's own writer has it but where the last
 * column says otherwise.
 *
 * | DuckDB                         | Parquet                          | read back as     | differs from DuckDB |
 * |--------------------------------|----------------------------------|------------------|---|
 * | BOOLEAN, integers, FLOAT, DOUBLE, VARCHAR, BLOB, DATE, DECIMAL | the same | the same | |
 * | HUGEINT, UHUGEINT              | DOUBLE                           | DOUBLE           | |
 * | TIME, TIMESTAMP, TIMESTAMP_NS, TIMESTAMP WITH TIME ZONE | the same | the same         | |
 * | TIME WITH TIME ZONE            | TIME, adjusted to UTC            | the same, at UTC | DuckDB drops the offset and keeps the local time |
 * | TIMESTAMP_S                    | TIMESTAMP (microseconds)         | TIMESTAMP        | |
 * | TIMESTAMP_MS                   | TIMESTAMP (milliseconds)         | TIMESTAMP        | |
 * | ENUM, BIT                      | STRING                           | VARCHAR          | |
 * | UUID                           | STRING                           | VARCHAR          | DuckDB: UUID; parquet-wasm cannot write its logical type |
 * | INTERVAL                       | STRING, DuckDB's text            | VARCHAR          | DuckDB: INTERVAL, cut to milliseconds |
 * | VARINT                         | STRING                           | VARCHAR          | DuckDB: refused |
 * | list, ARRAY                    | LIST                             | list             | |
 * | STRUCT, MAP                    | the same                         | the same         | |
 * | UNION                          | struct of a tag named '' and the members | STRUCT   | a member that is null is a null union |
 */
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  Map_,
  Struct,
  TimeMicrosecond,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
} from 'apache-arrow';
import type { ColumnType, NamedType, ScalarTypeName } from '../../../contract/schema.ts';

/** The Arrow field that parquet-wasm writes for a column. */
export function parquetField(name: string, type: ColumnType, nullable = true): Field {
  const metadata =
    type.kind === 'scalar' && type.name === 'TIME WITH TIME ZONE' ? ADJUSTED_TO_UTC : undefined;
  return new Field(name, parquetType(type), nullable, metadata);
}

/** Arrow has no time of day at UTC; the Rust library asks for this mark. */
const ADJUSTED_TO_UTC: Map<string, string> = new Map([['adjusted_to_utc', '']]);

function parquetType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'scalar':
      return SCALARS[type.name]();
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'enum':
      return new Utf8();
    case 'list':
      return new List(parquetField('element', type.element));
    case 'array':
      return new FixedSizeList(type.size, parquetField('element', type.element));
    case 'struct':
      return new Struct(fields(type.fields));
    case 'map': {
      const entries = [parquetField('key', type.key, false), parquetField('value', type.value)];
      return new Map_(
        new Field('key_value', new Struct(entries), false) as ConstructorParameters<typeof Map_>[0],
      );
    }
    case 'union':
      return new Struct([new Field(UNION_TAG, new Uint8(), true), ...fields(type.members)]);
  }
}

/** As DuckDB names it. */
const UNION_TAG = '';

const fields = (named: readonly NamedType[]): Field[] =>
  named.map(({ name, type }) => parquetField(name, type));

const text = (): DataType => new Utf8();

const SCALARS: Readonly<Record<ScalarTypeName, () => DataType>> = {
  BOOLEAN: () => new Bool(),
  TINYINT: () => new Int8(),
  SMALLINT: () => new Int16(),
  INTEGER: () => new Int32(),
  BIGINT: () => new Int64(),
  HUGEINT: () => new Float64(),
  UTINYINT: () => new Uint8(),
  USMALLINT: () => new Uint16(),
  UINTEGER: () => new Uint32(),
  UBIGINT: () => new Uint64(),
  UHUGEINT: () => new Float64(),
  FLOAT: () => new Float32(),
  DOUBLE: () => new Float64(),
  VARCHAR: text,
  BLOB: () => new Binary(),
  BIT: text,
  UUID: text,
  DATE: () => new DateDay(),
  TIME: () => new TimeMicrosecond(),
  'TIME WITH TIME ZONE': () => new TimeMicrosecond(),
  TIMESTAMP: () => new TimestampMicrosecond(),
  TIMESTAMP_S: () => new TimestampMicrosecond(),
  TIMESTAMP_MS: () => new TimestampMillisecond(),
  TIMESTAMP_NS: () => new TimestampNanosecond(),
  'TIMESTAMP WITH TIME ZONE': () => new TimestampMicrosecond('UTC'),
  INTERVAL: text,
  JSON: text,
  VARINT: text,
  TIME_NS: () => new TimeNanosecond(),
  NULL: () => new Int32(),
};
