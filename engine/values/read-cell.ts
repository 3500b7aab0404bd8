/** Arrow buffers → cells. Values are read from the buffers: Arrow's own getters round large ones. */
import { type Data, DataType, TimeUnit, type Timestamp } from 'apache-arrow';
import { internalError } from '../contract/errors.ts';
import { type ColumnType, formatType, isNumeric, type ScalarTypeName } from '../contract/schema.ts';
import type { Cell } from './cell.ts';
import { formatBits, formatBlob, formatUuid } from './format-bytes.ts';
import { formatDecimal, formatFloat, formatVarint, readInteger } from './format-number.ts';
import {
  formatDate,
  formatInterval,
  formatTime,
  formatTimestamp,
  formatTimeTz,
} from './format-time.ts';

/** @param row position in `data`; `type` is the DuckDB type that the buffers hold */
export function readCell(type: ColumnType, data: Data, row: number): Cell {
  if (type.kind === 'union') return readUnion(type.members, data, row);
  if (!data.getValid(row)) return null;
  // Some types travel as text; a NULL-typed column has no values.
  if (DataType.isUtf8(data.type)) return ofText(type, readText(data, row));
  if (DataType.isDictionary(data.type)) return readDictionary(type, data, row);
  switch (type.kind) {
    case 'scalar':
      return readScalar(type.name, data, row);
    case 'decimal':
      return {
        kind: 'number',
        text: formatDecimal(readInteger(fixedBytes(data, row), true), type),
      };
    case 'enum':
      throw unexpected(type, data);
    case 'list':
      return readList(type.element, data, row);
    case 'array':
      return {
        kind: 'list',
        items: range(type.element, childOf(data, 0), row * type.size, type.size),
      };
    case 'struct':
      return {
        kind: 'struct',
        fields: type.fields.map((field, i) => [
          field.name,
          readCell(field.type, childOf(data, i), row),
        ]),
      };
    case 'map':
      return readMap(type.key, type.value, data, row);
  }
}

function ofText(type: ColumnType, text: string): Cell {
  if (type.kind === 'scalar' && type.name === 'BOOLEAN') return boolean(text === 'true');
  return { kind: isNumeric(type) ? 'number' : 'text', text };
}

const boolean = (value: boolean): Cell => ({ kind: 'boolean', text: value ? 'true' : 'false' });

function readScalar(name: ScalarTypeName, data: Data, row: number): Cell {
  const number = (text: string): Cell => ({ kind: 'number', text });
  const text = (value: string): Cell => ({ kind: 'text', text: value });
  switch (name) {
    case 'BOOLEAN':
      return boolean(readBoolean(data, row));
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
    case 'UBIGINT':
      return number(String(valueAt(data, row)));
    case 'HUGEINT':
      return number(readInteger(fixedBytes(data, row), true).toString());
    case 'UHUGEINT':
      return number(readInteger(fixedBytes(data, row), false).toString());
    case 'FLOAT':
    case 'DOUBLE':
      return number(formatFloat(Number(valueAt(data, row)), name === 'FLOAT'));
    case 'VARINT':
      return number(formatVarint(variableBytes(data, row)));
    case 'DATE':
      return text(formatDate(Number(valueAt(data, row))));
    case 'TIME':
      return text(formatTime(bigAt(data, row)));
    case 'TIME_NS':
      return text(formatTime(bigAt(data, row), 1_000_000_000n));
    case 'TIME WITH TIME ZONE':
      return text(formatTimeTz(readInteger(fixedBytes(data, row), false)));
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_NS':
      return text(formatTimestamp(bigAt(data, row), unitsPerSecond(data)));
    case 'TIMESTAMP WITH TIME ZONE':
      return text(formatTimestamp(bigAt(data, row), unitsPerSecond(data), true));
    case 'INTERVAL':
      return text(readInterval(data, row));
    case 'UUID':
      return text(formatUuid(fixedBytes(data, row)));
    case 'BLOB':
      return text(formatBlob(variableBytes(data, row)));
    case 'BIT':
      return text(formatBits(variableBytes(data, row)));
    case 'VARCHAR':
    case 'JSON':
      return text(readText(data, row));
    case 'NULL':
      return null;
  }
}

