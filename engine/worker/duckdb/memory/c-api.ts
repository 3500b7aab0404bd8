/**
 * DuckDB's C API as the wasm module exports it. The bindings use none of it; here it serves for what
 * they lack: tables whose rows lie in the heap (docs/adr/0010). `idx_t` is a 32-bit number in this
 * build; pointers are numbers; a handle that is destroyed is given by the address that holds it.
 */
import { internalError } from '../../../contract/errors.ts';
import type { Bindings } from '../bindings.ts';
import { allocate } from '../heap.ts';

/** What the module exports under these names; signatures as in duckdb.h 1.4. */
interface Exports {
  readonly duckdb_query: (connection: number, sql: number, result: number) => number;
  readonly duckdb_destroy_result: (result: number) => void;
  readonly duckdb_create_logical_type: (type: number) => number;
  readonly duckdb_destroy_logical_type: (handle: number) => void;
  readonly duckdb_create_table_function: () => number;
  readonly duckdb_destroy_table_function: (handle: number) => void;
  readonly duckdb_table_function_set_name: (table: number, name: number) => void;
  readonly duckdb_table_function_add_parameter: (table: number, type: number) => void;
  readonly duckdb_table_function_set_bind: (table: number, callback: number) => void;
  readonly duckdb_table_function_set_init: (table: number, callback: number) => void;
  readonly duckdb_table_function_set_function: (table: number, callback: number) => void;
  readonly duckdb_table_function_supports_projection_pushdown: (table: number, yes: number) => void;
  readonly duckdb_register_table_function: (connection: number, table: number) => number;
  readonly duckdb_bind_get_parameter: (info: number, index: number, high: 0) => number;
  readonly duckdb_get_int64: (value: number) => number;
  readonly duckdb_destroy_value: (handle: number) => void;
  readonly duckdb_bind_add_result_column: (info: number, name: number, type: number) => void;
  readonly duckdb_bind_set_cardinality: (
    info: number,
    rows: number,
    high: 0,
    exact: number,
  ) => void;
  readonly duckdb_bind_set_bind_data: (info: number, data: number, destroy: number) => void;
  readonly duckdb_bind_set_error: (info: number, message: number) => void;
  readonly duckdb_init_get_bind_data: (info: number) => number;
  readonly duckdb_init_get_column_count: (info: number) => number;
  readonly duckdb_init_get_column_index: (info: number, column: number, high: 0) => number;
  readonly duckdb_init_set_init_data: (info: number, data: number, destroy: number) => void;
  readonly duckdb_init_set_error: (info: number, message: number) => void;
  readonly duckdb_function_get_init_data: (info: number) => number;
  readonly duckdb_function_set_error: (info: number, message: number) => void;
  readonly duckdb_data_chunk_get_vector: (chunk: number, column: number, high: 0) => number;
  readonly duckdb_data_chunk_set_size: (chunk: number, rows: number, high: 0) => void;
  readonly duckdb_destroy_data_chunk: (handle: number) => void;
  readonly duckdb_schema_from_arrow: (connection: number, schema: number, out: number) => number;
  readonly duckdb_destroy_arrow_converted_schema: (handle: number) => void;
  readonly duckdb_data_chunk_from_arrow: (
    connection: number,
    array: number,
    schema: number,
    out: number,
  ) => number;
  readonly duckdb_error_data_message: (error: number) => number;
  readonly duckdb_destroy_error_data: (handle: number) => void;
  readonly duckdb_vector_get_column_type: (vector: number) => number;
  readonly duckdb_vector_get_data: (vector: number) => number;
  readonly duckdb_vector_get_validity: (vector: number) => number;
  readonly duckdb_vector_ensure_validity_writable: (vector: number) => void;
  readonly duckdb_validity_set_row_invalid: (validity: number, row: number, high: 0) => void;
  readonly duckdb_vector_reference_vector: (to: number, from: number) => void;
  readonly duckdb_create_vector: (type: number, capacity: number, high: 0) => number;
  readonly duckdb_destroy_vector: (handle: number) => void;
  readonly duckdb_create_selection_vector: (size: number, high: 0) => number;
  readonly duckdb_destroy_selection_vector: (selection: number) => void;
  readonly duckdb_selection_vector_get_data_ptr: (selection: number) => number;
  readonly duckdb_slice_vector: (vector: number, selection: number, rows: number, high: 0) => void;
}

/** `duckdb_type` numbers. */
export const BIGINT_TYPE = 5;
export const VARCHAR_TYPE = 17;

