import { expect, test } from 'vitest';
import type { Session } from './duckdb/session.ts';
import { createTableCache } from './table-cache.ts';

/** The cache only ever drops tables. */
function dropRecorder(): { readonly session: Session; readonly dropped: string[] } {
  const dropped: string[] = [];
  const session = { execute: (sql: string) => dropped.push(sql) } as unknown as Session;
  return { session, dropped };
}

const fill = (bytes: number) => async () => ({ rows: 1, bytes });

test('a table with more columns serves, one with fewer does not', async () => {
  const cache = createTableCache(dropRecorder().session, 100);
  const made = await cache.use('x', ['a', 'b'], fill(10));
  expect(cache.find('x', ['B'])?.table).toBe(made.table);
  expect(cache.find('x', ['a', 'c'])).toBeUndefined();
  expect(cache.find('y', ['a'])).toBeUndefined();
});

test('the least recently used table that nobody pins goes first', async () => {
  const { session, dropped } = dropRecorder();
  const cache = createTableCache(session, 25);
  const pinned = await cache.use('a', ['x'], fill(10));
  (await cache.use('b', ['x'], fill(10))).release();
  (await cache.use('c', ['x'], fill(10))).release();
  expect(cache.find('b', ['x'])).toBeUndefined();
  expect(dropped).toHaveLength(1);
  cache.trim();
  expect(cache.bytes()).toBe(10);
  pinned.release();
  cache.trim();
  expect(cache.bytes()).toBe(0);
});

test('nothing stays behind when a table cannot be filled', async () => {
  const { session, dropped } = dropRecorder();
  const cache = createTableCache(session, 25);
  const failing = cache.use('a', ['x'], async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(dropped).toHaveLength(1);
  expect(cache.find('a', ['x'])).toBeUndefined();
});
