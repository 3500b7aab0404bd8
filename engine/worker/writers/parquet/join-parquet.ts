/**
 * One Parquet file from several: the bytes of their row groups one after the other, and a footer that
 * says where they now lie (https://github.com/apache/parquet-format, parquet.thrift).
 */
import { internalError } from '../../../contract/errors.ts';
import { joinParts } from '../../arrow/ipc.ts';
import {
  I16,
  I64,
  LIST,
  readStruct,
  writeStruct,
  type ThriftField,
  type ThriftList,
  type ThriftStruct,
  type ThriftValue,
} from './thrift-compact.ts';

const MAGIC = new TextEncoder().encode('PAR1');

/** Fields of parquet.thrift that are touched. */
const FILE = { schema: 2, rows: 3, groups: 4 };
const GROUP = { columns: 1, rows: 3, offset: 5, ordinal: 7 };
const CHUNK = { offset: 2, meta: 3, indexes: [4, 5, 6, 7] };
const META = { compressed: 7, data: 9, index: 10, dictionary: 11 };

export const isParquet = (bytes: Uint8Array): boolean =>
  MAGIC.every((byte, i) => bytes[i] === byte);

export interface ParquetJoiner {
  /** What the file goes on with for the row groups of a whole Parquet file of the same columns. */
  readonly add: (file: Uint8Array) => Uint8Array;
  /** The end of the file. Throws when nothing was added. */
  readonly finish: () => Uint8Array;
}

export function createParquetJoiner(): ParquetJoiner {
  let first: ThriftStruct | undefined;
  let schema: Uint8Array = new Uint8Array(0);
  const groups: ThriftValue[] = [];
  let rows = 0n;
  let position = 0;
  return {
    add: (file) => {
      const footer = footerOf(file);
      const added = listOf(footer, FILE.groups).items as readonly ThriftStruct[];
      const before = first === undefined ? MAGIC.length : 0;
      const columns = schemaOf(footer);
      if (first === undefined) {
        first = footer;
        schema = columns;
      } else if (!sameBytes(schema, columns)) {
        throw internalError('pieces of a Parquet file have different columns');
      }
      const data = file.subarray(MAGIC.length, Math.max(MAGIC.length, ...added.map(endOfGroup)));
      const shift = BigInt(position + before - MAGIC.length);
      for (const group of added) groups.push(moveGroup(group, shift, groups.length));
      rows += integerOf(footer, FILE.rows);
      position += before + data.length;
      return before === 0 ? data : joinParts([MAGIC, data]);
    },
    finish: () => {
      if (first === undefined) throw internalError('a Parquet file of no piece');
      const footer = writeStruct(
        new Map([
          ...first,
          [FILE.rows, { type: I64, value: rows }],
          [FILE.groups, { type: LIST, value: { ...listOf(first, FILE.groups), items: groups } }],
        ]),
      );
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, footer.length, true);
      return joinParts([footer, length, MAGIC]);
    },
  };
}

const schemaOf = (footer: ThriftStruct): Uint8Array =>
  writeStruct(new Map([[FILE.schema, { type: LIST, value: listOf(footer, FILE.schema) }]]));

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Several files as one, in memory. */
export function joinParquet(files: readonly Uint8Array[]): Uint8Array {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return only;
  const joiner = createParquetJoiner();
  const parts = files.map((file) => joiner.add(file));
  return joinParts([...parts, joiner.finish()]);
}

function footerOf(file: Uint8Array): ThriftStruct {
  const end = file.length - 8;
  if (end < MAGIC.length || !isParquet(file) || !isParquet(file.subarray(end + 4))) {
    throw internalError('a piece of a Parquet file is none');
  }
  const length = new DataView(file.buffer, file.byteOffset).getUint32(end, true);
  return readStruct(file.subarray(end - length, end));
}

function integerOf(struct: ThriftStruct, id: number): bigint {
  const value = struct.get(id)?.value;
  if (typeof value !== 'bigint') throw internalError(`a Parquet footer lacks field ${id}`);
  return value;
}

function listOf(struct: ThriftStruct, id: number): ThriftList {
  const field = struct.get(id);
  if (field?.type !== LIST) throw internalError(`a Parquet footer lacks list ${id}`);
  return field.value as ThriftList;
}

const chunksOf = (group: ThriftStruct): readonly ThriftStruct[] =>
  listOf(group, GROUP.columns).items as readonly ThriftStruct[];

function metaOf(chunk: ThriftStruct): ThriftStruct {
  const meta = chunk.get(CHUNK.meta)?.value;
  if (!(meta instanceof Map)) throw internalError('a column chunk of a Parquet file is elsewhere');
  return meta as ThriftStruct;
}

/** Position after the last page of a group. */
const endOfGroup = (group: ThriftStruct): number =>
  Math.max(
    ...chunksOf(group).map((chunk) => {
      const meta = metaOf(chunk);
      const start = meta.has(META.dictionary) ? META.dictionary : META.data;
      return Number(integerOf(meta, start) + integerOf(meta, META.compressed));
    }),
  );

function moveGroup(group: ThriftStruct, shift: bigint, ordinal: number): ThriftStruct {
  const columns = listOf(group, GROUP.columns);
  const items = chunksOf(group).map((chunk) => moveChunk(chunk, shift));
  const moved = new Map<number, ThriftField>([
    ...movedBy(group, [GROUP.offset], shift),
    [GROUP.columns, { type: LIST, value: { ...columns, items } }],
  ]);
  // The ordinal has 16 bits and may be left out.
  if (ordinal < 2 ** 15) moved.set(GROUP.ordinal, { type: I16, value: BigInt(ordinal) });
  else moved.delete(GROUP.ordinal);
  return moved;
}

/** Without its page indexes, which say positions of their own and are not copied. */
function moveChunk(chunk: ThriftStruct, shift: bigint): ThriftStruct {
  const meta = metaOf(chunk);
  const moved = new Map(movedBy(chunk, [CHUNK.offset], shift));
  for (const id of CHUNK.indexes) moved.delete(id);
  const positions = [META.data, META.index, META.dictionary];
  return moved.set(CHUNK.meta, {
    type: chunk.get(CHUNK.meta)?.type ?? 0,
    value: new Map(movedBy(meta, positions, shift)),
  });
}

/** Positions of 0 say nothing: a deprecated field. */
const movedBy = (
  struct: ThriftStruct,
  positions: readonly number[],
  shift: bigint,
): [number, ThriftField][] =>
  [...struct].map(([id, field]) =>
    positions.includes(id) && typeof field.value === 'bigint' && field.value > 0n
      ? [id, { ...field, value: field.value + shift }]
      : [id, field],
  );
