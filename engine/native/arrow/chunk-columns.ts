/** Vectors of native DuckDB as Arrow columns: copied, because a vector goes with its chunk. */
import duckdb from '@duckdb/node-bindings';
import type { Data, DataType, Field } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { makeColumn } from '../../worker/arrow/layout.ts';
import { take } from '../../worker/arrow/take.ts';

type Vector = duckdb.Vector;

/** The first `rows` values of a vector. @param type a type in which values travel */
export function vectorColumn(vector: Vector, rows: number, type: ColumnType, field: Field): Data {
  const validity = validityOf(vector, rows);
  const target = field.type as DataType;
  const fixed = (values: Uint8Array): Data => makeColumn(target, rows, { validity, values });
  switch (type.kind) {
    case 'decimal':
      return fixed(typed(target, decimals(vector, rows, type.precision)));
    case 'enum':
      throw internalError('ENUM travels as VARCHAR');
    case 'list':
    case 'map':
      return listColumn(vector, rows, type, field, validity);
    case 'array': {
      const child = duckdb.array_vector_get_child(vector);
      const children = [vectorColumn(child, rows * type.size, type.element, childField(field, 0))];
      return makeColumn(target, rows, { validity, children });
    }
    case 'struct': {
      const children = type.fields.map((each, i) =>
        vectorColumn(
          duckdb.struct_vector_get_child(vector, i),
          rows,
          each.type,
          childField(field, i),
        ),
      );
      return makeColumn(target, rows, { validity, children });
    }
    case 'union':
      return unionColumn(vector, rows, type.members, field);
    case 'scalar':
      return scalarColumn(vector, rows, type.name, target, validity);
  }
}

const childField = (field: Field, i: number): Field => {
  const child = ((field.type as DataType).children ?? [])[i] as Field | undefined;
  if (child === undefined) throw internalError(`no child ${i} of "${field.name}"`);
  return child;
};

function scalarColumn(
  vector: Vector,
  rows: number,
  name: string,
  target: DataType,
  validity: Uint8Array | undefined,
): Data {
  const fixed = (bytes: Uint8Array): Data =>
    makeColumn(target, rows, { validity, values: typed(target, bytes) });
  switch (name) {
    case 'NULL':
      return makeColumn(target, rows, {
        validity: new Uint8Array(bitmapBytes(rows)),
        values: typed(target, new Uint8Array(rows * 4)),
      });
    case 'BOOLEAN':
      return makeColumn(target, rows, { validity, values: bits(vector, rows) });
    case 'VARCHAR':
    case 'JSON':
    case 'BLOB':
    case 'BIT':
    case 'VARINT':
      return makeColumn(target, rows, { validity, ...texts(vector, rows, validity) });
    case 'UUID':
      return fixed(uuids(vector, rows));
    case 'INTERVAL':
      return fixed(intervals(vector, rows));
    default:
      return fixed(copy(vector, rows * (WIDTHS[name] ?? 8)));
  }
}

/** Bytes of a value, where they are not 8. */
const WIDTHS: Readonly<Record<string, number>> = {
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  FLOAT: 4,
  DATE: 4,
  HUGEINT: 16,
  UHUGEINT: 16,
};

const copy = (vector: Vector, bytes: number): Uint8Array =>
  duckdb.vector_get_data(vector, bytes).slice();

/** The bytes as the array that Arrow has for values of the type. */
function typed({ ArrayType }: DataType, bytes: Uint8Array): Uint8Array {
  const View = ArrayType as unknown as {
    readonly BYTES_PER_ELEMENT: number;
    new (buffer: ArrayBufferLike, offset: number, length: number): Uint8Array;
  };
  const { buffer, byteOffset, byteLength } = bytes;
  return new View(buffer, byteOffset, byteLength / View.BYTES_PER_ELEMENT);
}

/** In whole words of 64 bits, as DuckDB has them. */
const bitmapBytes = (rows: number): number => Math.ceil(rows / 64) * 8;

function validityOf(vector: Vector, rows: number): Uint8Array | undefined {
  // Null where no value is: the declared type does not say so.
  const bitmap = duckdb.vector_get_validity(vector, bitmapBytes(rows)) as Uint8Array | null;
  return bitmap === null || bitmap.length === 0 ? undefined : bitmap.slice();
}

