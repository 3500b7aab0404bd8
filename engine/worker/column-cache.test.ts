import { expect, test } from 'vitest';
import { createColumnCache } from './column-cache.ts';
import type { HeapColumn } from './duckdb/memory/heap-column.ts';

/** The cache looks at names and sizes only, and frees. */
function columnMaker(): {
  readonly make: (names: readonly string[], bytes?: number) => Promise<readonly HeapColumn[]>;
  readonly made: string[];
  readonly freed: string[];
} {
  const made: string[] = [];
  const freed: string[] = [];
  return {
    made,
    freed,
    make: async (names, bytes = 10) =>
      names.map((name): HeapColumn => {
        made.push(name);
        return {
          name,
          bytes,
          rows: 1,
          batches: [],
          logicalType: 0,
          statistics: undefined,
          type: { name, format: 'i', children: [] },
          free: () => freed.push(name),
        };
      }),
  };
}

test('only what is missing is filled, and columns come in the order asked for', async () => {
  const { make, made } = columnMaker();
  const cache = createColumnCache(100);
  const first = await cache.use('x', ['a', 'b'], make);
  expect(first.filled).toBe(true);
  const second = await cache.use('x', ['c', 'B', 'a'], make);
  expect(second.columns.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(made).toEqual(['a', 'b', 'c']);
  expect((await cache.use('x', ['c', 'a'], make)).filled).toBe(false);
  expect((await cache.use('y', ['a'], make)).filled).toBe(true);
});

test('the least recently used columns that nobody pins go first', async () => {
  const { make, freed } = columnMaker();
  const cache = createColumnCache(25);
  const pinned = await cache.use('a', ['p'], make);
  (await cache.use('b', ['q'], make)).release();
  (await cache.use('c', ['r'], make)).release();
  expect(freed).toEqual(['q']);
  cache.trim();
  expect(freed).toEqual(['q', 'r']);
  expect(cache.bytes()).toBe(10);
  pinned.release();
  pinned.release();
  cache.trim();
  expect(cache.bytes()).toBe(0);
});

test('columns beyond the budget serve while they are pinned', async () => {
  const { make, freed } = columnMaker();
  const cache = createColumnCache(25);
  const wide = await cache.use('a', ['p', 'q', 'r', 's'], make);
  expect(wide.columns).toHaveLength(4);
  expect(freed).toEqual([]);
  wide.release();
  expect(freed).toEqual(['p', 'q']);
});

test('nothing stays pinned when the others cannot be filled', async () => {
  const { make } = columnMaker();
  const cache = createColumnCache(25);
  (await cache.use('a', ['p'], make)).release();
  const failing = cache.use('a', ['p', 'q'], async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  cache.trim();
  expect(cache.bytes()).toBe(0);
});

test('content without rows has no columns', async () => {
  const cache = createColumnCache(25);
  const none = await cache.use('a', ['p', 'q'], async () => []);
  expect(none.columns).toEqual([]);
  none.release();
});

test('columns that nobody asked for stay for others', async () => {
  const { make } = columnMaker();
  const cache = createColumnCache(100);
  (await cache.use('a', ['p'], () => make(['p', 'q']))).release();
  expect((await cache.use('a', ['q'], make)).filled).toBe(false);
});
