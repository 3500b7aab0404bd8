/**
 * One Parquet file from several: the bytes of their row groups one after the other, and a footer that
 * says where they now lie.
 */
import { internalError } from '../../../contract/errors.ts';
import {
  CHUNK,
  chunkRange,
  endOfFile,
  FILE,
  GROUP,
  integer,
  integerOf,
  listOf,
  MAGIC,
  moveChunk,
  structOf,
  structsOf,
} from '../../../sources/parquet/footer.ts';
import {
  I16,
  I64,
  LIST,
  readStruct,
  STRUCT,
  type ThriftField,
  type ThriftStruct,
  writeStruct,
} from '../../../sources/parquet/thrift-compact.ts';
import { joinParts } from '../../arrow/ipc.ts';

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
  const groups: ThriftStruct[] = [];
  let rows = 0;
  let position = 0;
  return {
    add: (file) => {
      const footer = footerOf(file);
      const added = structsOf(footer, FILE.rowGroups);
      const before = first === undefined ? MAGIC.length : 0;
      const columns = schemaOf(footer);
      if (first === undefined) {
        first = footer;
        schema = columns;
      } else if (!sameBytes(schema, columns)) {
        throw internalError('pieces of a Parquet file have different columns');
      }
      const data = file.subarray(MAGIC.length, Math.max(MAGIC.length, ...added.map(endOfGroup)));
      const by = position + before - MAGIC.length;
      for (const group of added) groups.push(moveGroup(group, by, groups.length));
      rows += integerOf(footer, FILE.rows);
      position += before + data.length;
      return before === 0 ? data : joinParts([MAGIC, data]);
    },
    finish: () => {
      if (first === undefined) throw internalError('a Parquet file of no piece');
      return endOfFile(
        new Map([
          ...first,
          [FILE.rows, integer(I64, rows)],
          [FILE.rowGroups, { type: LIST, value: { type: STRUCT, items: groups } }],
        ]),
      );
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

/** Position after the last page of a group. */
const endOfGroup = (group: ThriftStruct): number =>
  Math.max(
    ...structsOf(group, GROUP.columns).map((chunk) => {
      const { start, length } = chunkRange(structOf(chunk, CHUNK.metadata));
      return start + length;
    }),
  );

function moveGroup(group: ThriftStruct, by: number, ordinal: number): ThriftStruct {
  const items = structsOf(group, GROUP.columns).map((chunk) => moveColumn(chunk, by));
  const moved = new Map<number, ThriftField>([
    ...group,
    [GROUP.columns, { type: LIST, value: { type: STRUCT, items } }],
  ]);
  if (moved.has(GROUP.offset)) {
    moved.set(GROUP.offset, integer(I64, integerOf(group, GROUP.offset) + by));
  }
  // The ordinal has 16 bits and may be left out; it is the last field that a group can have.
  if (ordinal < 2 ** 15) moved.set(GROUP.ordinal, integer(I16, ordinal));
  else moved.delete(GROUP.ordinal);
  return moved;
}

/** Without its page indexes, which say positions of their own and are not copied. */
function moveColumn(chunk: ThriftStruct, by: number): ThriftStruct {
  const moved = new Map(chunk);
  const { offsetIndex, offsetIndexLength, columnIndex, columnIndexLength } = CHUNK;
  for (const id of [offsetIndex, offsetIndexLength, columnIndex, columnIndexLength]) {
    moved.delete(id);
  }
  // A deprecated field: 0 says nothing.
  const offset = integerOf(chunk, CHUNK.offset);
  return moved.set(CHUNK.offset, integer(I64, offset === 0 ? 0 : offset + by)).set(CHUNK.metadata, {
    type: STRUCT,
    value: moveChunk(structOf(chunk, CHUNK.metadata), by),
  });
}
