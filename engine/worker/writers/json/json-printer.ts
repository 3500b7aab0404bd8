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
import { getBit } from '../../arrow/bitmap.ts';
import { offsetsOf, validityOf } from '../../arrow/layout.ts';

/** Text of the value in a row of the column. */
export type Printer = (row: number) => string;

/** Integers of at most 64 bits: the elements of a typed array are the values. */
const INTEGERS: ReadonlySet<ScalarTypeName> = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
]);

/** Numbers that come as DuckDB's text. */
const WIDE: ReadonlySet<ScalarTypeName> = new Set(['HUGEINT', 'UHUGEINT', 'VARINT']);

/** Whether a column of the type is printed from its Arrow values; all others come as text. */
export const isPrintable = (name: ScalarTypeName): boolean =>
  INTEGERS.has(name) ||
  name === 'BOOLEAN' ||
  name === 'FLOAT' ||
  name === 'DOUBLE' ||
  name === 'VARCHAR';

/** @param type the column's own type; `data` may have text in place of scalars */
export function makePrinter(data: Data, type: ColumnType): Printer {
  const print = valuePrinter(data, type);
  const validity = validityOf(data);
  if (validity === undefined) return print;
  const { offset } = data;
  return (row) => (getBit(validity, offset + row) === 1 ? print(row) : 'null');
}

function valuePrinter(data: Data, type: ColumnType): Printer {
  switch (type.kind) {
    case 'scalar':
      return scalarPrinter(data, type.name);
    case 'decimal': {
      const read = textReader(data);
      return (row) => withLeadingZero(read(row));
    }
    case 'enum':
      return stringPrinter(data);
    case 'list':
    case 'array':
      return listPrinter(data, type.element);
    case 'struct':
      return structPrinter(data, type.fields);
    case 'map':
      return mapPrinter(data, type.value);
    case 'union':
      return unionPrinter(data, type.members);
  }
}

function scalarPrinter(data: Data, name: ScalarTypeName): Printer {
  if (WIDE.has(name)) return textReader(data);
  if (name === 'BOOLEAN' && DataType.isBool(data.type)) {
    const { values, offset } = data;
    return (row) => (getBit(values, offset + row) === 1 ? 'true' : 'false');
  }
  if (name === 'FLOAT' || name === 'DOUBLE') {
    const values = data.values as Float64Array;
    return (row) => doubleText(values[row] as number);
  }
  if (INTEGERS.has(name)) {
    const values = data.values as BigInt64Array | Int32Array;
    return (row) => String(values[row]);
  }
  return stringPrinter(data);
}

/** DuckDB prints no zero before the point of a decimal that has no digits there; JSON needs it. */
const withLeadingZero = (text: string): string =>
  text.startsWith('.') || text.startsWith('-.') ? text.replace('.', '0.') : text;

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

// A BOM at the start of a value is part of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function textReader(data: Data): Printer {
  const offsets = offsetsOf(data);
  const bytes = data.values as Uint8Array;
  return (row) => decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]));
}

function stringPrinter(data: Data): Printer {
  const read = textReader(data);
  return (row) => JSON.stringify(read(row));
}

function listPrinter(data: Data, element: ColumnType): Printer {
  const print = makePrinter(data.children[0] as Data, element);
  const bounds = boundsReader(data);
  return (row) => {
    const [start, end] = bounds(row);
    let text = '[';
    for (let i = start; i < end; i++) text += (i === start ? '' : ',') + print(i);
    return `${text}]`;
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

function structPrinter(data: Data, fields: readonly NamedType[]): Printer {
  const members = fields.map(({ name, type }, i) => ({
    key: `${i === 0 ? '' : ','}${JSON.stringify(name)}:`,
    print: makePrinter(data.children[i] as Data, type),
  }));
  return (row) => {
    let text = '{';
    for (const { key, print } of members) text += key + print(row);
    return `${text}}`;
  };
}

function mapPrinter(data: Data, value: ColumnType): Printer {
  const [keys, values] = (data.children[0] as Data).children as [Data, Data];
  const printKey = stringPrinter(keys);
  const printValue = makePrinter(values, value);
  const bounds = boundsReader(data);
  return (row) => {
    const [start, end] = bounds(row);
    let text = '{';
    for (let i = start; i < end; i++) {
      text += `${i === start ? '' : ','}${printKey(i)}:${printValue(i)}`;
    }
    return `${text}}`;
  };
}

/** A null union looks like a first member that is null (Arrow's unions have no nulls): null. */
function unionPrinter(data: Data, members: readonly NamedType[]): Printer {
  if (!DataType.isSparseUnion(data.type)) throw internalError('a dense union from DuckDB');
  const { typeIdToChildIndex } = data.type;
  const typeIds = data.typeIds as Int8Array;
  const printers = members.map(({ name, type }, i) => ({
    key: JSON.stringify(name),
    print: makePrinter(data.children[i] as Data, type),
  }));
  return (row) => {
    const member = printers[typeIdToChildIndex[typeIds[row] as number] as number];
    if (member === undefined) return 'null';
    const text = member.print(row);
    return text === 'null' ? text : `{${member.key}:${text}}`;
  };
}
