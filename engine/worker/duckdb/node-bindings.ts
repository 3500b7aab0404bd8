/** duckdb-wasm's blocking bindings in Node. */
import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import type { Bindings, BindingsLoader } from './bindings.ts';

export function nodeBindings(): BindingsLoader {
  // The module is handed over compiled, so no path is ever opened.
  const bundles = {
    mvp: { mainModule: '', mainWorker: '' },
    eh: { mainModule: '', mainWorker: '' },
  };
  return {
    create: async () =>
      (await duckdb.createDuckDB(
        bundles,
        new duckdb.VoidLogger(),
        duckdb.NODE_RUNTIME,
      )) as unknown as Bindings,
    runtime: duckdb.NODE_RUNTIME,
    call: (bindings, name, types, values) =>
      duckdb.callSRet(bindings.mod as never, name, types as never, values),
    readText: (bindings, pointer, length) =>
      duckdb.readString(bindings.mod as never, pointer, length),
  };
}
