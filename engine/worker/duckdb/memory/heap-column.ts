/** Columns whose values lie in DuckDB's heap, in Arrow's layout, outside of DuckDB's own memory. */
import type { Data } from 'apache-arrow';
import { DataType } from 'apache-arrow';
import { internalError, toEngineError, EngineFailure } from '../../../contract/errors.ts';
import type { FlatColumn, FlatField, FlatSource } from '../../arrow/flat-column.ts';
import { decodeStream } from '../../arrow/ipc.ts';
import { layoutOf } from '../../arrow/layout.ts';
import { plainBatches } from '../../arrow/plain-batches.ts';
import {
  type Arena,
  type ArrowNode,
  type ArrowType,
  createArena,
  createStructArray,
  writeArray,
  writeBytes,
  writeSchema,
} from './arrow-structs.ts';
import { arrowTypeOf, decimalFormat, flatFormat } from './arrow-types.ts';
import { type CApi, VARCHAR_TYPE } from './c-api.ts';
import { learnFlat, streamStatistics } from './column-statistics.ts';
import { type DictionaryVector, writeDictionary } from './dictionary-vector.ts';
import { type ColumnStatistics, freeStatistics, makeStatistics } from './statistics.ts';

/** One batch of a column. */
export type HeapBatch =
  /** An `ArrowArray`. */
  | { readonly kind: 'array'; readonly rows: number; readonly array: number }
  /** Rows are positions in a DuckDB vector. */
  | {
      readonly kind: 'dictionary';
      readonly rows: number;
      /** 32-bit positions. */
      readonly indices: number;
      readonly vector: number;
    };

/** At least one batch; none is empty. */
export interface HeapColumn {
  readonly name: string;
  readonly type: ArrowType;
  /** `duckdb_logical_type`. */
  readonly logicalType: number;
  /** `BaseStatistics`; undefined where nothing is known. */
  readonly statistics: number | undefined;
  readonly batches: readonly HeapBatch[];
  readonly rows: number;
  readonly bytes: number;
  /** The column must not be used by a table any more. */
  readonly free: () => void;
}

/**
 * Columns of one whole Arrow IPC stream, given in parts. It is copied once; columns share the copy,
 * which is freed with the last of them. Gives nothing when the stream has no rows.
 * Throws operational `out-of-memory`, internal errors for streams that cannot be decoded.
 */
export function loadStream(api: CApi, parts: readonly Uint8Array[]): HeapColumn[] {
  const shared = createArena(api);
  return orFree(shared, () => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const start = shared.take(length);
    const heap = api.bytes();
    let end = start;
    for (const part of parts) {
      heap.set(part, end);
      end += part.length;
    }
    // Decoded where it lies: the views' offsets are addresses. They die when the heap grows.
    const { fields, batches: plain } = plainBatches(decodeStream(heap.subarray(start, end)));
    // Before anything else is allocated, which may replace the heap under the views.
    const known = fields.map((field, i) =>
      streamStatistics(
        field.type,
        plain.map(({ columns }) => columns[i]),
      ),
    );
    const nodes = plain.map(({ columns }) => columns.map((data) => draftOf(data, heap)));
    const [first] = nodes;
    if (first === undefined) {
      shared.free();
      return [];
    }
    let users = fields.length;
    const release = (): void => {
      users -= 1;
      if (users === 0) shared.free();
    };
    return fields.map((field, i): HeapColumn => {
      const { narrow } = first[i] ?? {};
      const declared = arrowTypeOf(field);
      const type = narrow === undefined ? declared : { ...declared, format: narrow };
      const batches = nodes.map((row): HeapBatch => {
        const draft = row[i];
        if (draft === undefined) throw internalError(`a batch without column ${field.name}`);
        const array = writeArray(api, shared, settle(api, shared, draft.node));
        return { kind: 'array', rows: draft.node.length, array };
      });
      const share = Math.ceil(length / fields.length);
      const { name } = field;
      return column(api, { name, type, batches, bytes: share, free: release }, known[i]);
    });
  });
}

