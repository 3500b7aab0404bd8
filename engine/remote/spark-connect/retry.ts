/** How often and after which waits a call is tried again. */
import { cancelledError } from '../../contract/errors.ts';
import { isRetryable, RpcFailure, type RpcErrorDetails } from './rpc-error.ts';
import type { Retry, RetryPolicy } from './session.ts';

/** That of Spark's own clients: 15 retries, which take ten minutes. */
export const SPARK_RETRIES: RetryPolicy = {
  maxRetries: 15,
  initialBackoffMs: 50,
  maxBackoffMs: 60_000,
  backoffMultiplier: 4,
  jitterMs: 500,
  minJitterThresholdMs: 2_000,
  maxServerDelayMs: 600_000,
};

/** For a first contact, when someone waits for the answer: a few seconds. */
export const BRIEF_RETRIES: RetryPolicy = { ...SPARK_RETRIES, maxRetries: 4, maxBackoffMs: 2_000 };

export interface Backoff {
  /** Milliseconds to wait before the next try, or undefined when no further one is allowed. */
  next(serverDelayMs?: number): number | undefined;
  readonly attempt: number;
}

/** @param random uniform in [0, 1) */
export function makeBackoff(policy: RetryPolicy, random: () => number = Math.random): Backoff {
  let attempt = 0;
  let wait = policy.initialBackoffMs;
  return {
    get attempt() {
      return attempt;
    },
    next(serverDelayMs = 0) {
      if (attempt >= policy.maxRetries) return undefined;
      attempt++;
      const delay = Math.max(wait, Math.min(serverDelayMs, policy.maxServerDelayMs));
      wait = Math.min(policy.maxBackoffMs, wait * policy.backoffMultiplier);
      const jitter = delay >= policy.minJitterThresholdMs ? random() * policy.jitterMs : 0;
      return Math.floor(delay + jitter);
    },
  };
}

export interface Retrying {
  readonly policy: RetryPolicy;
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Waits as `backoff` says, or throws `failure` when no further try is allowed. */
export async function waitToRetry(
  failure: RpcFailure,
  backoff: Backoff,
  { onRetry, signal }: Omit<Retrying, 'policy'>,
): Promise<void> {
  const { details } = failure;
  const delayMs = isRetryable(details) ? backoff.next(details.retryDelayMs) : undefined;
  if (delayMs === undefined) throw failure;
  onRetry?.({ rpc: details.rpc, attempt: backoff.attempt, delayMs, reason: reasonOf(details) });
  await pause(delayMs, signal);
}

const reasonOf = ({ message }: RpcErrorDetails): string => message.split('\n', 1)[0] ?? '';

/** Runs `call` until it succeeds or its error is not to be retried. */
export async function withRetries<T>(retrying: Retrying, call: () => Promise<T>): Promise<T> {
  const backoff = makeBackoff(retrying.policy);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      await waitToRetry(error, backoff, retrying);
    }
  }
}

/** Rejects with `cancelled` when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(cancelledError());
    const stop = () => {
      clearTimeout(timer);
      reject(cancelledError());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
