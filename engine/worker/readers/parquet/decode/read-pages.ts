/** The pages of a column chunk: headers only, before anything is decompressed or allocated. */
import { readStructAt, type ThriftStruct } from '../../../../sources/parquet/thrift-compact.ts';

/** Field ids and numbers of parquet.thrift. */
const HEADER = {
  type: 1,
  uncompressedBytes: 2,
  compressedBytes: 3,
  data: 5,
  dictionary: 7,
  dataV2: 8,
} as const;
const DATA = { values: 1, encoding: 2, definitionLevels: 3 } as const;
const DATA_V2 = {
  values: 1,
  encoding: 4,
  definitionBytes: 5,
  repetitionBytes: 6,
  isCompressed: 7,
} as const;
const TYPE = { data: 0, index: 1, dictionary: 2, dataV2: 3 } as const;
const ENCODING = { plain: 0, plainDictionary: 2, rle: 3, rleDictionary: 8 } as const;

export interface DictionaryPage {
  readonly values: number;
  /** As stored. */
  readonly bytes: Uint8Array;
  readonly size: number;
}

export interface DataPage {
  /** Nulls included. */
  readonly values: number;
  readonly encoding: 'plain' | 'dictionary' | 'rle';
  /** As stored, levels included. */
  readonly bytes: Uint8Array;
  /** Uncompressed size, levels included. */
  readonly size: number;
  /** Bytes of the levels, which a page v2 has uncompressed before its values; absent for v1. */
  readonly levels?: { readonly repetition: number; readonly definition: number };
  readonly isCompressed: boolean;
}

export interface ChunkPages {
  readonly dictionary: DictionaryPage | undefined;
  /** Together as many values as the chunk has rows. */
  readonly data: readonly DataPage[];
}

/**
 * The pages of a flat column chunk of `rows` rows, or undefined when one of them is of a kind or has an
 * encoding that is not known here. Throws `RangeError` for bytes that are no such chunk.
 */
export function readPages(chunk: Uint8Array, rows: number): ChunkPages | undefined {
  let dictionary: DictionaryPage | undefined;
  const data: DataPage[] = [];
  let at = 0;
  let values = 0;
  while (values < rows) {
    const { struct, end } = readStructAt(chunk, at);
    const size = count(struct, HEADER.uncompressedBytes);
    const stored = count(struct, HEADER.compressedBytes);
    if (end + stored > chunk.length) throw new RangeError('a page ends beyond its column chunk');
    const bytes = chunk.subarray(end, end + stored);
    at = end + stored;
    const type = count(struct, HEADER.type);
    if (type === TYPE.index) continue;
    if (type === TYPE.dictionary) {
      const page = dictionaryPage(struct, bytes, size);
      if (page === undefined) return undefined;
      if (dictionary !== undefined || data.length > 0) {
        throw new RangeError('a dictionary that is not the first page');
      }
      dictionary = page;
      continue;
    }
    const page =
      type === TYPE.data
        ? dataPage(struct, bytes, size)
        : type === TYPE.dataV2
          ? dataPageV2(struct, bytes, size)
          : undefined;
    if (page === undefined) return undefined;
    data.push(page);
    values += page.values;
  }
  if (values !== rows) throw new RangeError(`${values} values in ${rows} rows`);
  return { dictionary, data };
}

function dictionaryPage(
  header: ThriftStruct,
  bytes: Uint8Array,
  size: number,
): DictionaryPage | undefined {
  const own = structOf(header, HEADER.dictionary);
  const encoding = count(own, DATA.encoding);
  if (encoding !== ENCODING.plain && encoding !== ENCODING.plainDictionary) return undefined;
  return { values: count(own, DATA.values), bytes, size };
}

function dataPage(header: ThriftStruct, bytes: Uint8Array, size: number): DataPage | undefined {
  const own = structOf(header, HEADER.data);
  const encoding = encodingOf(count(own, DATA.encoding));
  if (encoding === undefined || count(own, DATA.definitionLevels) !== ENCODING.rle) {
    return undefined;
  }
  return { values: count(own, DATA.values), encoding, bytes, size, isCompressed: true };
}

function dataPageV2(header: ThriftStruct, bytes: Uint8Array, size: number): DataPage | undefined {
  const own = structOf(header, HEADER.dataV2);
  const encoding = encodingOf(count(own, DATA_V2.encoding));
  if (encoding === undefined) return undefined;
  const repetition = count(own, DATA_V2.repetitionBytes);
  const definition = count(own, DATA_V2.definitionBytes);
  if (repetition + definition > Math.min(bytes.length, size)) {
    throw new RangeError('the levels of a page are longer than the page');
  }
  return {
    values: count(own, DATA_V2.values),
    encoding,
    bytes,
    size,
    levels: { repetition, definition },
    isCompressed: own.get(DATA_V2.isCompressed)?.value !== false,
  };
}

function encodingOf(encoding: number): DataPage['encoding'] | undefined {
  switch (encoding) {
    case ENCODING.plain:
      return 'plain';
    case ENCODING.plainDictionary:
    case ENCODING.rleDictionary:
      return 'dictionary';
    case ENCODING.rle:
      return 'rle';
    default:
      return undefined;
  }
}

function structOf(struct: ThriftStruct, id: number): ThriftStruct {
  const value = struct.get(id)?.value;
  if (!(value instanceof Map)) throw new RangeError(`a page header lacks field ${id}`);
  return value as ThriftStruct;
}

/** A size or number of things. */
function count(struct: ThriftStruct, id: number): number {
  const value = struct.get(id)?.value;
  if (typeof value !== 'bigint') throw new RangeError(`a page header lacks field ${id}`);
  if (value < 0n || value > 0x7fffffffn) throw new RangeError(`a page header says ${value}`);
  return Number(value);
}
