import { expect, test } from 'vitest';
import { createSharedWork } from './shared-work.ts';

/** Work that ends when it is told to, and knows whether it was cut short. */
function work() {
  let finish: (value: number) => void = () => undefined;
  let starts = 0;
  let ended: AbortSignal | undefined;
  const make = (signal: AbortSignal): Promise<number> => {
    starts += 1;
    ended = signal;
    return new Promise((resolve, reject) => {
      finish = resolve;
      signal.addEventListener('abort', () => reject(new Error('cut short')));
    });
  };
  return {
    make,
    finish: (value: number) => finish(value),
    starts: () => starts,
    ended: () => ended,
  };
}

test('two who ask for the same wait for one work', async () => {
  const shared = createSharedWork<number>();
  const { make, finish, starts } = work();
  const answers = [shared('a', make, undefined), shared('a', make, undefined)];
  finish(3);
  expect(await Promise.all(answers)).toEqual([3, 3]);
  expect(starts()).toBe(1);
});

test('who gives up hears so at once, and the work is there for the next', async () => {
  const shared = createSharedWork<number>();
  const { make, finish, starts } = work();
  const controller = new AbortController();
  const first = shared('a', make, controller.signal);
  controller.abort();
  await expect(first).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  const second = shared('a', make, undefined);
  finish(4);
  expect(await second).toBe(4);
  expect(starts()).toBe(1);
});

test('work that nobody waits for ends', async () => {
  const shared = createSharedWork<number>(1);
  const { make, ended } = work();
  const controller = new AbortController();
  const first = shared('a', make, controller.signal);
  controller.abort();
  await expect(first).rejects.toThrow();
  const signal = ended() as AbortSignal;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
  expect(signal.aborted).toBe(true);
});
