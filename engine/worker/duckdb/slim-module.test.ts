import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { nodeBindings } from './node-bindings.ts';
import { openSession } from './open-session.ts';
import { keepExports, slimModule } from './slim-module.ts';

const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

test('only the exports go: what stays keeps its order, its kind and its value', async () => {
  // One function, `f`, which gives 7; a global of 9; a name of 200 characters, whose length takes two bytes.
  const long = 'x'.repeat(200);
  const name = (value: string): number[] => [
    ...(value.length < 128 ? [value.length] : [(value.length & 127) | 128, value.length >> 7]),
    ...new TextEncoder().encode(value),
  ];
  const exports = [
    4,
    ...[...name('gone'), 0, 0],
    ...[...name(long), 0, 0],
    ...[...name('g'), 3, 0],
    ...[...name('f'), 0, 0],
  ];
  const bytes = Uint8Array.of(
    ...EMPTY,
    ...[1, 5, 1, 0x60, 0, 1, 0x7f],
    ...[3, 2, 1, 0],
    ...[6, 6, 1, 0x7f, 0, 0x41, 9, 0x0b],
    ...[7, (exports.length & 127) | 128, exports.length >> 7, ...exports],
    ...[10, 6, 1, 4, 0, 0x41, 7, 0x0b],
  );
  const kept = keepExports(bytes, (each) => each !== 'gone');
  expect(kept.length).toBeLessThan(bytes.length);
  const module = new WebAssembly.Module(kept);
  expect(WebAssembly.Module.exports(module).map((each) => each.name)).toEqual([long, 'g', 'f']);
  const { f, g } = (await WebAssembly.instantiate(module)).exports;
  expect((f as () => number)()).toBe(7);
  expect((g as WebAssembly.Global).value).toBe(9);
});

test('DuckDB starts from the slimmer module, a fifth smaller, and computes', async () => {
  const path = createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm');
  const whole = new Uint8Array(await readFile(path));
  const slim = slimModule(whole, ['orig$_ZN6duckdb9ConstantsC1Ev', 'malloc']);
  expect(slim.length).toBeLessThan(whole.length * 0.8);
  const module = await WebAssembly.compile(slim);
  const session = await openSession({
    bindings: nodeBindings(),
    module,
    memoryLimit: 256 * 2 ** 20,
  });
  const answer = session.query(
    `SELECT list(n ORDER BY n DESC) AS n, regexp_replace('slim', 'i', 'a') AS t
     FROM (SELECT range % 7 AS n FROM range(1000) GROUP BY n) WHERE n > 4`,
  );
  expect(String(answer.getChild('t')?.get(0))).toBe('slam');
  const numbers = answer.getChild('n')?.get(0) as Iterable<bigint>;
  expect([...numbers]).toEqual([6n, 5n]);
});
