/**
 * Column chunks of flat columns (no repetition, at most one definition level) into Arrow's layout.
 * Formats: https://github.com/apache/parquet-format, README.md and Encodings.md.
 */
import type { ParquetType } from 'hyparquet';
import { bitmapBytes } from '../../../arrow/bitmap.ts';
import {
  type Allocate,
  fixedWidth,
  type FlatColumn,
  type FlatType,
} from '../../../arrow/flat-column.ts';
import { BitValues } from './bit-values.ts';
import type { ColumnValues } from './column-values.ts';
import { type Codec, decompressPage } from './decompress.ts';
import { FixedValues } from './fixed-values.ts';
import { openPage } from './open-page.ts';
import { plainReader } from './plain-fixed.ts';
import { type ChunkPages, readPages } from './read-pages.ts';
import { StringBuffer, STEP } from './string-buffer.ts';
import { IndexedStrings, StringValues } from './string-values.ts';
import { UnknownLayout } from './unknown-layout.ts';

/** A flat column of a file. */
export interface ChunkColumn {
  readonly type: FlatType;
  readonly physical: ParquetType;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  readonly typeLength: number | undefined;
  readonly optional: boolean;
}

/** Whether values stored like this can become the column's type at all. */
export function isKnownColumn({ type, physical, typeLength }: ChunkColumn): boolean {
  switch (type.kind) {
    case 'boolean':
      return physical === 'BOOLEAN';
    case 'utf8':
    case 'binary':
      return physical === 'BYTE_ARRAY';
    default:
      return plainReader(physical, typeLength, type) !== undefined;
  }
}

/**
 * @param chunk the bytes of the chunk, dictionary page included
 * @param rows of the row group
 * @param allocate what the column is made of, dictionaries and texts beyond all expectation apart
 * Gives undefined for what only parquet-wasm reads (other encodings, oversized decimals, more than 2 GB).
 * Throws `Error` for damaged bytes; no array is larger than the sizes that the page headers agree on.
 */
export function decodeChunk(
  chunk: Uint8Array,
  codec: Codec,
  column: ChunkColumn,
  rows: number,
  allocate: Allocate,
): FlatColumn | undefined {
  const pages = readPages(chunk, rows);
  if (pages === undefined) return undefined;
  try {
    return decodePages(pages, codec, column, rows, allocate);
  } catch (thrown) {
    if (thrown instanceof UnknownLayout) return undefined;
    throw thrown;
  }
}

function decodePages(
  pages: ChunkPages,
  codec: Codec,
  column: ChunkColumn,
  rows: number,
  allocate: Allocate,
): FlatColumn {
  const { type, optional } = column;
  /** Arrays for the values and for their validity. */
  const arrays = (...sizes: readonly number[]): readonly [Uint8Array, Uint8Array, Uint8Array] => {
    const validityBytes = optional ? bitmapBytes(rows) : 0;
    const [validity, first, second] = allocate([validityBytes, ...sizes]);
    if (validity === undefined || first === undefined) throw new UnknownLayout('no memory');
    validity.fill(0);
    return [validity, first, second ?? first];
  };
  switch (type.kind) {
    case 'boolean': {
      const [validity, values] = arrays(bitmapBytes(rows));
      const nulls = fill(new BitValues(values), pages, codec, optional, validity);
      return { kind: 'bits', values, ...nulls };
    }
    case 'utf8': {
      if (!pages.data.every(({ encoding }) => encoding === 'dictionary')) break;
      const [validity, bytes] = arrays(4 * rows);
      const indexed = new IndexedStrings(asInt32(bytes));
      const nulls = fill(indexed, pages, codec, optional, validity);
      const { indices, dictionary } = indexed;
      return { kind: 'dictionary', indices, dictionary, ...nulls };
    }
    case 'binary':
      break;
    default: {
      const width = fixedWidth(type);
      const read = plainReader(column.physical, column.typeLength, type);
      if (width === undefined || read === undefined) throw new UnknownLayout(type.kind);
      if (rows * width > MAX_BYTES) throw new UnknownLayout('more than 2 GB in a row group');
      const [validity, values] = arrays(rows * width);
      const nulls = fill(new FixedValues(values, width, read), pages, codec, optional, validity);
      return { kind: 'fixed', width, values, ...nulls };
    }
  }
  const [validity, offsets, texts] = arrays(4 * (rows + 1), expectedBytes(pages, rows) + STEP);
  const strings = new StringValues(new StringBuffer(asInt32(offsets), texts));
  const nulls = fill(strings, pages, codec, optional, validity);
  return { kind: type.kind, ...strings.finish(type.kind === 'utf8'), ...nulls };
}

const asInt32 = ({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array =>
  new Int32Array(buffer, byteOffset, byteLength >> 2);

const MAX_BYTES = 0x7fffffff;

/**
 * Bytes of all texts if those in dictionary pages are as long as the others. What is reserved and not
 * written costs next to nothing, growing costs a copy.
 */
function expectedBytes(pages: ChunkPages, rows: number): number {
  let bytes = 0;
  let values = 0;
  for (const { encoding, size, bytes: stored, values: count } of pages.data) {
    if (encoding !== 'plain') continue;
    // A size that its stored bytes cannot hold is found when the page is opened.
    bytes += Math.min(size, stored.length * 32);
    values += count;
  }
  const expected = Math.ceil((bytes / Math.max(1, values)) * rows);
  return Math.min(expected, 4 * bytes, MAX_BYTES);
}

interface Nulls {
  readonly validity?: Uint8Array;
  readonly nullCount: number;
}

function fill(
  target: ColumnValues,
  pages: ChunkPages,
  codec: Codec,
  optional: boolean,
  bitmap: Uint8Array,
): Nulls {
  const { dictionary } = pages;
  if (dictionary !== undefined) {
    const bytes = decompressPage(codec, dictionary.bytes, dictionary.size);
    target.setDictionary(bytes, dictionary.values);
  }
  const validity = optional ? bitmap : undefined;
  let row = 0;
  let nullCount = 0;
  for (const page of pages.data) {
    const { bytes, start, values } = openPage(page, codec, validity, row);
    if (page.encoding === 'plain') target.plain(bytes, start, row, values);
    else if (page.encoding === 'dictionary') target.indexed(bytes, start, row, values);
    else if (target.rle !== undefined) target.rle(bytes, start, row, values);
    else throw new UnknownLayout('runs of values that are no booleans');
    if (validity !== undefined && values < page.values) {
      target.spread(validity, row, page.values, values);
      nullCount += page.values - values;
    }
    row += page.values;
  }
  return validity === undefined || nullCount === 0 ? { nullCount: 0 } : { validity, nullCount };
}
