/** Parquet footers (https://github.com/apache/parquet-format, parquet.thrift) as trees of Thrift. */
import {
  I64,
  type ThriftField,
  type ThriftList,
  type ThriftStruct,
  writeStruct,
} from './thrift-compact.ts';

/** What a file begins and ends with. */
export const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31);

/** Field ids of parquet.thrift. */
export const FILE = { version: 1, schema: 2, rows: 3, rowGroups: 4, createdBy: 6 } as const;
export const SCHEMA = { name: 4, children: 5 } as const;
export const GROUP = { columns: 1, bytes: 2, rows: 3, offset: 5, ordinal: 7 } as const;
export const CHUNK = {
  path: 1,
  offset: 2,
  metadata: 3,
  offsetIndex: 4,
  offsetIndexLength: 5,
  columnIndex: 6,
  columnIndexLength: 7,
  crypto: 8,
} as const;
export const META = {
  path: 3,
  compressedBytes: 7,
  dataPage: 9,
  indexPage: 10,
  dictionaryPage: 11,
  statistics: 12,
  bloomFilter: 14,
} as const;

export const integer = (type: number, value: number): ThriftField => ({
  type,
  value: BigInt(value),
});

/** Throws `RangeError` where the field is missing; so do the others. */
export function fieldOf(struct: ThriftStruct, id: number): ThriftField {
  const field = struct.get(id);
  if (field === undefined) throw new RangeError(`the footer lacks field ${id}`);
  return field;
}

export const listOf = (struct: ThriftStruct, id: number): ThriftList =>
  fieldOf(struct, id).value as ThriftList;

export const structsOf = (struct: ThriftStruct, id: number): readonly ThriftStruct[] =>
  listOf(struct, id).items as readonly ThriftStruct[];

export const structOf = (struct: ThriftStruct, id: number): ThriftStruct =>
  fieldOf(struct, id).value as ThriftStruct;

export const integerOf = (struct: ThriftStruct, id: number): number =>
  Number(fieldOf(struct, id).value);

/** Bytes of a column chunk: where its first page begins, and how many. */
export function chunkRange(meta: ThriftStruct): {
  readonly start: number;
  readonly length: number;
} {
  const dataPage = integerOf(meta, META.dataPage);
  const start = hasDictionary(meta)
    ? Math.min(integerOf(meta, META.dictionaryPage), dataPage)
    : dataPage;
  return { start, length: integerOf(meta, META.compressedBytes) };
}

/** Some writers say that the dictionary is at 0 for "none". */
export const hasDictionary = (meta: ThriftStruct): boolean =>
  meta.has(META.dictionaryPage) && integerOf(meta, META.dictionaryPage) > 0;

/** A chunk's metadata for pages that lie `by` bytes further on; only pages may be named in it. */
export function moveChunk(meta: ThriftStruct, by: number): Map<number, ThriftField> {
  const moved = new Map(meta);
  for (const id of [META.indexPage, META.bloomFilter]) moved.delete(id);
  moved.set(META.dataPage, integer(I64, integerOf(meta, META.dataPage) + by));
  if (hasDictionary(meta)) {
    moved.set(META.dictionaryPage, integer(I64, integerOf(meta, META.dictionaryPage) + by));
  } else moved.delete(META.dictionaryPage);
  return moved;
}

/** What a file ends with behind its pages: the footer, its length, magic. */
export function endOfFile(metadata: ThriftStruct): Uint8Array {
  const footer = writeStruct(metadata);
  const out = new Uint8Array(footer.length + 4 + MAGIC.length);
  out.set(footer);
  new DataView(out.buffer).setUint32(footer.length, footer.length, true);
  out.set(MAGIC, footer.length + 4);
  return out;
}
