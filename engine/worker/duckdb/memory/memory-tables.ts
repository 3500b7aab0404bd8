/**
 * Tables over columns in the heap, read by the table function `sluice_rows(id)`. Nothing is inserted:
 * each chunk of 2,048 rows is handed over as vectors that point to the columns.
 */
import { internalError } from '../../../contract/errors.ts';
import type { FlatTable } from '../../arrow/flat-column.ts';
import { BIGINT_TYPE, type CApi } from './c-api.ts';
import { type HeapColumn, loadFlat, loadStream } from './heap-column.ts';
import { createScan, type MemoryTable, type Scan } from './memory-scan.ts';

const FUNCTION = 'sluice_rows';

export interface MemoryTables {
  /** Columns of one whole Arrow IPC stream in parts; none when it has no rows. */
  readonly loadStream: (parts: readonly Uint8Array[]) => HeapColumn[];
  readonly loadFlat: (table: FlatTable) => HeapColumn[];
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
  const tables = new Map<number, MemoryTable>();
  const scans = new Map<number, Scan>();
  let nextTable = 1;
  let nextScan = 1;

  const bind = (info: number): void => {
    const { exports } = api;
    const value = exports.duckdb_bind_get_parameter(info, 0);
    const id = Number(exports.duckdb_get_int64(value));
    api.withHandle(value, exports.duckdb_destroy_value);
    const table = tables.get(id);
    if (table === undefined) throw internalError(`there are no rows ${id} in memory`);
    for (const { name, logicalType } of table.columns) {
      api.withText(name, (text) => {
        exports.duckdb_bind_add_result_column(info, text, logicalType);
      });
    }
    exports.duckdb_bind_set_cardinality(info, table.rows, 1);
    exports.duckdb_bind_set_bind_data(info, id, 0);
  };

  const initialise = (info: number): void => {
    const { exports } = api;
    const table = tables.get(exports.duckdb_init_get_bind_data(info));
    if (table === undefined) throw internalError('rows in memory went while they were read');
    const count = exports.duckdb_init_get_column_count(info);
    const columns = Array.from({ length: count }, (_, i) =>
      exports.duckdb_init_get_column_index(info, i),
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

  /** Errors are reported: thrown, they would tear down DuckDB's stack. */
  const reporting =
    (work: (info: number, second: number) => void, report: (info: number, text: number) => void) =>
    (info: number, second: number): void => {
      try {
        work(info, second);
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        api.withText(message, (text) => report(info, text));
      }
    };

  const destroyScan = api.callback(1, (id) => {
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
      api.callback(1, reporting(bind, exports.duckdb_bind_set_error)),
    );
    exports.duckdb_table_function_set_init(
      table,
      api.callback(1, reporting(initialise, exports.duckdb_init_set_error)),
    );
    exports.duckdb_table_function_set_function(
      table,
      api.callback(2, reporting(read, exports.duckdb_function_set_error)),
    );
    exports.duckdb_table_function_supports_projection_pushdown(table, 1);
    const state = exports.duckdb_register_table_function(api.connection, table);
    api.withHandle(table, exports.duckdb_destroy_table_function);
    if (state !== 0) throw internalError(`DuckDB did not take the function ${FUNCTION}.`);
  };

  register();
  return {
    loadStream: (parts) => loadStream(api, parts),
    loadFlat: (table) => loadFlat(api, table),
    attach: (columns) => {
      const [first] = columns;
      if (first === undefined) throw internalError('a table in memory needs a column');
      const id = nextTable++;
      tables.set(id, { columns, rows: first.rows });
      return {
        sql: `${FUNCTION}(${id})`,
        rows: first.rows,
        detach: () => {
          tables.delete(id);
        },
      };
    },
  };
}
