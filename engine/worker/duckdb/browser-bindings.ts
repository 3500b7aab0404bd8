/** duckdb-wasm's blocking bindings in the browser; vite.config.ts aliases the name to the file. */
import * as duckdb from '@duckdb/duckdb-wasm/browser-blocking';
import type { BindingsLoader } from './bindings.ts';
import { loadBindings } from './load-bindings.ts';

export const browserBindings = (): BindingsLoader => loadBindings(duckdb, duckdb.BROWSER_RUNTIME);