const isValid = (validity: Uint8Array | undefined, row: number): boolean =>
  validity === undefined || (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

function bits(vector: Vector, rows: number): Uint8Array {
  const bytes = duckdb.vector_get_data(vector, rows);
  const result = new Uint8Array(bitmapBytes(rows));
  for (let row = 0; row < rows; row += 1) {
    if (bytes[row] !== 0) result[row >> 3] = (result[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return result;
}

/** A `string_t`: its length, then its bytes where they are few, else four of them and a pointer. */
const STRING_BYTES = 16;
const INLINE_BYTES = 12;

function texts(
  vector: Vector,
  rows: number,
  validity: Uint8Array | undefined,
): { readonly offsets: Int32Array; readonly values: Uint8Array } {
  const data = duckdb.vector_get_data(vector, rows * STRING_BYTES);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const offsets = new Int32Array(rows + 1);
  let end = 0;
  for (let row = 0; row < rows; row += 1) {
    // What stands where there is no value is garbage.
    if (isValid(validity, row)) end += view.getUint32(row * STRING_BYTES, true);
    offsets[row + 1] = end;
  }
  const values = new Uint8Array(end);
  for (let row = 0; row < rows; row += 1) {
    const from = offsets[row] ?? 0;
    const length = (offsets[row + 1] ?? 0) - from;
    const at = row * STRING_BYTES;
    if (length === 0) continue;
    if (length <= INLINE_BYTES) values.set(data.subarray(at + 4, at + 4 + length), from);
    else {
      const pointer = data.byteOffset + at + 8;
      values.set(duckdb.get_data_from_pointer(data.buffer as ArrayBuffer, pointer, length), from);
    }
  }
  return { offsets, values };
}

/** DuckDB stores as few bytes as the digits need; Arrow has 16 for all. */
function decimals(vector: Vector, rows: number, precision: number): Uint8Array {
  const width = precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
  const data = duckdb.vector_get_data(vector, rows * width);
  if (width === 16) return data.slice();
  const result = new Uint8Array(rows * 16);
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    const isNegative = (data[at + width - 1] ?? 0) > 0x7f;
    if (isNegative) result.fill(0xff, row * 16, row * 16 + 16);
    for (let i = 0; i < width; i += 1) result[row * 16 + i] = data[at + i] ?? 0;
  }
  return result;
}

/** Most significant byte first; DuckDB inverts the highest bit, so that UUIDs sort as numbers. */
function uuids(vector: Vector, rows: number): Uint8Array {
  const data = duckdb.vector_get_data(vector, rows * 16);
  const result = new Uint8Array(rows * 16);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < 16; i += 1) result[row * 16 + i] = data[row * 16 + 15 - i] ?? 0;
    result[row * 16] = (result[row * 16] ?? 0) ^ 0x80;
  }
  return result;
}

/** Months, days and microseconds; Arrow has nanoseconds. */
function intervals(vector: Vector, rows: number): Uint8Array {
  const result = copy(vector, rows * 16);
  const view = new DataView(result.buffer);
  for (let row = 0; row < rows; row += 1) {
    const at = row * 16 + 8;
    view.setBigInt64(at, BigInt.asIntN(64, view.getBigInt64(at, true) * 1000n), true);
  }
  return result;
}

/** Lists, and maps, which are lists of entries. */
function listColumn(
  vector: Vector,
  rows: number,
  type: Extract<ColumnType, { kind: 'list' | 'map' }>,
  field: Field,
  validity: Uint8Array | undefined,
): Data {
  const entries = duckdb.vector_get_data(vector, rows * 16);
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const offsets = new Int32Array(rows + 1);
  const child = duckdb.list_vector_get_child(vector);
  const length = duckdb.list_vector_get_size(vector);
  const element: ColumnType =
    type.kind === 'list'
      ? type.element
      : {
          kind: 'struct',
          fields: [
            { name: 'key', type: type.key },
            { name: 'value', type: type.value },
          ],
        };
  const positions: number[] = [];
  let inOrder = true;
  for (let row = 0; row < rows; row += 1) {
    const valid = isValid(validity, row);
    const from = valid ? Number(view.getBigUint64(row * 16, true)) : 0;
    const count = valid ? Number(view.getBigUint64(row * 16 + 8, true)) : 0;
    if (count > 0 && from !== positions.length) inOrder = false;
    for (let i = 0; i < count; i += 1) positions.push(from + i);
    offsets[row + 1] = positions.length;
  }
  const whole = vectorColumn(child, length, element, childField(field, 0));
  const values =
    inOrder && positions.length === length ? whole : take(whole, Int32Array.from(positions));
  return makeColumn(field.type as DataType, rows, { validity, offsets, children: [values] });
}

/** A struct whose first child tells which of the others has the value. */
function unionColumn(
  vector: Vector,
  rows: number,
  members: readonly { readonly type: ColumnType }[],
  field: Field,
): Data {
  const tags = copy(duckdb.struct_vector_get_child(vector, 0), rows);
  const children = members.map((member, i) =>
    vectorColumn(
      duckdb.struct_vector_get_child(vector, i + 1),
      rows,
      member.type,
      childField(field, i),
    ),
  );
  const typeIds = new Int8Array(tags.buffer, tags.byteOffset, rows);
  return makeColumn(field.type as DataType, rows, { typeIds, children });
}
