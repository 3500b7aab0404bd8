/** Cells of flat and of Arrow columns as text that is equal only for equal bytes. */
import { type Data, DataType, type Vector } from 'apache-arrow';
import { getBit } from '../../../arrow/bitmap.ts';
import type { FlatColumn } from '../../../arrow/flat-column.ts';
import type { FlatTable } from './read-flat-table.ts';

export type Cell = string | null;

/** Columns of a table by name, over all its batches. */
export function flatCells(table: FlatTable): ReadonlyMap<string, Cell[]> {
  return new Map(
    table.fields.map(({ name }, i) => [
      name,
      table.batches.flatMap(({ rows, columns }) => {
        const column = columns[i];
        if (column === undefined) throw new Error(`batch without ${name}`);
        return Array.from({ length: rows }, (_, row) => flatCell(column, row));
      }),
    ]),
  );
}

function flatCell(column: FlatColumn, row: number): Cell {
  const { validity, nullCount } = column;
  const isNull = validity !== undefined && getBit(validity, row) === 0;
  if (isNull && nullCount === 0) throw new Error('a null that is not counted');
  switch (column.kind) {
    case 'fixed': {
      const bytes = column.values.subarray(row * column.width, (row + 1) * column.width);
      return isNull ? null : hex(bytes);
    }
    case 'bits':
      return isNull ? null : String(getBit(column.values, row));
    case 'utf8':
    case 'binary':
      return isNull ? null : hex(stringAt(column, row));
    case 'dictionary': {
      const index = column.indices[row] ?? -1;
      const entries = column.dictionary.offsets.length - 1;
      if (isNull !== (index === entries)) throw new Error(`index ${index} of ${entries} entries`);
      return isNull ? null : hex(stringAt(column.dictionary, index));
    }
  }
}

const stringAt = (
  { offsets, bytes }: { readonly offsets: Int32Array; readonly bytes: Uint8Array },
  i: number,
): Uint8Array => bytes.subarray(offsets[i], offsets[i + 1]);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** @param decimalBytes to which a Decimal128 is cut, when its high bytes are but its sign */
export function arrowCells(vector: Vector, decimalBytes: number): Cell[] {
  return vector.data.flatMap((data) =>
    Array.from({ length: data.length }, (_, row) => arrowCell(data, row, decimalBytes)),
  );
}

function arrowCell(data: Data, row: number, decimalBytes: number): Cell {
  if (!data.getValid(row)) return null;
  const { type } = data;
  const at = data.offset + row;
  if (DataType.isBool(type)) return String(getBit(data.values as Uint8Array, at));
  if (DataType.isUtf8(type) || DataType.isBinary(type)) {
    const offsets = data.valueOffsets as Int32Array;
    return hex((data.values as Uint8Array).subarray(offsets[row], offsets[row + 1]));
  }
  const values = data.values as Uint8Array;
  const width = data.stride * values.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.buffer, values.byteOffset + row * width, width);
  return hex(DataType.isDecimal(type) ? bytes.subarray(0, decimalBytes) : bytes);
}
