/** How the values of a column lie in memory: what the kernels switch on. */
import { Data, DataType, Type, type Vector } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';

export type Layout =
  | 'null'
  | 'bits'
  /** A fixed number of bytes per value; dictionary indices, too. */
  | 'fixed'
  /** Offsets and bytes. */
  | 'bytes'
  /** Offsets and one child: lists and maps. */
  | 'list'
  | 'fixed-list'
  | 'struct'
  | 'sparse-union'
  | 'dense-union';

export function layoutOf(type: DataType): Layout {
  switch (type.typeId) {
    case Type.Null:
      return 'null';
    case Type.Bool:
      return 'bits';
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Interval:
    case Type.Duration:
    case Type.FixedSizeBinary:
    case Type.Dictionary:
      return 'fixed';
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return 'bytes';
    case Type.List:
    case Type.Map:
      return 'list';
    case Type.FixedSizeList:
      return 'fixed-list';
    case Type.Struct:
      return 'struct';
    case Type.Union:
      return DataType.isSparseUnion(type) ? 'sparse-union' : 'dense-union';
    default:
      throw internalError(`no kernel for Arrow type ${String(type)}`);
  }
}

/** A view of fixed-width values that copies them without interpreting them (NaNs keep their bits). */
export interface Words {
  readonly view: Uint8Array | Uint16Array | Uint32Array;
  /** Elements of `view` per value. */
  readonly per: number;
}

/** 64-bit and wider values as runs of 32-bit words; of two and one byte as they are. */
export function wordsOf(data: Data): Words {
  const values = data.values as Uint8Array;
  const width = data.stride * values.BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = values;
  const bytes = data.length * width;
  if (width % 4 === 0)
    return { view: new Uint32Array(buffer, byteOffset, bytes / 4), per: width / 4 };
  if (width === 2) return { view: new Uint16Array(buffer, byteOffset, bytes / 2), per: 1 };
  return { view: new Uint8Array(buffer, byteOffset, bytes), per: width };
}

/** An empty array of the same kind. */
export const sameView = (view: Words['view'], length: number): Words['view'] =>
  view instanceof Uint32Array
    ? new Uint32Array(length)
    : view instanceof Uint16Array
      ? new Uint16Array(length)
      : new Uint8Array(length);

/** Copied words as an array of the column's own element type. */
export function valuesOf(words: Words['view'], like: Data): Uint8Array {
  const { constructor, BYTES_PER_ELEMENT } = like.values as Uint8Array;
  const View = constructor as new (
    buffer: ArrayBufferLike,
    offset: number,
    n: number,
  ) => Uint8Array;
  return new View(words.buffer, words.byteOffset, words.byteLength / BYTES_PER_ELEMENT);
}

/** Offsets of a `bytes` or `list` column as 32-bit numbers; large ones must fit. */
export function offsetsOf(data: Data): Int32Array {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array;
  if (offsets instanceof Int32Array) return offsets;
  return Int32Array.from(offsets, (offset) => {
    if (offset > 0x7fffffffn) throw internalError('a text column of more than 2 GB in one batch');
    return Number(offset);
  });
}

/** Offsets in the width that the column's type asks for. */
export const asOffsetsOf = (type: DataType, offsets: Int32Array): Int32Array | BigInt64Array =>
  type.typeId === Type.LargeUtf8 || type.typeId === Type.LargeBinary
    ? BigInt64Array.from(offsets, BigInt)
    : offsets;

export interface Buffers {
  readonly offsets?: Int32Array | BigInt64Array;
  readonly values?: Uint8Array;
  readonly validity?: Uint8Array | undefined;
  readonly typeIds?: Int8Array;
  readonly children?: Data[];
  readonly dictionary?: Vector | undefined;
}

/** A column that starts at bit 0 of its bitmaps. Without `validity` no value is null. */
export function makeColumn(type: DataType, length: number, buffers: Buffers): Data {
  const { offsets, values, validity, typeIds, children = [], dictionary } = buffers;
  const nullCount = type.typeId === Type.Null ? length : validity === undefined ? 0 : -1;
  const list = [offsets, values, validity ?? new Uint8Array(0), typeIds];
  return new Data(
    type,
    0,
    length,
    nullCount,
    list as unknown as Data['buffers'],
    children,
    dictionary,
  );
}

/** The validity bitmap if any value is null; bit `data.offset` is that of the first value. */
export function validityOf(data: Data): Uint8Array | undefined {
  if (data.typeId === Type.Null || data.typeId === Type.Union) return undefined;
  const bitmap = data.nullBitmap as Uint8Array | undefined;
  return bitmap === undefined || bitmap.length === 0 || data.nullCount === 0 ? undefined : bitmap;
}

/** The children of a struct, sparse union or fixed-size list, cut to the rows of their parent. */
export const childRows = (data: Data, index: number, length: number): Data => {
  const child = data.children[index] as Data;
  return child.length === length ? child : child.slice(0, length);
};
