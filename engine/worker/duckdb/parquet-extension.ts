/** DuckDB's parquet extension, loaded from bytes that are at hand (docs/adr/0013). */
import type { DuckDBExtension } from '../../runtime/runtime.ts';
import type { Bindings } from './bindings.ts';
import { openConnection } from './connection.ts';

/** Name of the file at DuckDB's extension host and beside the app. */
const FILE = 'parquet.duckdb_extension.wasm';

/** The symbols that the extension takes from DuckDB, to be among what its module exports. */
export const symbolsOf = ({ module }: DuckDBExtension): readonly string[] =>
  WebAssembly.Module.imports(module).map(({ name }) => name);

/**
 * Gives an instance `read_parquet`. DuckDB checks the extension's signature and that it was built for
 * this version; it throws where it refuses, and works on without. To be called before external access
 * is turned off.
 */
export function loadParquetExtension(bindings: Bindings, extension: DuckDBExtension): void {
  const connection = openConnection(bindings);
  try {
    withAnswer(extension.bytes, () => bindings.runQuery(connection.id, 'LOAD parquet'));
  } finally {
    connection.close();
  }
}

/**
 * DuckDB would fetch the file itself, once for each worker: in the browser with a synchronous request,
 * in Node into the home folder and, where there is no network, without an end. It takes the way of the
 * browser wherever there is an `XMLHttpRequest`, so for this call there is one that has the answer.
 */
function withAnswer(bytes: Uint8Array, load: () => void): void {
  const known = Object.getOwnPropertyDescriptor(globalThis, 'XMLHttpRequest');
  const value = class {
    status = 404;
    response: ArrayBufferLike = new ArrayBuffer();
    open(_method: string, url: string): void {
      if (!url.endsWith(`/${FILE}`)) return;
      this.status = 200;
      this.response = bytes.slice().buffer;
    }
    send(): void {
      // The answer is there.
    }
  };
  Object.defineProperty(globalThis, 'XMLHttpRequest', { value, configurable: true });
  try {
    load();
  } finally {
    if (known === undefined) Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
    else Object.defineProperty(globalThis, 'XMLHttpRequest', known);
  }
}
