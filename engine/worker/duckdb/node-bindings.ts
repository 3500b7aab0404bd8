/** duckdb-wasm's blocking bindings in Node. */
import * as duckdb from '@duckdb/duckdb-wasm/blocking';
import type { BindingsLoader } from './bindings.ts';
import { loadBindings } from './load-bindings.ts';

export const nodeBindings = (): BindingsLoader => loadBindings(duckdb, duckdb.NODE_RUNTIME);
