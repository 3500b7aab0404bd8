/** Columns whose values lie in DuckDB's heap, in Arrow's layout, outside of DuckDB's own memory. */
import { internalError, toEngineError, EngineFailure } from '../../../contract/errors.ts';
import {
  type Arena,
  type ArrowType,
  createArena,
  createStructArray,
  writeSchema,
} from './arrow-structs.ts';
import { type CApi, VARCHAR_TYPE } from './c-api.ts';
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

/** @param known true of every value that is not null */
export function makeColumn(
  api: CApi,
  content: Pick<HeapColumn, 'name' | 'type' | 'batches' | 'bytes' | 'free'>,
  known: ColumnStatistics | undefined,
): HeapColumn {
  const { type, batches } = content;
  // What a type holds moves into the statistics, so they get a handle of their own.
  const [logicalType, consumed] = logicalTypesOf(api, type, batches);
  const statistics = known === undefined ? undefined : makeStatistics(api, known, consumed);
  api.withHandle(consumed, api.exports.duckdb_destroy_logical_type);
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

/** The type that DuckDB gives the column, that of its first row, converted: two handles of it. */
function logicalTypesOf(
  api: CApi,
  type: ArrowType,
  batches: readonly HeapBatch[],
): readonly [number, number] {
  const array = batches.find((batch) => batch.kind === 'array');
  const { exports } = api;
  if (array === undefined) {
    const varchar = (): number => exports.duckdb_create_logical_type(VARCHAR_TYPE);
    return [varchar(), varchar()];
  }
  const arena = createArena(api);
  try {
    const schema = convertSchema(api, [type]);
    try {
      const rows = createStructArray(api, arena, 1);
      rows.aim([{ array: array.array, from: 0 }], 1);
      const chunk = convertRows(api, rows.pointer, schema);
      const vector = exports.duckdb_data_chunk_get_vector(chunk, 0, 0);
      const typeOf = (): number => exports.duckdb_vector_get_column_type(vector);
      const types = [typeOf(), typeOf()] as const;
      api.withHandle(chunk, exports.duckdb_destroy_data_chunk);
      return types;
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

/** Frees on failure what was taken; failures of libraries become the engine's. */
export function orFree<T>(arena: Pick<Arena, 'free'>, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    arena.free();
    throw thrown instanceof EngineFailure
      ? thrown
      : new EngineFailure(toEngineError(thrown), { cause: thrown });
  }
}
