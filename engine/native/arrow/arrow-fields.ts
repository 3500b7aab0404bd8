/** Columns of DuckDB as Arrow fields: the ones that the wasm engine's exports have. */
import {
  Binary,
  Bool,
  type DataType,
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
  TimeMicrosecond,
  Timestamp,
  TimeUnit,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Union,
  UnionMode,
  Utf8,
} from 'apache-arrow';
import { userError } from '../../contract/errors.ts';
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { formatType } from '../../contract/schema.ts';
import { widenSchema } from '../../worker/arrow/wide-interval.ts';

/** The schema of batches in memory; the columns are of types in which values travel. */
export const arrowSchema = (columns: Schema): ArrowSchema =>
  widenSchema(new ArrowSchema(columns.map(({ name, type }) => arrowField(name, type))));

function arrowField(name: string, type: ColumnType, nullable = true): Field {
  return new Field(name, arrowType(type), nullable, metadataOf(type));
}

function arrowType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'scalar':
      return scalarType(type.name);
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'enum':
      return new Utf8();
    case 'list':
      return new List(arrowField('l', type.element));
    case 'array':
      return new FixedSizeList(type.size, arrowField('', type.element));
    case 'struct':
      return new Struct(type.fields.map((field) => arrowField(field.name, field.type)));
    case 'map': {
      const entries = [arrowField('key', type.key, false), arrowField('value', type.value)];
      return new Map_(new Field('entries', new Struct(entries), false) as Field<never>, false);
    }
    case 'union':
      return new Union(
        UnionMode.Sparse,
        type.members.map((_, i) => i),
        type.members.map((member) => arrowField(member.name, member.type)),
      );
  }
}

const SCALARS: Readonly<Record<string, () => DataType>> = {
  NULL: () => new Int32(),
  BOOLEAN: () => new Bool(),
  TINYINT: () => new Int8(),
  SMALLINT: () => new Int16(),
  INTEGER: () => new Int32(),
  BIGINT: () => new Int64(),
  UTINYINT: () => new Uint8(),
  USMALLINT: () => new Uint16(),
  UINTEGER: () => new Uint32(),
  UBIGINT: () => new Uint64(),
  FLOAT: () => new Float32(),
  DOUBLE: () => new Float64(),
  VARCHAR: () => new Utf8(),
  JSON: () => new Utf8(),
  BLOB: () => new Binary(),
  BIT: () => new Binary(),
  VARINT: () => new Binary(),
  UUID: () => new FixedSizeBinary(16),
  HUGEINT: () => new FixedSizeBinary(16),
  UHUGEINT: () => new FixedSizeBinary(16),
  'TIME WITH TIME ZONE': () => new FixedSizeBinary(8),
  DATE: () => new DateDay(),
  TIME: () => new TimeMicrosecond(),
  TIMESTAMP: () => new Timestamp(TimeUnit.MICROSECOND),
  TIMESTAMP_S: () => new Timestamp(TimeUnit.SECOND),
  TIMESTAMP_MS: () => new Timestamp(TimeUnit.MILLISECOND),
  TIMESTAMP_NS: () => new Timestamp(TimeUnit.NANOSECOND),
  'TIMESTAMP WITH TIME ZONE': () => new Timestamp(TimeUnit.MICROSECOND, 'UTC'),
  INTERVAL: () => new Interval(IntervalUnit.MONTH_DAY_NANO),
};

function scalarType(name: string): DataType {
  const make = SCALARS[name];
  if (make !== undefined) return make();
  throw userError('unsupported-type', `Values of type ${name} cannot be handed over.`, {
    hint: 'Cast the column to VARCHAR.',
  });
}

/** DuckDB's names for what Arrow has no type of. */
const OPAQUE: Readonly<Record<string, string>> = {
  HUGEINT: 'hugeint',
  UHUGEINT: 'uhugeint',
  BIT: 'bit',
  'TIME WITH TIME ZONE': 'time_tz',
  VARINT: 'bignum',
};

function metadataOf(type: ColumnType): Map<string, string> | null {
  if (type.kind !== 'scalar') return null;
  const entry = (name: string, metadata: string): Map<string, string> =>
    new Map([
      ['ARROW:extension:metadata', metadata],
      ['ARROW:extension:name', name],
    ]);
  if (type.name === 'UUID') return entry('arrow.uuid', '');
  const opaque = OPAQUE[type.name];
  if (opaque === undefined) return null;
  return entry('arrow.opaque', JSON.stringify({ type_name: opaque, vendor_name: 'DuckDB' }));
}

/** Bytes that a row of such columns takes, as far as the types tell. */
export const rowBytes = (columns: Schema): number =>
  columns.reduce((sum, { type }) => sum + (WIDTHS[formatType(type)] ?? 16), 0);

const WIDTHS: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  DATE: 4,
  FLOAT: 4,
  BIGINT: 8,
  UBIGINT: 8,
  DOUBLE: 8,
  TIMESTAMP: 8,
  TIME: 8,
};
