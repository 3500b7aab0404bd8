/**
 * Values as JSON.
 *
 * | DuckDB                                   | JSON                                             |
 * |------------------------------------------|--------------------------------------------------|
 * | BOOLEAN                                  | true, false                                      |
 * | integers of every width, VARINT, DECIMAL | number with all its digits                       |
 * | FLOAT, DOUBLE                            | number that reads back the same, whole ones with |
 * |                                          | `.0`; null for NaN and infinities, which JSON    |
 * |                                          | cannot express                                   |
 * | list, ARRAY                              | array                                            |
 * | STRUCT; MAP (keys as text)               | object                                           |
 * | UNION                                    | object with the one member                       |
 * | everything else                          | DuckDB's text (times, UUID, BIT, BLOB, ...)      |
 */
import { type Data, DataType } from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import type { ColumnType, NamedType, ScalarTypeName } from '../../../contract/schema.ts';
import { INTEGER_TYPES, mapInnerTypes, scalar } from '../../../contract/schema.ts';
import { getBit } from '../../arrow/bitmap.ts';
import { offsetsOf, validityOf } from '../../arrow/layout.ts';
import { transportType } from '../../duckdb/stored-types.ts';
import type { ByteSink } from '../text/byte-sink.ts';
import { writeJsonDouble } from '../text/number-text.ts';
import { doubleWriter, isPrinted, valueWriter, type ValueWriter } from '../text/value-writers.ts';
import { textWriter } from './json-text.ts';

/** Printed as numbers or words; what else is scalar stands in quotes. */
const BARE: ReadonlySet<ScalarTypeName> = new Set(['BOOLEAN', ...INTEGER_TYPES, 'VARINT']);

/** The type in which the writers want a column: the same shape, leaves that only DuckDB prints as text. */
export function jsonType(type: ColumnType): ColumnType {
  switch (type.kind) {
    case 'scalar':
      return isPrinted(type) || type.name === 'FLOAT' ? type : scalar('VARCHAR');
    case 'enum':
      return scalar('VARCHAR');
    case 'map':
      return transportType({ kind: 'map', key: scalar('VARCHAR'), value: jsonType(type.value) });
    default:
      return mapInnerTypes(type, jsonType);
  }
}

const encoder = new TextEncoder();
const NULL = encoder.encode('null');
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;

/** @param type the column's own type; `data` has it as `jsonType` says */
export function jsonWriter(data: Data, type: ColumnType): ValueWriter {
  const write = presentWriter(data, type);
  const validity = validityOf(data);
  if (validity === undefined) return write;
  const { offset } = data;
  return (sink, row) => {
    if (getBit(validity, offset + row) === 1) write(sink, row);
    else sink.write(NULL);
  };
}

function presentWriter(data: Data, type: ColumnType): ValueWriter {
  switch (type.kind) {
    case 'scalar':
      return scalarWriter(data, type);
    case 'decimal':
      return valueWriter(data, type, true);
    case 'enum':
      return textWriter(data);
    case 'list':
    case 'array':
      return listWriter(data, type.element);
    case 'struct':
      return structWriter(data, type.fields);
    case 'map':
      return mapWriter(data, type.value);
    case 'union':
      return unionWriter(data, type.members);
  }
}

function scalarWriter(data: Data, type: Extract<ColumnType, { kind: 'scalar' }>): ValueWriter {
  const isText = DataType.isUtf8(data.type);
  if (BARE.has(type.name)) return isText ? bareTextWriter(data) : valueWriter(data, type);
  if (isText) return textWriter(data);
  if (type.name === 'DOUBLE' || type.name === 'FLOAT') {
    return doubleWriter(data.values as Float64Array, writeJsonDouble);
  }
  const write = valueWriter(data, type);
  return (sink, row) => {
    sink.writeByte(QUOTE);
    write(sink, row);
    sink.writeByte(QUOTE);
  };
}

/** Numbers and words that come as DuckDB's text. */
function bareTextWriter(data: Data): ValueWriter {
  const offsets = offsetsOf(data);
  const bytes = data.values as Uint8Array;
  return (sink, row) => sink.write(bytes.subarray(offsets[row], offsets[row + 1]));
}

function listWriter(data: Data, element: ColumnType): ValueWriter {
  const write = jsonWriter(data.children[0] as Data, element);
  const bounds = boundsReader(data);
  return (sink, row) => {
    const [start, end] = bounds(row);
    sink.writeByte(0x5b);
    for (let i = start; i < end; i++) {
      if (i > start) sink.writeByte(COMMA);
      write(sink, i);
    }
    sink.writeByte(0x5d);
  };
}

function boundsReader(data: Data): (row: number) => readonly [number, number] {
  if (DataType.isFixedSizeList(data.type)) {
    const { listSize } = data.type;
    return (row) => [row * listSize, (row + 1) * listSize];
  }
  const offsets = offsetsOf(data);
  return (row) => [offsets[row] as number, offsets[row + 1] as number];
}

interface Member {
  /** Its name and a colon, after what stands before it. */
  readonly key: Uint8Array;
  readonly write: ValueWriter;
}

function structWriter(data: Data, fields: readonly NamedType[]): ValueWriter {
  const members = fields.map(({ name, type }, i): Member => ({
    key: encoder.encode(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    write: jsonWriter(data.children[i] as Data, type),
  }));
  return (sink, row) => writeMembers(sink, row, members);
}

function writeMembers(sink: ByteSink, row: number, members: readonly Member[]): void {
  for (let i = 0; i < members.length; i++) {
    const { key, write } = members[i] as Member;
    sink.write(key);
    write(sink, row);
  }
  sink.writeByte(0x7d);
}

function mapWriter(data: Data, value: ColumnType): ValueWriter {
  const [keys, values] = (data.children[0] as Data).children as [Data, Data];
  const writeKey = textWriter(keys);
  const writeValue = jsonWriter(values, value);
  const bounds = boundsReader(data);
  return (sink, row) => {
    const [start, end] = bounds(row);
    sink.writeByte(0x7b);
    for (let i = start; i < end; i++) {
      if (i > start) sink.writeByte(COMMA);
      writeKey(sink, i);
      sink.writeByte(COLON);
      writeValue(sink, i);
    }
    sink.writeByte(0x7d);
  };
}

/** A null union looks like a first member that is null (Arrow's unions have no nulls): null. */
function unionWriter(data: Data, members: readonly NamedType[]): ValueWriter {
  if (!DataType.isSparseUnion(data.type)) throw internalError('a dense union from DuckDB');
  const { typeIdToChildIndex } = data.type;
  const typeIds = data.typeIds as Int8Array;
  const writers = members.map(({ name, type }, i) => ({
    key: encoder.encode(`{${JSON.stringify(name)}:`),
    write: jsonWriter(data.children[i] as Data, type),
  }));
  return (sink, row) => {
    const member = writers[typeIdToChildIndex[typeIds[row] as number] as number];
    if (member === undefined) {
      sink.write(NULL);
      return;
    }
    const start = sink.at;
    sink.write(member.key);
    const value = sink.at;
    member.write(sink, row);
    if (isNull(sink, value)) {
      sink.at = start;
      sink.write(NULL);
    } else sink.writeByte(0x7d);
  };
}

const isNull = ({ bytes, at }: ByteSink, from: number): boolean =>
  at - from === NULL.length && NULL.every((byte, i) => bytes[from + i] === byte);
