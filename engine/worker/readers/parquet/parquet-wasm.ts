/** parquet-wasm, loaded when it is first needed and started once per thread. */
import type * as Parquet from 'parquet-wasm';

type ParquetWasm = typeof Parquet;

let loading: Promise<ParquetWasm> | undefined;

/**
 * In the browser the package is a function that fetches its wasm file; Vite turns the URL in it into an
 * asset. Node's entry has read the file by the time it is imported.
 */
export function loadParquetWasm(): Promise<ParquetWasm> {
  loading ??= start();
  return loading;
}

async function start(): Promise<ParquetWasm> {
  const parquet = await import('parquet-wasm');
  const entry: { readonly default?: unknown } = parquet;
  if (typeof entry.default === 'function') await parquet.default();
  return parquet;
}
