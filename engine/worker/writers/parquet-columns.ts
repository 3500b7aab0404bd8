/** Columns of stored rows in types that Parquet has. */
import {
  DataType,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema as ArrowSchema,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { userError } from '../../contract/errors.ts';
import { type ColumnType, formatType, type Schema } from '../../contract/schema.ts';

interface Conversion {
  readonly type: DataType;
  readonly convert: (value: unknown) => unknown;
}

/**
 * HUGEINT becomes DOUBLE, as in DuckDB's own writer; TIMESTAMP_S counts microseconds. What has no type
 * in Parquet or none that the library writes is text: UUID, INTERVAL, BIT, VARINT. TIME WITH TIME ZONE
 * keeps its local time, as DuckDB writes it.
 */
const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  HUGEINT: { type: new Float64(), convert: (value) => Number(bigintOf(value, true)) },
  UHUGEINT: { type: new Float64(), convert: (value) => Number(bigintOf(value, false)) },
  UUID: { type: new Utf8(), convert: (value) => uuidText(value as Uint8Array) },
  BIT: { type: new Utf8(), convert: (value) => bitText(value as Uint8Array) },
  VARINT: { type: new Utf8(), convert: (value) => varintText(value as Uint8Array) },
  INTERVAL: { type: new Utf8(), convert: (value) => intervalText(value as Int32Array) },
  TIMESTAMP_S: { type: new TimestampMicrosecond(), convert: Number },
  'TIME WITH TIME ZONE': {
    type: new TimeMicrosecond(),
    convert: (value) => timeOf(value as Uint8Array),
  },
};

const conversionOf = (type: ColumnType): Conversion | undefined =>
  type.kind === 'scalar' ? CONVERSIONS[type.name] : undefined;

/** Whether stored streams of this schema can be written as they are. */
export const isWritable = (schema: Schema): boolean =>
  schema.every(({ type }) => conversionOf(type) === undefined);

/** Throws for nested columns with a type inside that Parquet has not. */
export function checkParquetTypes(schema: Schema): void {
  for (const { name, type } of schema) {
    if (type.kind === 'scalar' || !hasForeign(type)) continue;
    throw userError(
      'unsupported-type',
      `Column "${name}" of type ${formatType(type)} cannot be written to Parquet.`,
      {
        hint: 'Cast it first, e.g. to VARCHAR, or write its parts as columns.',
        location: { column: name },
      },
    );
  }
}

function hasForeign(type: ColumnType): boolean {
  switch (type.kind) {
    case 'scalar':
      return conversionOf(type) !== undefined;
    case 'decimal':
    case 'enum':
      return false;
    case 'list':
    case 'array':
      return hasForeign(type.element);
    case 'struct':
      return type.fields.some((field) => hasForeign(field.type));
    case 'map':
      return hasForeign(type.key) || hasForeign(type.value);
    case 'union':
      return true;
  }
}

/** The schema that converted batches have. */
export const parquetSchema = (stored: ArrowSchema, schema: Schema): ArrowSchema =>
  new ArrowSchema(
    stored.fields.map((field, i) => {
      const type = schema[i]?.type;
      const conversion = type === undefined ? undefined : conversionOf(type);
      return conversion === undefined
        ? field
        : new Field(field.name, conversion.type, field.nullable);
    }),
  );

/** The batch with every column in a type that Parquet has. */
export function convertBatch(batch: RecordBatch, schema: Schema, target: ArrowSchema): RecordBatch {
  const children = schema.map(({ name, type }, i) => {
    const vector = batch.getChildAt(i);
    if (vector === null) throw new Error(`stored rows without column ${name}`);
    const conversion = conversionOf(type);
    const [data] = (conversion === undefined ? vector : convertVector(vector, conversion)).data;
    if (data === undefined) throw new Error(`column ${name} without data`);
    return data;
  });
  const type = new Struct(target.fields);
  return new RecordBatch(target, makeData({ type, length: batch.numRows, nullCount: 0, children }));
}

function convertVector(vector: Vector, { type, convert }: Conversion): Vector {
  const values = Array.from({ length: vector.length }, (_, i) => {
    const value: unknown = vector.get(i);
    return value === null ? null : convert(value);
  });
  return vectorFromArray(values, type);
}

/** 16 bytes, least significant first. */
function bigintOf(value: unknown, signed: boolean): bigint {
  const bytes = value as Uint8Array;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const high = signed ? view.getBigInt64(8, true) : view.getBigUint64(8, true);
  return (high << 64n) | view.getBigUint64(0, true);
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** The first byte counts the padding bits, which are ones, at the start of the second. */
function bitText(bytes: Uint8Array): string {
  const bits = Array.from(bytes.subarray(1), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.slice(bytes[0]);
}

/** DuckDB's varint: sign bit and length in three bytes, then the magnitude; negative ones inverted. */
function varintText(bytes: Uint8Array): string {
  const negative = ((bytes[0] ?? 0) & 0x80) === 0;
  let magnitude = 0n;
  for (const byte of bytes.subarray(3)) {
    magnitude = (magnitude << 8n) | BigInt(negative ? byte ^ 0xff : byte);
  }
  return String(negative ? -magnitude : magnitude);
}

/** Microseconds of the local time: the upper 40 bits. */
function timeOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getBigUint64(0, true) >> 24n;
}

/** As DuckDB prints it. @param words months, days, and nanoseconds in two words */
function intervalText(words: Int32Array): string {
  const months = words[0] ?? 0;
  const days = words[1] ?? 0;
  const nanoseconds = (BigInt(words[3] ?? 0) << 32n) | BigInt((words[2] ?? 0) >>> 0);
  const parts: string[] = [];
  const add = (count: number, unit: string): void => {
    if (count !== 0) parts.push(`${count} ${unit}${Math.abs(count) === 1 ? '' : 's'}`);
  };
  add(Math.trunc(months / 12), 'year');
  add(months % 12, 'month');
  add(days, 'day');
  if (nanoseconds !== 0n || parts.length === 0) parts.push(timeText(nanoseconds / 1000n));
  return parts.join(' ');
}

function timeText(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const seconds = size / 1_000_000n;
  const fraction = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${microseconds < 0n ? '-' : ''}${clock}${fraction === '' ? '' : `.${fraction}`}`;
}
