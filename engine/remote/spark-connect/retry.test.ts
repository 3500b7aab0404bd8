import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { makeBackoff, SPARK_RETRIES, withRetries } from './retry.ts';
import { RpcFailure } from './rpc-error.ts';
import type { Retry } from './session.ts';

const unavailable = (retryDelayMs?: number) =>
  new RpcFailure({
    rpc: 'Config',
    code: status.UNAVAILABLE,
    message: 'no connection',
    ...(retryDelayMs === undefined ? {} : { retryDelayMs }),
  });
const QUICK = { ...SPARK_RETRIES, maxRetries: 3, initialBackoffMs: 1, maxBackoffMs: 2 };

test('waits grow to a limit, the long ones differ by chance, and they end after ten minutes', () => {
  const backoff = makeBackoff(SPARK_RETRIES, () => 0.5);
  const waits = Array.from({ length: 16 }, () => backoff.next());
  expect(waits.slice(0, 8)).toEqual([50, 200, 800, 3450, 13_050, 51_450, 60_250, 60_250]);
  expect(waits[15]).toBeUndefined();
  const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
  expect(total).toBeGreaterThan(600_000);
});

test('a server may ask for a longer wait, up to a limit', () => {
  const backoff = makeBackoff(SPARK_RETRIES, () => 0);
  expect(backoff.next(5_000)).toBe(5_000);
  expect(backoff.next(10)).toBe(200);
  expect(backoff.next(3_600_000)).toBe(600_000);
});

test('what may pass is tried again and told; what will not pass is thrown at once', async () => {
  const told: Retry[] = [];
  const retrying = { policy: QUICK, onRetry: (retry: Retry) => told.push(retry) };
  let calls = 0;
  const answer = await withRetries(retrying, () => {
    calls++;
    return calls < 3 ? Promise.reject(unavailable()) : Promise.resolve('here');
  });
  expect([answer, calls]).toEqual(['here', 3]);
  expect(told).toEqual([
    { rpc: 'Config', attempt: 1, delayMs: 1, reason: 'no connection' },
    { rpc: 'Config', attempt: 2, delayMs: 2, reason: 'no connection' },
  ]);

  const wrong = new RpcFailure({ rpc: 'Config', code: status.INVALID_ARGUMENT, message: 'no' });
  await expect(withRetries(retrying, () => Promise.reject(wrong))).rejects.toBe(wrong);
  const last = unavailable();
  await expect(withRetries(retrying, () => Promise.reject(last))).rejects.toBe(last);
});

test('a wait ends when the caller gives up', async () => {
  const stop = new AbortController();
  const retrying = { policy: SPARK_RETRIES, signal: stop.signal, onRetry: () => stop.abort() };
  await expect(
    withRetries(retrying, () => Promise.reject(unavailable(60_000))),
  ).rejects.toMatchObject({ error: { kind: 'cancelled' } });
});
