/** Arrow columns from JSON values, written straight into typed arrays. */
import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int64,
  List,
  makeData,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import type { ColumnType } from '../../../contract/schema.ts';
import { isDate, isTimestamp } from './infer-types.ts';

/** A value does not fit the type that the sample gave the column. */
export class JsonTypeMismatch extends Error {
  override readonly name = 'JsonTypeMismatch';
  readonly value: unknown;
  constructor(value: unknown) {
    super('value does not fit');
    this.value = value;
  }
}

export interface ColumnWriter {
  /** `undefined` and null are NULL. Throws `JsonTypeMismatch`. */
  readonly append: (value: unknown) => void;
  readonly finish: () => Data;
}

export function createWriter(type: ColumnType): ColumnWriter {
  switch (type.kind) {
    case 'list':
      return listWriter(createWriter(type.element));
    case 'struct':
      return structWriter(
        type.fields.map((field) => ({ name: field.name, writer: createWriter(field.type) })),
      );
    case 'scalar':
      switch (type.name) {
        case 'BOOLEAN':
          return booleanWriter();
        case 'BIGINT':
          return fixedWriter(new Int64(), (size) => new BigInt64Array(size), toBigint);
        case 'DOUBLE':
          return fixedWriter(new Float64(), (size) => new Float64Array(size), toDouble);
        case 'DATE':
          return fixedWriter(new DateDay(), (size) => new Int32Array(size), toDays);
        case 'TIMESTAMP':
          return fixedWriter(
            new TimestampMicrosecond(),
            (size) => new BigInt64Array(size),
            toMicroseconds,
          );
        default:
          return textWriter();
      }
    default:
      return textWriter();
  }
}

function toBigint(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
  throw new JsonTypeMismatch(value);
}

function toDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new JsonTypeMismatch(value);
}

const DAY = 86_400_000;

function toDays(value: unknown): number {
  if (typeof value !== 'string' || !isDate(value)) throw new JsonTypeMismatch(value);
  return Date.parse(`${value}T00:00:00Z`) / DAY;
}

