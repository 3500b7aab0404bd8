import { expect, test } from 'vitest';
import { linkedExports } from './linked-exports.ts';
import { compileDuckDB } from './node-module.ts';

const namesOf = (
  module: WebAssembly.Module,
  exported: readonly string[],
  needed?: readonly string[],
): string[] => {
  const exports = Object.fromEntries(exported.map((name) => [name, () => undefined]));
  return Object.keys(linkedExports(module, exports, needed));
};

test('what a module links to itself is kept in both forms, in its order', () => {
  const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
  // (import "GOT.func" "_Za" (global (mut i32)))
  const imported = [1, ...text('GOT.func'), ...text('_Za'), 3, 0x7f, 1];
  const module = new WebAssembly.Module(
    Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, imported.length, ...imported),
  );
  const exported = ['_Zb', '_Za', 'malloc', 'orig$_Zb', 'orig$_Za', 'orig$llroundf'];
  expect(namesOf(module, exported)).toEqual(['_Za', 'malloc', 'orig$_Za', 'orig$llroundf']);
  // What an extension takes, in both forms too.
  expect(namesOf(module, exported, ['orig$_Zb', '_Zc'])).toEqual(exported);
});

test("of DuckDB's exports a few thousand are left", async () => {
  const module = await compileDuckDB();
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const kept = namesOf(module, exported);
  expect(exported.length).toBeGreaterThan(70_000);
  expect(kept.length).toBeLessThan(4000);
  expect(kept).toEqual(expect.arrayContaining(['malloc', 'duckdb_web_open', '__wasm_call_ctors']));
});
