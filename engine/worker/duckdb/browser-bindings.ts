/** duckdb-wasm's blocking bindings in the browser; vite.config.ts aliases the name to the file. */
import * as duckdb from '@duckdb/duckdb-wasm/browser-blocking';
import type { Bindings, BindingsLoader } from './bindings.ts';

export function browserBindings(): BindingsLoader {
  // The module is handed over compiled, so no address is ever fetched.
  const bundles = {
    mvp: { mainModule: '', mainWorker: '' },
    eh: { mainModule: '', mainWorker: '' },
  };
  return {
    create: async () =>
      (await duckdb.createDuckDB(
        bundles,
        new duckdb.VoidLogger(),
        duckdb.BROWSER_RUNTIME,
      )) as unknown as Bindings,
    runtime: duckdb.BROWSER_RUNTIME,
    call: (bindings, name, types, values) =>
      duckdb.callSRet(bindings.mod as never, name, types as never, values),
    readText: (bindings, pointer, length) =>
      duckdb.readString(bindings.mod as never, pointer, length),
  };
}
