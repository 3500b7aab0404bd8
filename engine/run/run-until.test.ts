import { expect, test } from 'vitest';
import { runUntil } from './run-until.ts';

/** What a task comes to: its rows, or what it throws. */
type Result = number | Error;

/** Runs all tasks at once and lets them end in the given order. */
async function ending(order: readonly number[], results: readonly Result[]): Promise<number[]> {
  const end: (() => void)[] = [];
  const runOne = (index: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const result = results[index] ?? 0;
      end[index] = () => (result instanceof Error ? reject(result) : resolve(result));
    });
  const kept = runUntil([...results.keys()], 4, results.length, runOne, (rows) => rows);
  for (const index of order) end[index]?.();
  return kept;
}

test('the first tasks with enough rows are kept, whichever end first', async () => {
  expect(await ending([0, 1, 2], [2, 3, 4])).toEqual([2, 3]);
  expect(await ending([2, 1, 0], [2, 3, 4])).toEqual([2, 3]);
  expect(await ending([1, 0], [1, 2])).toEqual([1, 2]);
});

test('a failure after enough rows does not matter, even if it is the first to end', async () => {
  expect(await ending([2, 1, 0], [2, 3, new Error('late')])).toEqual([2, 3]);
});

test('of several failures the first in order is told', async () => {
  const results = [2, new Error('second'), new Error('third')];
  await expect(ending([2, 1, 0], results)).rejects.toThrow('second');
  await expect(ending([0, 1, 2], results)).rejects.toThrow('second');
});

test('nothing is started once there are enough rows, or a failure', async () => {
  const started: number[] = [];
  const start = (result: Result): Promise<number> => {
    started.push(result instanceof Error ? -1 : result);
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };
  const rowsOf = (rows: number): number => rows;
  expect(await runUntil([1, 3, 5], 4, 1, start, rowsOf)).toEqual([1, 3]);
  const failing = runUntil([1, new Error('bad'), 5], 4, 1, start, rowsOf);
  await expect(failing).rejects.toThrow('bad');
  expect(started).toEqual([1, 3, 1, -1]);
});
