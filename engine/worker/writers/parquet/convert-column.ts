/** Columns as DuckDB hands them out, in the types of `parquet-types.ts`. */
import {
  Bool,
  type Data,
  DataType,
  Float64,
  TimeMicrosecond,
  TimestampMicrosecond,
  Uint8,
  Utf8,
} from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import type { ColumnType, ScalarTypeName } from '../../../contract/schema.ts';
import { bitmapBytes, copyBits, getBit, packBits } from '../../arrow/bitmap.ts';
import { joinParts } from '../../arrow/ipc.ts';
import { makeColumn, validityOf } from '../../arrow/layout.ts';
import { intervalText } from '../values/interval.ts';
import {
  bignumOf,
  bitText,
  parseTimeWithZone,
  hugeintAt,
  timeWithZoneAt,
  uhugeintAt,
  uuidText,
} from '../values/opaque.ts';

/** @param target the Arrow type of `parquetField(_, type)` */
export function convertColumn(data: Data, type: ColumnType, target: DataType): Data {
  switch (type.kind) {
    case 'decimal':
    case 'enum':
      return data;
    case 'list':
    case 'array':
      return withChildren(data, target, [type.element]);
    case 'struct':
      return withChildren(
        data,
        target,
        type.fields.map((field) => field.type),
      );
    case 'map': {
      const entries = target.children[0]?.type as DataType;
      const rows = withChildren(data.children[0] as Data, entries, [type.key, type.value]);
      return rebuilt(data, target, [rows]);
    }
    case 'union':
      return convertUnion(
        data,
        type.members.map((member) => member.type),
        target,
      );
    case 'scalar':
      return CONVERT_SCALAR[type.name]?.(data) ?? data;
  }
}

function withChildren(data: Data, target: DataType, types: readonly ColumnType[]): Data {
  const children = types.map((type, i) =>
    convertColumn(data.children[i] as Data, type, target.children[i]?.type as DataType),
  );
  return rebuilt(data, target, children);
}

function rebuilt(data: Data, target: DataType, children: Data[]): Data {
  const offsets = data.valueOffsets as Int32Array | undefined;
  return makeColumn(target, data.length, {
    validity: validityFromStart(data),
    children,
    ...(offsets === undefined ? {} : { offsets }),
  });
}

/** The validity bitmap with the first row at bit 0; undefined when no value is null. */
function validityFromStart(data: Data): Uint8Array | undefined {
  const bitmap = validityOf(data);
  if (bitmap === undefined || data.offset === 0) return bitmap;
  const result = new Uint8Array(bitmapBytes(data.length));
  copyBits(bitmap, data.offset, result, 0, data.length);
  return result;
}

/**
 * Only types that need work have an entry. As key or value of a map most of them come as text
 * (see duckdb/stored-types.ts).
 */
const CONVERT_SCALAR: Readonly<Partial<Record<ScalarTypeName, (data: Data) => Data>>> = {
  BOOLEAN: (data) => (isText(data) ? booleans(data, textReader(data)) : data),
  HUGEINT: (data) => doubles(data, isText(data) ? textReader(data) : hugeintReader(data)),
  UHUGEINT: (data) => doubles(data, isText(data) ? textReader(data) : uhugeintReader(data)),
  BIT: (data) => (isText(data) ? data : texts(data, (row) => bitText(bytesAt(data, row)))),
  VARINT: (data) =>
    isText(data) ? data : texts(data, (row) => String(bignumOf(bytesAt(data, row)))),
  UUID: (data) => (isText(data) ? data : texts(data, (row) => uuidText(data.values, row))),
  INTERVAL: (data) => texts(data, (row) => intervalText(data.values, row)),
  'TIME WITH TIME ZONE': timesAtUtc,
  TIMESTAMP_S: secondsAsMicros,
};

const isText = (data: Data): boolean => DataType.isUtf8(data.type);

const isValid = (data: Data): ((row: number) => boolean) => {
  const bitmap = validityOf(data);
  return bitmap === undefined ? () => true : (row) => getBit(bitmap, data.offset + row) === 1;
};

function bytesAt(data: Data, row: number): Uint8Array {
  const offsets = data.valueOffsets as Int32Array;
  return (data.values as Uint8Array).subarray(offsets[row], offsets[row + 1]);
}

