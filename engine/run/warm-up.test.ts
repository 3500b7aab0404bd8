import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWarmUp } from './warm-up.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started() {
  const warm = vi.fn();
  return { warm, warmUp: createWarmUp(warm) };
}

test('nothing is asked: after a moment', async () => {
  const { warm } = started();
  expect(warm).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  expect(warm).toHaveBeenCalledOnce();
});

test('not while a question is under way, however long it takes', async () => {
  const { warm, warmUp } = started();
  const in1Minute = warmUp.after(async () => vi.advanceTimersByTimeAsync(60_000));
  const in2Minutes = warmUp.after(async () => {
    await in1Minute;
    await vi.advanceTimersByTimeAsync(60_000);
    throw new Error('no rows');
  });
  await in1Minute;
  expect(warm).not.toHaveBeenCalled();
  await expect(in2Minutes).rejects.toThrow('no rows');
  expect(warm).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  expect(warm).toHaveBeenCalledOnce();
});

test('at once for work that needs all of them, and only once', async () => {
  const { warm, warmUp } = started();
  warmUp.now();
  warmUp.now();
  expect(warm).toHaveBeenCalledOnce();
  await warmUp.after(async () => undefined);
  await vi.runAllTimersAsync();
  expect(warm).toHaveBeenCalledOnce();
});
