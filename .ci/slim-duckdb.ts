// DuckDB's wasm module as the built app serves it: without the exports that nothing links to.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { symbolsOf } from '../engine/worker/duckdb/parquet-extension.ts';
import { slimModule } from '../engine/worker/duckdb/slim-module.ts';

interface Files {
  /** `duckdb-eh.wasm` of the package. */
  readonly source: string;
  /** DuckDB's parquet extension, if it was fetched: what it takes from the module stays. */
  readonly extension: string;
  readonly target: string;
}

/** Writes the slimmer module; gives its path and size. */
export function slimDuckDB({ source, extension, target }: Files): {
  readonly path: string;
  readonly bytes: number;
} {
  const slim = slimModule(new Uint8Array(readFileSync(source)), symbolsNeeded(extension));
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}`;
  writeFileSync(temporary, slim);
  renameSync(temporary, target);
  return { path: target, bytes: slim.length };
}

function symbolsNeeded(extension: string): readonly string[] {
  try {
    const bytes = new Uint8Array(readFileSync(extension));
    return symbolsOf({ bytes, module: new WebAssembly.Module(bytes) });
  } catch {
    // Not there, or damaged: then the app does not use it either.
    return [];
  }
}
