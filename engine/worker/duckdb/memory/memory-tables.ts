/**
 * Tables over columns in the heap, read by the table function `sluice_rows(id)`. Nothing is inserted:
 * each chunk of 2,048 rows is handed over as vectors that point to the columns.
 */
import { internalError } from '../../../contract/errors.ts';
import type { FlatSource } from '../../arrow/flat-column.ts';
import { BIGINT_TYPE, type CApi } from './c-api.ts';
import type { HeapColumn } from './heap-column.ts';
import { loadFlat } from './load-flat.ts';
import { loadStream } from './load-stream.ts';
import { copyStatistics, offerStatistics } from './statistics.ts';
import { createScan, type MemoryTable, type Scan } from './memory-scan.ts';

const FUNCTION = 'sluice_rows';

/** How much of a function's bind data is searched for ours: it stands behind a table and a list. */
const BIND_DATA_WORDS = 16;

export interface MemoryTables {
  /** Columns of one whole Arrow IPC stream in parts; none when it has no rows. */
  readonly loadStream: (parts: readonly Uint8Array[]) => HeapColumn[];
  /** A column that has rows; undefined where one of its batches cannot be decoded so. */
  readonly loadFlat: (source: FlatSource) => HeapColumn | undefined;
  /** A table of these columns, which have the same rows. They stay until it is detached. */
  readonly attach: (columns: readonly HeapColumn[]) => AttachedTable;
}

export interface AttachedTable {
  /** What SQL selects from. */
  readonly sql: string;
  readonly rows: number;
  /** No query reads it any more. Idempotent. */
  readonly detach: () => void;
}

/** Registers the table function: once for each instance, before its configuration is locked. */
export function createMemoryTables(api: CApi): MemoryTables {
  /** By what their bind data is: the address of some bytes, so that no other number is taken for it. */
  const bound = new Map<number, MemoryTable>();
  const tables = new Map<number, { readonly cell: number; readonly table: MemoryTable }>();
  const scans = new Map<number, Scan>();
  let nextTable = 1;
  let nextScan = 1;

  const bind = (info: number): void => {
    const { exports } = api;
    const value = exports.duckdb_bind_get_parameter(info, 0, 0);
    const id = exports.duckdb_get_int64(value);
    api.withHandle(value, exports.duckdb_destroy_value);
    const found = tables.get(id);
    if (found === undefined) throw internalError(`there are no rows ${id} in memory`);
    const { cell, table } = found;
    for (const { name, logicalType } of table.columns) {
      api.withText(name, (text) => {
        exports.duckdb_bind_add_result_column(info, text, logicalType);
      });
    }
    exports.duckdb_bind_set_cardinality(info, table.rows, 0, 1);
    exports.duckdb_bind_set_bind_data(info, cell, 0);
  };

  const initialise = (info: number): void => {
    const { exports } = api;
    const table = bound.get(exports.duckdb_init_get_bind_data(info));
    if (table === undefined) throw internalError('rows in memory went while they were read');
    const count = exports.duckdb_init_get_column_count(info);
    const columns = Array.from({ length: count }, (_, i) =>
      exports.duckdb_init_get_column_index(info, i, 0),
    );
    const id = nextScan++;
    scans.set(id, createScan(api, table, columns));
    exports.duckdb_init_set_init_data(info, id, destroyScan);
  };

  const read = (info: number, chunk: number): void => {
    const scan = scans.get(api.exports.duckdb_function_get_init_data(info));
    if (scan === undefined) throw internalError('a scan of rows in memory was not begun');
    scan.next(chunk);
  };

  /** The C API's bind data stands somewhere in the C++ object. */
  const tableOf = (bindData: number): MemoryTable | undefined => {
    const view = api.view();
    for (let word = 0; word < BIND_DATA_WORDS; word++) {
      const table = bound.get(view.getUint32(bindData + 4 * word, true));
      if (table !== undefined) return table;
    }
    return undefined;
  };

  /** A `BaseStatistics`, or null: nothing is known. */
  const statistics = (_context: number, bindData: number, column: bigint): number => {
    const known = tableOf(bindData)?.columns[Number(column)]?.statistics;
    return known === undefined ? 0 : copyStatistics(api, known);
  };

  /** Errors are reported: thrown, they would tear down DuckDB's stack. */
  const reporting = (
    info: number,
    report: (info: number, text: number) => void,
    work: () => void,
  ): void => {
    try {
      work();
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      api.withText(message, (text) => report(info, text));
    }
  };

  const destroyScan = api.callback('i:', (id) => {
    scans.get(id)?.close();
    scans.delete(id);
  });

  const register = (): void => {
    const { exports } = api;
    const table = exports.duckdb_create_table_function();
    const type = exports.duckdb_create_logical_type(BIGINT_TYPE);
    api.withText(FUNCTION, (text) => exports.duckdb_table_function_set_name(table, text));
    exports.duckdb_table_function_add_parameter(table, type);
    api.withHandle(type, exports.duckdb_destroy_logical_type);
    exports.duckdb_table_function_set_bind(
      table,
      api.callback('i:', (info) =>
        reporting(info, exports.duckdb_bind_set_error, () => bind(info)),
      ),
    );
    exports.duckdb_table_function_set_init(
      table,
      api.callback('i:', (info) =>
        reporting(info, exports.duckdb_init_set_error, () => initialise(info)),
      ),
    );
    exports.duckdb_table_function_set_function(
      table,
      api.callback('ii:', (info, chunk) =>
        reporting(info, exports.duckdb_function_set_error, () => read(info, chunk)),
      ),
    );
    exports.duckdb_table_function_supports_projection_pushdown(table, 1);
    offerStatistics(api, table, api.callback('iij:i', statistics));
    const state = exports.duckdb_register_table_function(api.connection, table);
    api.withHandle(table, exports.duckdb_destroy_table_function);
    if (state !== 0) throw internalError(`DuckDB did not take the function ${FUNCTION}.`);
  };

  register();
  return {
    loadStream: (parts) => loadStream(api, parts),
    loadFlat: (source) => loadFlat(api, source),
    attach: (columns) => {
      const [first] = columns;
      if (first === undefined) throw internalError('a table in memory needs a column');
      const id = nextTable++;
      const cell = api.allocate(4);
      const table = { columns, rows: first.rows };
      tables.set(id, { cell, table });
      bound.set(cell, table);
      let attached = true;
      return {
        sql: `${FUNCTION}(${id})`,
        rows: first.rows,
        detach: () => {
          if (!attached) return;
          attached = false;
          tables.delete(id);
          bound.delete(cell);
          api.free(cell);
        },
      };
    },
  };
}
