import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTelling } from './telling.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is told at once, of many the last, each job by itself, the end without delay', () => {
  const told: string[] = [];
  const { tell } = createTelling(300);
  const say = (key: string, text: string, last = false) =>
    tell(key, last, () => void told.push(text));
  for (let i = 0; i < 100; i += 1) say('a', `a${i}`);
  say('b', 'b0');
  expect(told).toEqual(['a0', 'b0']);
  vi.advanceTimersByTime(300);
  expect(told).toEqual(['a0', 'b0', 'a99']);
  say('a', 'a100');
  expect(told).toHaveLength(3);
  say('a', 'end', true);
  expect(told.at(-1)).toBe('end');
  vi.advanceTimersByTime(1000);
  expect(told).toHaveLength(4);
});
