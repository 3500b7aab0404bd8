/** What the Node and the browser build of duckdb-wasm's blocking bindings have in common. */
import type * as NodeBuild from '@duckdb/duckdb-wasm/blocking';
import type { Bindings, BindingsLoader } from './bindings.ts';

type CreateArguments = Parameters<typeof NodeBuild.createDuckDB>;

interface Build extends Pick<typeof NodeBuild, 'VoidLogger' | 'callSRet' | 'readString'> {
  readonly createDuckDB: (...given: CreateArguments) => Promise<object>;
}

/** The module is handed over compiled, so that no path or address is ever opened. */
const BUNDLES = {
  mvp: { mainModule: '', mainWorker: '' },
  eh: { mainModule: '', mainWorker: '' },
};

/** @param runtime the build's own callbacks for the wasm module */
export const loadBindings = (duckdb: Build, runtime: CreateArguments[2]): BindingsLoader => ({
  create: async () =>
    (await duckdb.createDuckDB(BUNDLES, new duckdb.VoidLogger(), runtime)) as Bindings,
  runtime,
  call: (bindings, name, types, values) =>
    duckdb.callSRet(bindings.mod as never, name, types as never, values),
  readText: (bindings, pointer, length) =>
    duckdb.readString(bindings.mod as never, pointer, length),
});