/** A flat column with rows, decoded into the heap; undefined where a batch cannot be decoded. */
export function loadFlat(api: CApi, source: FlatSource): HeapColumn | undefined {
  const { field, rows, decode } = source;
  const arena = createArena(api);
  const vectors: DictionaryVector[] = [];
  const free = (): void => {
    for (const vector of vectors) vector.free();
    arena.free();
  };
  return orFree({ free }, () => {
    const learner = learnFlat(field.type);
    const batches: HeapBatch[] = [];
    for (const [i, count] of rows.entries()) {
      if (count === 0) continue;
      const values = decode(i, (sizes) => allocateIn(api, arena, sizes));
      if (values === undefined) {
        free();
        return undefined;
      }
      learner.add(values);
      if (values.kind === 'dictionary') {
        const [indices = 0] = placed(api, arena, [bytesOf(values.indices)]);
        const vector = writeDictionary(api, arena, values.dictionary, values.nullCount > 0);
        vectors.push(vector);
        batches.push({ kind: 'dictionary', rows: count, indices, vector: vector.vector });
      } else {
        batches.push({ kind: 'array', rows: count, array: writeFlat(api, arena, values, count) });
      }
    }
    const { name } = field;
    const content = { name, type: flatType(field), batches, bytes: arena.bytes(), free };
    return column(api, content, learner.finish());
  });
}

/** In one piece, so that the heap grows before the first array is there. */
function allocateIn(api: CApi, arena: Arena, sizes: readonly number[]): Uint8Array[] {
  const lengths = sizes.map((size) => (size + 7) & ~7);
  let at = arena.take(lengths.reduce((sum, length) => sum + length, 0));
  const heap = api.bytes();
  return sizes.map((size, i) => {
    const array = heap.subarray(at, at + size);
    at += lengths[i] ?? 0;
    return array;
  });
}

/** Addresses of arrays: where they lie in the heap, or of copies. */
function placed(api: CApi, arena: Arena, arrays: readonly Uint8Array[]): number[] {
  const { buffer } = api.bytes();
  const drafts = arrays.map((array) =>
    array.byteLength === 0 ? 0 : array.buffer === buffer ? array.byteOffset : array,
  );
  return drafts.map((draft) => (typeof draft === 'number' ? draft : writeBytes(api, arena, draft)));
}

const flatType = ({ name, type }: FlatField): ArrowType => ({
  name,
  format: flatFormat(type),
  children: [],
});

function column(
  api: CApi,
  content: Pick<HeapColumn, 'name' | 'type' | 'batches' | 'bytes' | 'free'>,
  known: ColumnStatistics | undefined,
): HeapColumn {
  const { type, batches } = content;
  const logicalType = logicalTypeOf(api, type, batches);
  const statistics = known === undefined ? undefined : statisticsOf(api, known, type, batches);
  let freed = false;
  return {
    ...content,
    logicalType,
    statistics,
    rows: batches.reduce((sum, batch) => sum + batch.rows, 0),
    free: () => {
      if (freed) return;
      freed = true;
      api.withHandle(logicalType, api.exports.duckdb_destroy_logical_type);
      if (statistics !== undefined) freeStatistics(api, statistics);
      content.free();
    },
  };
}

function statisticsOf(
  api: CApi,
  known: ColumnStatistics,
  type: ArrowType,
  batches: readonly HeapBatch[],
): number {
  // Its content moves into the statistics, so they get a type of their own.
  const logicalType = logicalTypeOf(api, type, batches);
  const statistics = makeStatistics(api, known, logicalType);
  api.withHandle(logicalType, api.exports.duckdb_destroy_logical_type);
  return statistics;
}

/** The type that DuckDB gives the column: that of its first row, converted. */
function logicalTypeOf(api: CApi, type: ArrowType, batches: readonly HeapBatch[]): number {
  const array = batches.find((batch) => batch.kind === 'array');
  if (array === undefined) return api.exports.duckdb_create_logical_type(VARCHAR_TYPE);
  const arena = createArena(api);
  try {
    const schema = convertSchema(api, [type]);
    try {
      const rows = createStructArray(api, arena, 1);
      rows.aim([{ array: array.array, from: 0 }], 1);
      const chunk = convertRows(api, rows.pointer, schema);
      const vector = api.exports.duckdb_data_chunk_get_vector(chunk, 0, 0);
      const logicalType = api.exports.duckdb_vector_get_column_type(vector);
      api.withHandle(chunk, api.exports.duckdb_destroy_data_chunk);
      return logicalType;
    } finally {
      api.withHandle(schema, api.exports.duckdb_destroy_arrow_converted_schema);
    }
  } finally {
    arena.free();
  }
}