// A BOM at the start of a value is part of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const textReader =
  (data: Data) =>
  (row: number): string =>
    decoder.decode(bytesAt(data, row));

const hugeintReader =
  (data: Data) =>
  (row: number): bigint =>
    hugeintAt(data.values as Uint8Array, row);

const uhugeintReader =
  (data: Data) =>
  (row: number): bigint =>
    uhugeintAt(data.values as Uint8Array, row);

function doubles(data: Data, valueAt: (row: number) => bigint | string): Data {
  const valid = isValid(data);
  const values = new Float64Array(data.length);
  for (let row = 0; row < data.length; row++) if (valid(row)) values[row] = Number(valueAt(row));
  return fixed(new Float64(), data, values);
}

function booleans(data: Data, textAt: (row: number) => string): Data {
  const valid = isValid(data);
  const flags = new Uint8Array(data.length);
  for (let row = 0; row < data.length; row++) {
    flags[row] = valid(row) && textAt(row) === 'true' ? 1 : 0;
  }
  return fixed(new Bool(), data, packBits(flags));
}

function texts(data: Data, textAt: (row: number) => string): Data {
  const valid = isValid(data);
  const parts: Uint8Array[] = [];
  const offsets = new Int32Array(data.length + 1);
  for (let row = 0, end = 0; row < data.length; row++) {
    if (valid(row)) {
      const bytes = encoder.encode(textAt(row));
      parts.push(bytes);
      end += bytes.length;
    }
    offsets[row + 1] = end;
  }
  const validity = validityFromStart(data);
  return makeColumn(new Utf8(), data.length, { validity, offsets, values: joinParts(parts) });
}

const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;

/** The time of day at UTC; the offset is lost, as in DuckDB's own files. */
function timesAtUtc(data: Data): Data {
  const valid = isValid(data);
  const values = new BigInt64Array(data.length);
  for (let row = 0; row < data.length; row++) {
    if (!valid(row)) continue;
    const { micros, offset } = isText(data)
      ? parseTimeWithZone(textReader(data)(row))
      : timeWithZoneAt(data.values as Uint8Array, row);
    const utc = micros - BigInt(offset) * MICROS_PER_SECOND;
    values[row] = ((utc % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  }
  return fixed(new TimeMicrosecond(), data, values);
}

const INFINITY = 2n ** 63n - 1n;

function secondsAsMicros(data: Data): Data {
  const seconds = data.values as BigInt64Array;
  const values = BigInt64Array.from({ length: data.length }, (_, row) => {
    const value = seconds[row] as bigint;
    return value === INFINITY || value === -INFINITY ? value : value * MICROS_PER_SECOND;
  });
  return fixed(new TimestampMicrosecond(), data, values);
}

function fixed(type: DataType, like: Data, values: ArrayBufferView): Data {
  const validity = validityFromStart(like);
  return makeColumn(type, like.length, { validity, values: values as Uint8Array });
}

/**
 * Members as columns of a struct; of each row all but the tagged one are null. Arrow's unions have no
 * nulls of their own: a null union and a member that is null look alike and both become null.
 */
function convertUnion(data: Data, members: readonly ColumnType[], target: DataType): Data {
  if (!DataType.isSparseUnion(data.type)) throw internalError('a dense union from DuckDB');
  const { typeIdToChildIndex } = data.type;
  const typeIds = data.typeIds as Int8Array;
  const tags = Uint8Array.from({ length: data.length }, (_, row) =>
    Number(typeIdToChildIndex[typeIds[row] as number]),
  );
  const present = new Uint8Array(data.length);
  const children = members.map((type, i) => {
    const member = target.children[i + 1]?.type as DataType;
    const child = convertColumn(data.children[i] as Data, type, member);
    const valid = isValid(child);
    const flags = Uint8Array.from(tags, (tag, row) => (tag === i && valid(row) ? 1 : 0));
    flags.forEach((flag, row) => (present[row] = (present[row] as number) | flag));
    return withValidity(child, packBits(flags));
  });
  const validity = packBits(present);
  const tag = makeColumn(new Uint8(), data.length, { values: tags, validity });
  return makeColumn(target, data.length, { validity, children: [tag, ...children] });
}

function withValidity(data: Data, validity: Uint8Array): Data {
  const { valueOffsets, values, children } = data;
  return makeColumn(data.type, data.length, { validity, offsets: valueOffsets, values, children });
}
