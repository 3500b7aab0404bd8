/** The part of duckdb-wasm's blocking bindings that a session uses, the same in Node and the browser. */

export interface WasmModule {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (pointer: number) => void;
}

export interface Bindings {
  readonly mod: WasmModule;
  readonly instantiate: () => Promise<unknown>;
  readonly open: (config: Readonly<Record<string, unknown>>) => void;
  readonly getVersion: () => string;
  readonly connect: () => { readonly useUnsafe: UseConnection; readonly close: () => void };
  readonly runQuery: (connection: number, sql: string) => Uint8Array;
  readonly startPendingQuery: (
    connection: number,
    sql: string,
    allowStreamResult: boolean,
  ) => Uint8Array | null;
  readonly pollPendingQuery: (connection: number) => Uint8Array | null;
  readonly cancelPendingQuery: (connection: number) => boolean;
  readonly fetchQueryResults: (connection: number) => Uint8Array | null;
  readonly registerFileBuffer: (name: string, bytes: Uint8Array) => void;
  readonly dropFile: (name: string) => void;
  readonly copyFileToBuffer: (name: string) => Uint8Array;
}

type UseConnection = <R>(use: (bindings: never, connection: number) => R) => R;

/** Receives DuckDB's instance; emscripten calls it in place of its own loading. */
export type InstantiateWasm = (
  imports: WebAssembly.Imports,
  success: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => unknown;

/** What differs between the Node and the browser build of the bindings. */
export interface BindingsLoader {
  /** Bindings whose module is not instantiated yet. */
  readonly create: () => Promise<Bindings>;
  /** The callbacks that the wasm module imports; they become `globalThis.DUCKDB_RUNTIME`. */
  readonly runtime: object;
  /**
   * `duckdb_web_insert_arrow_from_ipc_stream` and its kin take their answer on the wasm stack.
   * Gives `[status, pointer, length]`; status 0 is success.
   */
  readonly call: (
    bindings: Bindings,
    name: string,
    types: string[],
    values: unknown[],
  ) => readonly [number, number, number];
  readonly readText: (bindings: Bindings, pointer: number, length: number) => string;
}