function toMicroseconds(value: unknown): bigint {
  if (typeof value !== 'string') throw new JsonTypeMismatch(value);
  if (isDate(value)) return BigInt(Date.parse(`${value}T00:00:00Z`)) * 1000n;
  if (!isTimestamp(value)) throw new JsonTypeMismatch(value);
  const seconds = Date.parse(`${value.slice(0, 10)}T${value.slice(11, 19)}Z`);
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? '';
  return BigInt(seconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** Bits for the rows that are not null; grows by doubling. */
function validity(): {
  readonly add: (row: number, valid: boolean) => void;
  readonly bits: (length: number) => { nullCount: number; nullBitmap: Uint8Array };
} {
  let bitmap = new Uint8Array(1024);
  let nulls = 0;
  return {
    add: (row, valid) => {
      if (!valid) {
        nulls++;
        return;
      }
      const byte = row >> 3;
      if (byte >= bitmap.length) bitmap = grown(bitmap, new Uint8Array(bitmap.length * 2));
      bitmap[byte] = (bitmap[byte] as number) | (1 << (row & 7));
    },
    bits: (length) => {
      const bytes = (length + 7) >> 3;
      const whole = bytes <= bitmap.length ? bitmap : grown(bitmap, new Uint8Array(bytes));
      return { nullCount: nulls, nullBitmap: whole.subarray(0, bytes) };
    },
  };
}

type Fixed = BigInt64Array | Float64Array | Int32Array | Uint8Array;

function grown<T extends Fixed>(from: T, into: T): T {
  (into as Uint8Array).set(from as Uint8Array);
  return into;
}

function fixedWriter<V extends number | bigint>(
  type: DataType,
  allocate: (size: number) => BigInt64Array | Float64Array | Int32Array,
  convert: (value: unknown) => V,
): ColumnWriter {
  const valid = validity();
  let values = allocate(1024);
  let length = 0;
  return {
    append: (value) => {
      if (length === values.length) values = grown(values, allocate(length * 2));
      const isNull = value === null || value === undefined;
      if (!isNull) (values as Float64Array)[length] = convert(value) as number;
      valid.add(length++, !isNull);
    },
    finish: () =>
      makeData({
        type: type as Float64,
        length,
        data: values.subarray(0, length) as Float64Array,
        ...valid.bits(length),
      }),
  };
}

function booleanWriter(): ColumnWriter {
  const valid = validity();
  const truth = validity();
  let length = 0;
  return {
    append: (value) => {
      const isNull = value === null || value === undefined;
      if (!isNull && typeof value !== 'boolean') throw new JsonTypeMismatch(value);
      truth.add(length, value === true);
      valid.add(length++, !isNull);
    },
    finish: () =>
      makeData({
        type: new Bool(),
        length,
        data: truth.bits(length).nullBitmap,
        ...valid.bits(length),
      }),
  };
}

const encoder = new TextEncoder();

/** Text as it is; what is not text as JSON. */
function textWriter(): ColumnWriter {
  const valid = validity();
  let offsets = new Int32Array(1024);
  let bytes = new Uint8Array(16 * 1024);
  let used = 0;
  let length = 0;
  const put = (text: string): void => {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const room = used + text.length * 3;
    if (room > bytes.length) bytes = grown(bytes, new Uint8Array(Math.max(room, bytes.length * 2)));
    used += encoder.encodeInto(text, bytes.subarray(used)).written;
  };
  return {
    append: (value) => {
      const isNull = value === null || value === undefined;
      if (!isNull) put(typeof value === 'string' ? value : toJson(value));
      valid.add(length++, !isNull);
      if (length === offsets.length) offsets = grown(offsets, new Int32Array(length * 2));
      offsets[length] = used;
    },
    finish: () =>
      makeData({
        type: new Utf8(),
        length,
        valueOffsets: offsets.subarray(0, length + 1),
        data: bytes.subarray(0, used),
        ...valid.bits(length),
      }),
  };
}

/** Integers beyond 2^53 keep their digits, which `JSON.stringify` has no way for. */
function toJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([name, item]) => `${JSON.stringify(name)}:${toJson(item)}`,
    );
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

function listWriter(element: ColumnWriter): ColumnWriter {
  const valid = validity();
  let offsets = new Int32Array(1024);
  let items = 0;
  let length = 0;
  return {
    append: (value) => {
      const isNull = value === null || value === undefined;
      if (!isNull && !Array.isArray(value)) throw new JsonTypeMismatch(value);
      if (!isNull) {
        for (const item of value as readonly unknown[]) element.append(item);
        items += (value as readonly unknown[]).length;
      }
      valid.add(length++, !isNull);
      if (length === offsets.length) offsets = grown(offsets, new Int32Array(length * 2));
      offsets[length] = items;
    },
    finish: () => {
      const child = element.finish();
      return makeData({
        type: new List(new Field('l', child.type, true)),
        length,
        valueOffsets: offsets.subarray(0, length + 1),
        child,
        ...valid.bits(length),
      });
    },
  };
}

function structWriter(
  fields: readonly { readonly name: string; readonly writer: ColumnWriter }[],
): ColumnWriter {
  const valid = validity();
  let length = 0;
  return {
    append: (value) => {
      const isNull = value === null || value === undefined;
      if (!isNull && (typeof value !== 'object' || Array.isArray(value))) {
        throw new JsonTypeMismatch(value);
      }
      const record = value as Readonly<Record<string, unknown>> | null | undefined;
      for (const { name, writer } of fields) writer.append(record?.[name]);
      valid.add(length++, !isNull);
    },
    finish: () => {
      const children = fields.map(({ writer }) => writer.finish());
      return makeData({
        type: new Struct(
          fields.map(({ name }, i) => new Field(name, (children[i] as Data).type, true)),
        ),
        length,
        children,
        ...valid.bits(length),
      });
    },
  };
}
