/**
 * A small Parquet file of some row groups and columns of another: the same column chunks, byte for
 * byte, under a footer of their own. parquet-wasm reads such a file in one synchronous call; its
 * asynchronous reader, which could pick by itself, never answers when a page is damaged.
 */
import {
  CHUNK,
  chunkRange,
  endOfFile,
  fieldOf,
  FILE,
  GROUP,
  integer,
  integerOf,
  listOf,
  MAGIC,
  META,
  moveChunk,
  SCHEMA,
  structOf,
  structsOf,
} from './footer.ts';
import {
  I32,
  I64,
  LIST,
  readStruct,
  STRUCT,
  type ThriftField,
  type ThriftList,
  type ThriftStruct,
} from './thrift-compact.ts';

/** Bytes that the projected file takes from the original, in the order in which they follow each other. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

export interface Projection {
  readonly ranges: readonly ByteRange[];
  /** What follows the ranges: footer, its length, magic. The file begins with `PAR1`. */
  readonly footer: Uint8Array;
}

/** Reads a footer: the bytes between the last column chunk and the length that ends the file. */
export const readFileMetadata = (footer: Uint8Array): ThriftStruct => readStruct(footer);

/**
 * @param columns top-level columns; the order is the file's
 * Throws `RangeError` for a footer without the fields that every Parquet file has.
 */
export function projectFile(
  metadata: ThriftStruct,
  rowGroups: readonly number[],
  columns: ReadonlySet<string>,
): Projection {
  const ranges: ByteRange[] = [];
  let offset = MAGIC.length;

  const projectChunk = (chunk: ThriftStruct): ThriftStruct => {
    if (chunk.has(CHUNK.path) || chunk.has(CHUNK.crypto)) {
      throw new RangeError('the columns are encrypted or lie in other files');
    }
    const meta = structOf(chunk, CHUNK.metadata);
    const range = chunkRange(meta);
    const fields = moveChunk(meta, offset - range.start);
    fields.delete(META.statistics);
    const moved = new Map([
      [CHUNK.offset, integer(I64, offset)],
      [CHUNK.metadata, { type: STRUCT, value: fields }],
    ]);
    ranges.push(range);
    offset += range.length;
    return moved;
  };

  const groups = structsOf(metadata, FILE.rowGroups);
  const projected = rowGroups.map((index): ThriftStruct => {
    const group = groups[index];
    if (group === undefined) throw new RangeError(`no row group ${index}`);
    const chunks = structsOf(group, GROUP.columns).filter((chunk) =>
      columns.has(topLevelName(chunk)),
    );
    return new Map([
      [
        GROUP.columns,
        {
          type: LIST,
          value: { type: STRUCT, items: chunks.map(projectChunk) },
        },
      ],
      [GROUP.bytes, fieldOf(group, GROUP.bytes)],
      [GROUP.rows, fieldOf(group, GROUP.rows)],
    ]);
  });
  const rows = projected.reduce((sum, group) => sum + integerOf(group, GROUP.rows), 0);
  const file = new Map<number, ThriftField>([
    [FILE.version, fieldOf(metadata, FILE.version)],
    [FILE.schema, { type: LIST, value: projectSchema(listOf(metadata, FILE.schema), columns) }],
    [FILE.rows, integer(I64, rows)],
    [FILE.rowGroups, { type: LIST, value: { type: STRUCT, items: projected } }],
  ]);
  // Readers look at the writer's name for the bugs of old versions. Arrow's own schema, which may name
  // types that Parquet knows nothing of, is among the key-value pairs that are left out.
  const createdBy = metadata.get(FILE.createdBy);
  if (createdBy !== undefined) file.set(FILE.createdBy, createdBy);
  return { ranges, footer: endOfFile(file) };
}

/** Schema elements stand depth first; the root counts its children. */
function projectSchema(schema: ThriftList, columns: ReadonlySet<string>): ThriftList {
  const elements = schema.items as readonly ThriftStruct[];
  const kept: ThriftStruct[] = [];
  let children = 0;
  let at = 1;
  while (at < elements.length) {
    const end = subtreeEnd(elements, at);
    const element = elements[at] as ThriftStruct;
    if (columns.has(textOf(element, SCHEMA.name))) {
      kept.push(...elements.slice(at, end));
      children++;
    }
    at = end;
  }
  const root = new Map(elements[0] ?? []);
  root.set(SCHEMA.children, integer(I32, children));
  return { type: STRUCT, items: [inOrder(root), ...kept] };
}

function subtreeEnd(elements: readonly ThriftStruct[], start: number): number {
  let end = start + 1;
  const element = elements[start];
  const children = element?.has(SCHEMA.children) === true ? integerOf(element, SCHEMA.children) : 0;
  for (let i = 0; i < children; i++) end = subtreeEnd(elements, end);
  return end;
}

const inOrder = (struct: ThriftStruct): ThriftStruct =>
  new Map([...struct].sort(([a], [b]) => a - b));

function topLevelName(chunk: ThriftStruct): string {
  const [first] = listOf(structOf(chunk, CHUNK.metadata), META.path).items;
  return decoder.decode(first as Uint8Array);
}

const decoder = new TextDecoder();

const textOf = (struct: ThriftStruct, id: number): string =>
  decoder.decode(fieldOf(struct, id).value as Uint8Array);

/** The projected file from the bytes of its ranges. */
export function assembleFile(
  projection: Projection,
  read: (range: ByteRange) => Uint8Array,
): Uint8Array {
  const length = projection.ranges.reduce((sum, range) => sum + range.length, 0);
  const out = new Uint8Array(MAGIC.length + length + projection.footer.length);
  out.set(MAGIC);
  let at = MAGIC.length;
  for (const range of projection.ranges) {
    out.set(read(range), at);
    at += range.length;
  }
  out.set(projection.footer, at);
  return out;
}