/** Functions that DuckDB calls, by their parameters and result: i and j have 32 and 64 bits. */
interface Signatures {
  readonly 'i:': (first: number) => void;
  readonly 'ii:': (first: number, second: number) => void;
  readonly 'iij:i': (first: number, second: number, third: bigint) => number;
}

export interface CApi {
  readonly exports: Exports;
  /** `duckdb_connection`. */
  readonly connection: number;
  readonly bytes: () => Uint8Array;
  /** Of the heap as it is now: growing it replaces the buffer. */
  readonly view: () => DataView;
  /** Throws operational `out-of-memory`. */
  readonly allocate: (bytes: number) => number;
  readonly free: (pointer: number) => void;
  /** Calls with the address of a text that ends with 0. */
  readonly withText: <T>(text: string, use: (pointer: number) => T) => T;
  readonly readText: (pointer: number) => string;
  /** Calls with the address of a handle, as destructors and out-parameters want it. */
  readonly withHandle: <T>(handle: number, use: (address: number) => T) => T;
  /** A function pointer to a function of one number that does nothing. */
  readonly doNothing: number;
  /** A function pointer. The function must not throw: DuckDB's stack would be torn down. */
  readonly callback: <S extends keyof Signatures>(signature: S, work: Signatures[S]) => number;
}

export interface Instance {
  readonly exports: WebAssembly.Exports;
  readonly table: WebAssembly.Table;
}

/**
 * The C API's connection inside of a connection of the bindings: duckdb-wasm 1.32.0 keeps its
 * `duckdb::Connection` behind eight bytes of its own.
 */
const CONNECTION_OFFSET = 8;

/** @param connection a connection of the bindings */
export function openCApi(bindings: Bindings, instance: Instance, connection: number): CApi {
  const exports = instance.exports as unknown as Exports;
  const bytes = (): Uint8Array => bindings.mod.HEAPU8;
  const view = (): DataView => new DataView(bytes().buffer);
  const take = (size: number): number => allocate(bindings, size);
  const free = (pointer: number): void => bindings.mod._free(pointer);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  const withText = <T>(text: string, use: (pointer: number) => T): T => {
    const encoded = encoder.encode(`${text}\0`);
    const pointer = take(encoded.length);
    try {
      bytes().set(encoded, pointer);
      return use(pointer);
    } finally {
      free(pointer);
    }
  };

  const callback: CApi['callback'] = (signature, work) => {
    const index = instance.table.grow(1);
    instance.table.set(index, toWasm(signature, work));
    return index;
  };

  const api: CApi = {
    exports,
    connection: connection + CONNECTION_OFFSET,
    bytes,
    view,
    allocate: take,
    free,
    withText,
    readText: (pointer) => {
      const heap = bytes();
      return decoder.decode(heap.slice(pointer, heap.indexOf(0, pointer)));
    },
    withHandle: (handle, use) => {
      const address = take(4);
      try {
        view().setUint32(address, handle, true);
        return use(address);
      } finally {
        free(address);
      }
    },
    doNothing: callback('i:', () => undefined),
    callback,
  };
  checkConnection(api);
  return api;
}

/** Bytes of `duckdb_result`, generously. */
const RESULT_BYTES = 128;

/** A module of another layout must not be written to blindly. */
function checkConnection(api: CApi): void {
  const result = api.allocate(RESULT_BYTES);
  try {
    const state = api.withText('SELECT 42', (sql) =>
      api.exports.duckdb_query(api.connection, sql, result),
    );
    api.exports.duckdb_destroy_result(result);
    if (state !== 0) throw internalError("DuckDB's C API does not answer on this connection.");
  } finally {
    api.free(result);
  }
}

const TYPES: Readonly<Record<string, number>> = { i: 0x7f, j: 0x7e };

/**
 * A function of JavaScript as one of wasm, which alone can stand in a table: a module that imports
 * `e.f` and exports it as `f` (as emscripten's `addFunction` does it).
 */
function toWasm(signature: keyof Signatures, work: unknown): unknown {
  const [parameters = [], results = []] = signature
    .split(':')
    .map((letters) => [...letters].map((letter) => TYPES[letter] ?? 0));
  const type = [0x60, parameters.length, ...parameters, results.length, ...results];
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, type.length + 1, 0x01, ...type],
    ...[0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00],
    ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  ];
  const module = new WebAssembly.Module(Uint8Array.from(bytes));
  const imports = { e: { f: work as WebAssembly.ImportValue } };
  return new WebAssembly.Instance(module, imports).exports['f'];
}
