/** Reads the rows of a table in memory, a chunk at a time. */
import { internalError } from '../../../contract/errors.ts';
import { createArena, createStructArray } from './arrow-structs.ts';
import type { CApi } from './c-api.ts';
import { convertRows, convertSchema, type HeapBatch, type HeapColumn } from './heap-column.ts';

export interface MemoryTable {
  readonly columns: readonly HeapColumn[];
  readonly rows: number;
}

export interface Scan {
  /** Fills a `duckdb_data_chunk`; with no rows at the end. */
  readonly next: (chunk: number) => void;
  readonly close: () => void;
}

/** DuckDB's vector size. */
const CHUNK_ROWS = 2048;

/** A column of the scan: where it stands in the chunk, its batches, and how far it is read. */
interface Cursor {
  readonly target: number;
  readonly column: HeapColumn;
  batch: number;
  /** Row in the batch. */
  at: number;
}

/**
 * @param columns positions of the table's columns, in the order of the chunk; one beyond them stands
 *   for a column that nobody reads
 */
export function createScan(api: CApi, table: MemoryTable, columns: readonly number[]): Scan {
  const { exports } = api;
  const arena = createArena(api);
  const rowsOf = createStructArray(api, arena, columns.length);
  const schemas = new Map<string, number>();
  const selections: (number | undefined)[] = [];
  const cursors = columns.flatMap((index, target): Cursor[] => {
    const column = table.columns[index];
    return column === undefined ? [] : [{ target, column, batch: 0, at: 0 }];
  });
  let left = table.rows;

  const batchOf = ({ column, batch }: Cursor): HeapBatch => {
    const found = column.batches[batch];
    if (found === undefined) throw internalError(`column ${column.name} has too few rows`);
    return found;
  };

  /** The converted schema of these columns: one for each set that comes together. */
  const schemaOf = (arrays: readonly Cursor[]): number => {
    const key = arrays.map(({ target }) => target).join();
    let schema = schemas.get(key);
    if (schema === undefined) {
      schema = convertSchema(
        api,
        arrays.map(({ column }) => column.type),
      );
      schemas.set(key, schema);
    }
    return schema;
  };

  const readArrays = (chunk: number, arrays: readonly Cursor[], rows: number): void => {
    const [first] = arrays;
    if (first === undefined) return;
    const parts = arrays.map((cursor) => {
      const batch = batchOf(cursor);
      return { array: batch.kind === 'array' ? batch.array : 0, from: cursor.at };
    });
    rowsOf.aim(parts, rows);
    const converted = convertRows(api, rowsOf.pointer, schemaOf(arrays));
    arrays.forEach(({ target }, i) => {
      exports.duckdb_vector_reference_vector(
        exports.duckdb_data_chunk_get_vector(chunk, target, 0),
        exports.duckdb_data_chunk_get_vector(converted, i, 0),
      );
    });
    api.withHandle(converted, exports.duckdb_destroy_data_chunk);
  };

  const selectionOf = (target: number): number =>
    (selections[target] ??= exports.duckdb_create_selection_vector(CHUNK_ROWS, 0));

  const readDictionary = (chunk: number, cursor: Cursor, rows: number): void => {
    const batch = batchOf(cursor);
    if (batch.kind !== 'dictionary') return;
    const vector = exports.duckdb_data_chunk_get_vector(chunk, cursor.target, 0);
    const selection = selectionOf(cursor.target);
    const from = batch.indices + 4 * cursor.at;
    const to = exports.duckdb_selection_vector_get_data_ptr(selection);
    api.bytes().copyWithin(to, from, from + 4 * rows);
    exports.duckdb_vector_reference_vector(vector, batch.vector);
    exports.duckdb_slice_vector(vector, selection, rows, 0);
  };

  return {
    next: (chunk) => {
      if (left === 0) {
        exports.duckdb_data_chunk_set_size(chunk, 0, 0);
        return;
      }
      // Batches of different columns need not end together.
      const rows = cursors.reduce(
        (least, cursor) => Math.min(least, batchOf(cursor).rows - cursor.at),
        Math.min(CHUNK_ROWS, left),
      );
      readArrays(
        chunk,
        cursors.filter((cursor) => batchOf(cursor).kind === 'array'),
        rows,
      );
      for (const cursor of cursors) readDictionary(chunk, cursor, rows);
      exports.duckdb_data_chunk_set_size(chunk, rows, 0);
      left -= rows;
      for (const cursor of cursors) {
        cursor.at += rows;
        if (cursor.at < batchOf(cursor).rows) continue;
        cursor.batch += 1;
        cursor.at = 0;
      }
    },
    close: () => {
      for (const schema of schemas.values()) {
        api.withHandle(schema, exports.duckdb_destroy_arrow_converted_schema);
      }
      schemas.clear();
      for (const selection of selections.splice(0)) {
        if (selection !== undefined) exports.duckdb_destroy_selection_vector(selection);
      }
      arena.free();
    },
  };
}
