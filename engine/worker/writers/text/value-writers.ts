/**
 * Writers of the values that are printed here; all others come as DuckDB's own text. Measured with
 * 480,000 rows of TPC-H's lineitem: see docs/performance.md.
 */
import { type Data, DataType } from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import type { ColumnType, ScalarTypeName } from '../../../contract/schema.ts';
import { INTEGER_TYPES } from '../../../contract/schema.ts';
import { getBit } from '../../arrow/bitmap.ts';
import { hugeintAt, uhugeintAt } from '../values/opaque.ts';
import type { ByteSink } from './byte-sink.ts';
import {
  MAX_SCALE,
  writeAscii,
  writeDouble,
  writeScaled,
  writeScaledText,
  writeWhole,
} from './number-text.ts';
import { writeDate, writeFarTimestamp, writeTime, writeTimestamp } from './time-text.ts';

/** Writes the value in a row of one column; it is not null. */
export type ValueWriter = (sink: ByteSink, row: number) => void;

/** Room for any value but texts: the longest is a DECIMAL(38, 38) or a date of 292,277 BC. */
const ROOM = 64;

/** Scalar types with a writer below; DECIMAL has one, too. */
const PRINTED: ReadonlySet<ScalarTypeName> = new Set([
  'BOOLEAN',
  ...INTEGER_TYPES,
  'DOUBLE',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE',
]);

export const isPrinted = (type: ColumnType): boolean =>
  type.kind === 'decimal' || (type.kind === 'scalar' && PRINTED.has(type.name));

/**
 * @param data an Arrow column of an `isPrinted` type
 * @param zero gives a decimal without digits before its point a zero there, also where its type has
 * no room for one and DuckDB writes none
 */
export function valueWriter(data: Data, type: ColumnType, zero = false): ValueWriter {
  if (type.kind === 'decimal') {
    const { precision, scale } = type;
    return wideWriter(words32(data), scale, true, zero || precision > scale);
  }
  if (type.kind !== 'scalar') throw internalError(`no writer for ${type.kind}`);
  switch (type.name) {
    case 'BOOLEAN':
      return booleanWriter(data);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
      return integerWriter(data.values as Int32Array);
    case 'BIGINT':
      return longWriter(words32(data));
    case 'UBIGINT':
      return unsignedLongWriter(words32(data));
    case 'HUGEINT':
      return wideWriter(words32(data), 0, true, false);
    case 'UHUGEINT':
      return wideWriter(words32(data), 0, false, false);
    case 'DOUBLE':
      return doubleWriter(data.values as Float64Array, writeDouble);
    case 'DATE':
      return dateWriter(data.values as Int32Array);
    case 'TIME':
      return timeWriter(words32(data));
    case 'TIMESTAMP':
      return timestampWriter(words32(data), '');
    // Without the icu extension every session is at UTC.
    case 'TIMESTAMP WITH TIME ZONE':
      return timestampWriter(words32(data), '+00');
    default:
      throw internalError(`no writer for ${type.name}`);
  }
}

/** 64-bit and wider values as 32-bit words, least significant first. */
function words32(data: Data): Uint32Array {
  const { buffer, byteOffset, byteLength } = data.values as Uint8Array;
  // Opaque bytes of DuckDB may lie at any address.
  return byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, byteLength >> 2)
    : new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

const WORD = 2 ** 32;
/** High words of numbers within +-2^53 lie in -EXACT .. EXACT - 1. */
const EXACT = 2 ** 21;
const isExact = (high: number): boolean => high >= -EXACT && high < EXACT;

const longOf = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low);

function booleanWriter(data: Data): ValueWriter {
  if (!DataType.isBool(data.type)) throw internalError('booleans that are no bits');
  const { values, offset } = data;
  return (sink, row) => {
    sink.reserve(ROOM);
    sink.at = writeAscii(
      sink.bytes,
      sink.at,
      getBit(values, offset + row) === 1 ? 'true' : 'false',
    );
  };
}

function integerWriter(values: Int32Array): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    sink.at = writeWhole(sink.bytes, sink.at, values[row] as number);
  };
}

function longWriter(words: Uint32Array): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    const low = words[2 * row] as number;
    const high = (words[2 * row + 1] as number) | 0;
    sink.at = isExact(high)
      ? writeWhole(sink.bytes, sink.at, high * WORD + low)
      : writeAscii(sink.bytes, sink.at, String(longOf(low, high)));
  };
}

function unsignedLongWriter(words: Uint32Array): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    const low = words[2 * row] as number;
    const high = words[2 * row + 1] as number;
    sink.at = isExact(high)
      ? writeWhole(sink.bytes, sink.at, high * WORD + low)
      : writeAscii(sink.bytes, sink.at, String(longOf(low, high)));
  };
}

/** Whole numbers of 128 bits, with or without a point. */
function wideWriter(
  words: Uint32Array,
  scale: number,
  signed: boolean,
  zero: boolean,
): ValueWriter {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const wideAt = signed ? hugeintAt : uhugeintAt;
  const isNarrow = scale <= MAX_SCALE;
  return (sink, row) => {
    sink.reserve(ROOM);
    const at = row * 4;
    const high = (words[at + 1] as number) | 0;
    const sign = high >> 31;
    const narrow =
      isNarrow &&
      isExact(high) &&
      ((words[at + 2] as number) | 0) === sign &&
      ((words[at + 3] as number) | 0) === sign &&
      (signed || sign === 0);
    sink.at = narrow
      ? writeScaled(sink.bytes, sink.at, high * WORD + (words[at] as number), scale, zero)
      : writeScaledText(sink.bytes, sink.at, wideAt(bytes, row), scale, zero);
  };
}

export function doubleWriter(
  values: Float64Array | Float32Array,
  write: (bytes: Uint8Array, at: number, value: number) => number,
): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    sink.at = write(sink.bytes, sink.at, values[row] as number);
  };
}

function dateWriter(values: Int32Array): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    sink.at = writeDate(sink.bytes, sink.at, values[row] as number);
  };
}

function timeWriter(words: Uint32Array): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    const micros = (words[2 * row + 1] as number) * WORD + (words[2 * row] as number);
    sink.at = writeTime(sink.bytes, sink.at, micros);
  };
}

const INFINITY = 2n ** 63n - 1n;

function timestampWriter(words: Uint32Array, zone: string): ValueWriter {
  return (sink, row) => {
    sink.reserve(ROOM);
    const { bytes } = sink;
    const low = words[2 * row] as number;
    const high = (words[2 * row + 1] as number) | 0;
    if (isExact(high)) {
      const end = writeTimestamp(bytes, sink.at, high * WORD + low);
      sink.at = zone === '' ? end : writeAscii(bytes, end, zone);
      return;
    }
    const micros = longOf(low, high);
    if (micros === INFINITY || micros === -INFINITY) {
      sink.at = writeAscii(bytes, sink.at, micros < 0n ? '-infinity' : 'infinity');
    } else {
      sink.at = writeAscii(bytes, writeFarTimestamp(bytes, sink.at, micros), zone);
    }
  };
}
