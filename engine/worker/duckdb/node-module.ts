/** DuckDB's wasm module in Node, compiled. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Takes about 200 ms; the module can be posted to any worker. */
export async function compileDuckDB(): Promise<WebAssembly.Module> {
  const path = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm');
  return WebAssembly.compile(await readFile(path));
}