/** A `duckdb_arrow_converted_schema` of these columns. Throws internal. */
export function convertSchema(api: CApi, types: readonly ArrowType[]): number {
  const arena = createArena(api);
  try {
    const schema = writeSchema(api, arena, types);
    return output(api, (out) => api.exports.duckdb_schema_from_arrow(api.connection, schema, out));
  } finally {
    arena.free();
  }
}

/** A `duckdb_data_chunk` whose vectors are views of the arrays where their layouts agree. */
export const convertRows = (api: CApi, array: number, schema: number): number =>
  output(api, (out) =>
    api.exports.duckdb_data_chunk_from_arrow(api.connection, array, schema, out),
  );

/** The handle that a function puts out, or its error thrown. */
function output(api: CApi, call: (out: number) => number): number {
  return api.withHandle(0, (out) => {
    const error = call(out);
    if (error === 0) return api.view().getUint32(out, true);
    const message = api.readText(api.exports.duckdb_error_data_message(error));
    api.withHandle(error, api.exports.duckdb_destroy_error_data);
    throw internalError(`DuckDB cannot read an Arrow column: ${message}`);
  });
}

/** A node whose buffers are addresses, or bytes that have none yet. */
interface Draft extends Omit<ArrowNode, 'buffers' | 'children'> {
  readonly buffers: readonly (number | Uint8Array)[];
  readonly children: readonly Draft[];
}

function draftOf(data: Data, heap: Uint8Array): { node: Draft; narrow: string | undefined } {
  const narrow = narrowDecimals(data);
  return { node: nodeOf(data, heap), narrow };
}

function nodeOf(data: Data, heap: Uint8Array): Draft {
  const place = (view: unknown): number | Uint8Array => {
    if (!ArrayBuffer.isView(view) || view.byteLength === 0) return 0;
    if (view.buffer === heap.buffer) return view.byteOffset;
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  };
  const validity = data.nullCount === 0 ? 0 : place(data.nullBitmap);
  const buffers = (): (number | Uint8Array)[] => {
    switch (layoutOf(data.type)) {
      case 'null':
        return [];
      case 'bits':
      case 'fixed':
        return [validity, place(data.values)];
      case 'bytes':
        return [validity, place(data.valueOffsets), place(data.values)];
      case 'list':
        return [validity, place(data.valueOffsets)];
      case 'fixed-list':
      case 'struct':
        return [validity];
      case 'sparse-union':
        return [place(data.typeIds)];
      case 'dense-union':
        return [place(data.typeIds), place(data.valueOffsets)];
    }
  };
  return {
    length: data.length,
    nullCount: DataType.isUnion(data.type) ? 0 : data.nullCount,
    buffers: buffers(),
    children: data.children.map((child) => nodeOf(child, heap)),
  };
}

/**
 * Decimals of up to 18 digits come with 128 bits; DuckDB holds them in 64 or 32 and would convert them
 * one by one in every scan. They are narrowed where they lie. Gives the new format.
 */
function narrowDecimals({ type, values, length }: Data): string | undefined {
  if (!DataType.isDecimal(type) || type.bitWidth !== 128 || type.precision > 18) return undefined;
  const words = values as Uint32Array;
  if (type.precision <= 9) {
    for (let row = 0; row < length; row++) words[row] = words[4 * row] as number;
    return decimalFormat(type.precision, type.scale, 32);
  }
  for (let row = 0; row < length; row++) {
    words[2 * row] = words[4 * row] as number;
    words[2 * row + 1] = words[4 * row + 1] as number;
  }
  return decimalFormat(type.precision, type.scale, 64);
}

const settle = (api: CApi, arena: Arena, draft: Draft): ArrowNode => ({
  ...draft,
  buffers: draft.buffers.map((buffer) =>
    typeof buffer === 'number' ? buffer : writeBytes(api, arena, buffer),
  ),
  children: draft.children.map((child) => settle(api, arena, child)),
});

function writeFlat(
  api: CApi,
  arena: Arena,
  values: Exclude<FlatColumn, { kind: 'dictionary' }>,
  rows: number,
): number {
  const { validity = new Uint8Array(), nullCount } = values;
  const arrays =
    'offsets' in values
      ? [validity, bytesOf(values.offsets), values.bytes]
      : [validity, values.values];
  const buffers = placed(api, arena, arrays);
  return writeArray(api, arena, { length: rows, nullCount, buffers, children: [] });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function orFree<T>(arena: Pick<Arena, 'free'>, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    arena.free();
    throw thrown instanceof EngineFailure
      ? thrown
      : new EngineFailure(toEngineError(thrown), { cause: thrown });
  }
}