function readUnion(
  members: readonly { readonly type: ColumnType }[],
  data: Data,
  row: number,
): Cell {
  const tag = (data.typeIds as Int8Array)[row] as number;
  const index = (data.type as DataType & { typeIdToChildIndex: Record<number, number> })
    .typeIdToChildIndex[tag] as number;
  const position = DataType.isDenseUnion(data.type) ? (data.valueOffsets as Int32Array)[row] : row;
  const member = members[index];
  if (member === undefined) throw internalError(`an Arrow union has no member ${index}`);
  return { kind: 'member', value: readCell(member.type, childOf(data, index), position as number) };
}

function readDictionary(type: ColumnType, data: Data, row: number): Cell {
  const text: unknown = data.dictionary?.get(Number(valueAt(data, row)));
  return ofText(type, String(text));
}

function readList(element: ColumnType, data: Data, row: number): Cell {
  const [start, end] = span(data, row);
  return { kind: 'list', items: range(element, childOf(data, 0), start, end - start) };
}

function readMap(key: ColumnType, value: ColumnType, data: Data, row: number): Cell {
  const [start, end] = span(data, row);
  const entries = childOf(data, 0);
  const values = range(value, childOf(entries, 1), start, end - start);
  return {
    kind: 'map',
    entries: range(key, childOf(entries, 0), start, end - start).map((found, i) => [
      found,
      values[i] as Cell,
    ]),
  };
}

const range = (type: ColumnType, data: Data, start: number, count: number): Cell[] =>
  Array.from({ length: count }, (_, i) => readCell(type, data, start + i));

const childOf = (data: Data, index: number): Data => data.children[index] as Data;

function span(data: Data, row: number): [start: number, end: number] {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array;
  return [Number(offsets[row]), Number(offsets[row + 1])];
}

const valueAt = (data: Data, row: number): number | bigint =>
  (data.values as Int32Array | BigInt64Array)[row] as number | bigint;

const bigAt = (data: Data, row: number): bigint => BigInt(valueAt(data, row));

function readBoolean(data: Data, row: number): boolean {
  if (!DataType.isBool(data.type)) return Number(valueAt(data, row)) !== 0;
  const bit = data.offset + row;
  return (((data.values as Uint8Array)[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
}

/** Bytes of a value of fixed width; elements may be wider than a byte. */
function fixedBytes(data: Data, row: number): Uint8Array {
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = data.values as Uint32Array;
  const width = data.stride * BYTES_PER_ELEMENT;
  return new Uint8Array(buffer, byteOffset + row * width, width);
}

function variableBytes(data: Data, row: number): Uint8Array {
  const [start, end] = span(data, row);
  return (data.values as Uint8Array).subarray(start, end);
}

const utf8 = new TextDecoder();
const readText = (data: Data, row: number): string => utf8.decode(variableBytes(data, row));

/** Months, days and nanoseconds in 16 bytes. */
function readInterval(data: Data, row: number): string {
  const words = fixedBytes(data, row);
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength);
  return formatInterval(
    view.getInt32(0, true),
    view.getInt32(4, true),
    view.getBigInt64(8, true) / 1000n,
  );
}

function unitsPerSecond(data: Data): bigint {
  switch ((data.type as Timestamp).unit) {
    case TimeUnit.SECOND:
      return 1n;
    case TimeUnit.MILLISECOND:
      return 1000n;
    case TimeUnit.MICROSECOND:
      return 1_000_000n;
    case TimeUnit.NANOSECOND:
      return 1_000_000_000n;
  }
}

const unexpected = (type: ColumnType, data: Data): Error =>
  internalError(`Arrow type ${String(data.type)} for a column of type ${formatType(type)}`);
