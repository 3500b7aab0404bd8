import { afterEach, expect, test, vi } from 'vitest';
import { EngineFailure } from '../../contract/errors.ts';
import type { DuckDBExtension } from '../../runtime/runtime.ts';
import { nodeBindings } from './node-bindings.ts';
import { compileDuckDB } from './node-module.ts';
import { openSession } from './open-session.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A wasm module with a custom section of that name and size, where DuckDB looks for a signature. */
async function unsigned(section: string, size: number): Promise<DuckDBExtension> {
  const name = new TextEncoder().encode(section);
  const length = 1 + name.length + size;
  const bytes = Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // In two bytes, as LEB128.
    ...[0, (length & 0x7f) | 0x80, length >> 7, name.length, ...name],
    ...new Uint8Array(size),
  );
  return { bytes, module: await WebAssembly.compile(bytes) };
}

test.each([
  ['without a signature', 'x', 8],
  ['with an empty signature', 'duckdb_signature', 514],
])('a file %s is refused, and the session works on without it', async (_case, section, size) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const session = await openSession({
    bindings: nodeBindings(),
    module: await compileDuckDB(),
    memoryLimit: 256 << 20,
    parquet: await unsigned(section, size),
  });
  expect(warn).toHaveBeenCalledOnce();
  expect(session.readsParquet).toBe(false);
  expect('XMLHttpRequest' in globalThis).toBe(false);
  expect(session.query('SELECT 6 * 7 AS x').get(0)?.toJSON()).toEqual({ x: 42 });
  let thrown: unknown;
  try {
    session.query("FROM read_parquet('sluice/x.parquet')");
  } catch (failure) {
    thrown = failure;
  }
  expect(thrown).toBeInstanceOf(EngineFailure);
  expect((thrown as EngineFailure).error.code).toBe('needs-extension');
  session.close();
});
