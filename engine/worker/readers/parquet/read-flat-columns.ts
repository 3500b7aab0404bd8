/** Flat columns of row groups, decoded without parquet-wasm (docs/adr/0009). */
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { internalError } from '../../../contract/errors.ts';
import type { ByteRange } from '../../../sources/parquet/project-file.ts';
import type { FlatField, FlatSource } from '../../arrow/flat-column.ts';
import { flatTypeOf } from '../../arrow/flat-type.ts';
import { type ChunkColumn, decodeChunk, isKnownColumn } from './decode/decode-chunk.ts';
import { type Codec, openCodec } from './decode/decompress.ts';
import { corruptParquet, type OpenParquet } from './parquet-file.ts';
import { topLevelElements } from './parquet-types.ts';

/**
 * Those of the top-level `columns` that are flat and known in all of these row groups as far as the
 * footer tells, their bytes read: to be decoded before other columns are read. The types are those that `OpenParquet.read` gives. Throws user
 * `corrupt-file`, which names the row group; so does decoding.
 */
export async function openFlatColumns(
  parquet: OpenParquet,
  rowGroups: readonly number[],
  columns: readonly string[],
): Promise<readonly FlatSource[]> {
  const rows = rowGroups.map((group) => rowsOf(parquet, group));
  const wanted = flatColumns(parquet, rowGroups, columns, await openCodecs(parquet, rowGroups));
  const bytes = await parquet.readRanges(
    wanted.flatMap(({ chunks }) => chunks.map(({ range }) => range)),
  );
  return wanted.map(({ field, column, chunks }) => ({
    field,
    rows,
    decode: (batch, allocate) => {
      const chunk = chunks[batch];
      if (chunk === undefined) return undefined;
      const { range, codec, group } = chunk;
      if (!bytes.isCurrent()) throw internalError('the bytes of a column were read over');
      return blame(parquet, group, () =>
        decodeChunk(bytes.get(range), codec, column, rows[batch] ?? 0, allocate),
      );
    },
  }));
}

type Codecs = ReadonlyMap<CompressionCodec, Codec>;

/** The known ones among those of the row groups. */
async function openCodecs(parquet: OpenParquet, rowGroups: readonly number[]): Promise<Codecs> {
  const names = new Set(
    rowGroups
      .flatMap((group) => parquet.metadata.row_groups[group]?.columns ?? [])
      .flatMap(({ meta_data }) => meta_data?.codec ?? []),
  );
  const codecs = new Map<CompressionCodec, Codec>();
  for (const name of names) {
    const codec = await openCodec(name);
    if (codec !== undefined) codecs.set(name, codec);
  }
  return codecs;
}

interface Chunk {
  readonly group: number;
  readonly codec: Codec;
  readonly range: ByteRange;
}

interface WantedColumn {
  readonly field: FlatField;
  readonly column: ChunkColumn;
  /** One for each row group. */
  readonly chunks: readonly Chunk[];
}

/** The columns that are flat as far as the footer tells. */
function flatColumns(
  parquet: OpenParquet,
  rowGroups: readonly number[],
  columns: readonly string[],
  codecs: Codecs,
): WantedColumn[] {
  const types = new Map(parquet.fields().map(({ name, type }) => [name, flatTypeOf(type)]));
  const elements = uniqueLeaves(topLevelElements(parquet.metadata.schema));
  return columns.flatMap((name) => {
    const type = types.get(name);
    const element = elements.get(name);
    if (type === undefined || element?.type === undefined) return [];
    const optional = element.repetition_type === 'OPTIONAL';
    const { type: physical, type_length: typeLength } = element;
    const column: ChunkColumn = { type, physical, typeLength, optional };
    if (!isKnownColumn(column)) return [];
    const chunks = rowGroups.flatMap((group) => chunkOf(parquet, group, name, codecs) ?? []);
    if (chunks.length < rowGroups.length) return [];
    return [{ field: { name, type, nullable: optional }, column, chunks }];
  });
}

function uniqueLeaves(elements: readonly SchemaElement[]): ReadonlyMap<string, SchemaElement> {
  const leaves = new Map<string, SchemaElement>();
  const seen = new Set<string>();
  for (const element of elements) {
    const isFlat = (element.num_children ?? 0) === 0 && element.repetition_type !== 'REPEATED';
    if (isFlat && !seen.has(element.name)) leaves.set(element.name, element);
    else leaves.delete(element.name);
    seen.add(element.name);
  }
  return leaves;
}

/** Undefined when the footer says that its pages are not known here. */
function chunkOf(
  parquet: OpenParquet,
  group: number,
  name: string,
  codecs: Codecs,
): Chunk | undefined {
  const chunk = parquet.metadata.row_groups[group]?.columns.find(({ meta_data }) => {
    const path = meta_data?.path_in_schema;
    return path?.length === 1 && path[0] === name;
  });
  const meta = chunk?.meta_data;
  // Encrypted, or in another file: `OpenParquet.read` has the words for that.
  if (meta === undefined || chunk?.crypto_metadata !== undefined) return undefined;
  const codec = codecs.get(meta.codec);
  if (chunk?.file_path !== undefined || codec === undefined) return undefined;
  const dataPage = Number(meta.data_page_offset);
  // Some writers say 0 for "none".
  const dictionaryPage = Number(meta.dictionary_page_offset ?? 0);
  const start = dictionaryPage > 0 ? Math.min(dictionaryPage, dataPage) : dataPage;
  const length = Number(meta.total_compressed_size);
  return blame(parquet, group, () => {
    if (start < 0 || length < 0 || start + length > parquet.file.size) {
      throw new RangeError(`column ${name} lies beyond the file`);
    }
    return { group, codec, range: { start, length } };
  });
}

function rowsOf(parquet: OpenParquet, group: number): number {
  const rows = parquet.metadata.row_groups[group]?.num_rows;
  return blame(parquet, group, () => {
    if (rows === undefined || rows < 0n || rows > 0x7fffffffn) {
      throw new RangeError(`a row group of ${rows ?? 'no'} rows`);
    }
    return Number(rows);
  });
}

function blame<T>(parquet: OpenParquet, group: number, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw corruptParquet(parquet.file, group, thrown);
  }
}
