/** Batches in the forms that DuckDB reads in slices of any length. */
import { Data, DataType, Field, type Table } from 'apache-arrow';
import { buildVector } from './build-vector.ts';
import { concat } from './concat.ts';
import { getBit, packBits } from './bitmap.ts';
import { validityOf } from './layout.ts';
import { childrenOf, withChildren } from './retype.ts';
import { take } from './take.ts';

export interface PlainBatch {
  readonly rows: number;
  readonly columns: readonly Data[];
}

/**
 * DuckDB 1.4.3 reads some nested types from the start of their batch, whatever row it is at: a batch
 * with such a type holds no more than the 2,048 rows that are read at once.
 */
const SHORT_ROWS = 2048;

/** The type ids of a union, and what a struct in a struct holds: the offset goes one struct deep. */
const isReadFromStart = (type: DataType): boolean =>
  DataType.isUnion(type) ||
  (DataType.isStruct(type) && type.children.some((child) => DataType.isStruct(child.type)));

/**
 * The rows of a table without dictionaries, which DuckDB would decode again for every slice, and where
 * it has to be in short batches. What needs neither is passed on as it is.
 */
export function plainBatches(table: Table): {
  readonly fields: readonly Field[];
  readonly batches: readonly PlainBatch[];
} {
  const { fields } = table.schema;
  const isShort = fields.some((field) => some(field, isReadFromStart));
  const plain = fields.map(withoutDictionary);
  const batches = table.batches.flatMap((batch): PlainBatch[] => {
    const columns = batch.data.children.map((data, i) => expand(data, plain[i] ?? data));
    return isShort ? cut(columns, batch.numRows) : [{ rows: batch.numRows, columns }];
  });
  return { fields: plain, batches };
}

const some = (field: Field, test: (type: DataType) => boolean): boolean =>
  test(field.type) || childrenOf(field.type).some((child) => some(child, test));

function cut(columns: readonly Data[], rows: number): PlainBatch[] {
  const pieces: PlainBatch[] = [];
  for (let from = 0; from < rows; from += SHORT_ROWS) {
    const length = Math.min(SHORT_ROWS, rows - from);
    const positions = Int32Array.from({ length }, (_, i) => from + i);
    pieces.push({ rows: length, columns: columns.map((data) => take(data, positions)) });
  }
  return pieces;
}

function withoutDictionary(field: Field): Field {
  const { name, type, nullable, metadata } = field;
  if (DataType.isDictionary(type)) {
    return withoutDictionary(new Field(name, type.dictionary, nullable, metadata));
  }
  const before = childrenOf(type);
  const children = before.map(withoutDictionary);
  return children.every((child, i) => child === before[i])
    ? field
    : new Field(name, withChildren(type, children), nullable, metadata);
}

/** The data under a type without dictionaries. */
function expand(data: Data, { type }: { readonly type: DataType }): Data {
  if (data.type === type) return data;
  if (DataType.isDictionary(data.type)) return expand(lookUp(data), { type });
  const fields = childrenOf(type);
  const children = data.children.map((child, i) => expand(child, fields[i] ?? child));
  const { valueOffsets: offsets, values, nullBitmap: nulls, typeIds } = data;
  const buffers = [offsets, values, nulls, typeIds] as unknown as Data['buffers'];
  return new Data(type, data.offset, data.length, data.nullCount, buffers, children);
}

/** Values of a dictionary column: null where the row or its entry is. */
function lookUp(data: Data): Data {
  const rows = validityOf(data);
  const dictionary = concat(data.dictionary?.data ?? []);
  const positions = Int32Array.from(data.values as Int32Array | BigInt64Array, Number);
  const isNull = (row: number): boolean =>
    rows !== undefined && getBit(rows, data.offset + row) === 0;
  // What stands in a null row's place need not be a position.
  const indices = positions.map((position, row) => (isNull(row) ? 0 : position));
  if (dictionary.length === 0) return nulls(data.length, dictionary.type);
  const values = take(dictionary, indices);
  if (rows === undefined) return values;
  const entries = validityOf(values);
  const flags = Uint8Array.from(indices, (_, row) =>
    isNull(row) || (entries !== undefined && getBit(entries, row) === 0) ? 0 : 1,
  );
  const { valueOffsets: offsets, typeIds, children } = values;
  const buffers = [offsets, values.values, packBits(flags), typeIds] as unknown as Data['buffers'];
  return new Data(values.type, 0, values.length, -1, buffers, children);
}

const nulls = (length: number, type: DataType): Data =>
  concat(buildVector(Array<null>(length).fill(null), type).data);
