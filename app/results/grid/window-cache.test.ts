import { expect, test } from 'vitest';
import { operationalError } from '../../../engine/contract/errors.ts';
import type { Result } from '../../../engine/contract/errors.ts';
import { createWindowCache, windowsInView } from './window-cache.ts';

/** A source whose answers come when the test says so. */
function slowSource(rows: number, { size = 10, kept = 4, atOnce = 2 } = {}) {
  const asked: number[] = [];
  const answers = new Map<number, (result: Result<string>) => void>();
  let changes = 0;
  const cache = createWindowCache<string>({
    rows,
    size,
    kept,
    atOnce,
    fetch: (from, count) => {
      asked.push(from);
      return new Promise((resolve) => {
        answers.set(from, (result) =>
          resolve(result.ok ? { ok: true, value: `${from}+${count}` } : result),
        );
      });
    },
    onChange: () => {
      changes += 1;
    },
  });
  const answer = async (from: number, result: Result<string> = { ok: true, value: '' }) => {
    answers.get(from)?.(result);
    answers.delete(from);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { cache, asked, answer, changes: () => changes };
}

test('windows in view come first, then the next and the one before', () => {
  expect(windowsInView(25, 41, 100, 10)).toEqual([2, 3, 4, 5, 1]);
  expect(windowsInView(0, 10, 100, 10)).toEqual([0, 1]);
  expect(windowsInView(95, 100, 100, 10)).toEqual([9, 8]);
  expect(windowsInView(0, 10, 0, 10)).toEqual([]);
  expect(windowsInView(0, 50, 7, 10)).toEqual([0]);
});

test('a window is fetched once and then there; the last one is short', async () => {
  const { cache, asked, answer, changes } = slowSource(25);
  cache.look(20, 25);
  cache.look(20, 25);
  expect(asked).toEqual([20, 10]);
  expect(cache.peek(22)).toBeUndefined();
  await answer(20);
  expect(cache.peek(22)).toBe('20+5');
  expect(cache.peek(12)).toBeUndefined();
  expect(changes()).toBe(1);
});

test('what is scrolled past before its turn is never fetched', async () => {
  const { cache, asked, answer } = slowSource(1000);
  cache.look(0, 10);
  cache.look(300, 310);
  cache.look(600, 610);
  expect(asked).toEqual([0, 10]);
  await answer(0);
  await answer(10);
  expect(asked).toEqual([0, 10, 600, 610]);
});

test('the windows looked at last are kept', async () => {
  const { cache, answer } = slowSource(1000, { kept: 3, atOnce: 10 });
  for (const row of [0, 10, 20]) {
    void cache.load(row);
    await answer(row);
  }
  cache.look(0, 1);
  void cache.load(500);
  await answer(500);
  expect([0, 10, 20, 500].map((row) => cache.peek(row) !== undefined)).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

test('after a failure nothing is fetched until asked again', async () => {
  const { cache, asked, answer } = slowSource(1000, { atOnce: 1 });
  const { error } = operationalError('worker-lost', 'gone');
  cache.look(0, 10);
  await answer(0, { ok: false, error });
  expect(cache.error()).toBe(error);
  cache.look(0, 10);
  expect(asked).toEqual([0]);
  cache.retry();
  expect(asked).toEqual([0, 0]);
  await answer(0);
  expect(cache.error()).toBeUndefined();
  expect(cache.peek(5)).toBe('0+10');
});

test('closed, it keeps nothing that comes later', async () => {
  const { cache, answer, changes } = slowSource(100);
  cache.look(0, 10);
  cache.close();
  await answer(0);
  expect(cache.peek(0)).toBeUndefined();
  expect(changes()).toBe(0);
});
