/**
 * Work that several ask for and that is done once. It ends early only when nobody has waited for it
 * for a while: whoever types gives up one question and asks the next, which needs the same.
 */
import { cancelledError } from '../contract/errors.ts';

interface Work<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** How long work goes on that nobody waits for. */
const GRACE_MS = 1000;

/** @param grace milliseconds that work goes on when nobody waits for it */
export function createSharedWork<T>(grace = GRACE_MS) {
  const running = new Map<string, Work<T>>();

  const start = (key: string, make: (signal: AbortSignal) => Promise<T>): Work<T> => {
    const controller = new AbortController();
    const result = make(controller.signal).finally(() => running.delete(key));
    // Whoever waits hears of a failure; when nobody does, nobody needs to.
    result.catch(() => undefined);
    const work = { result, controller, waiting: 0 };
    running.set(key, work);
    return work;
  };

  const leave = (work: Work<T>): void => {
    work.waiting -= 1;
    if (work.waiting > 0) return;
    setTimeout(() => {
      if (work.waiting === 0) work.controller.abort();
    }, grace);
  };

  /** Throws what the work throws, and `cancelled` at once when the signal says so. */
  return async (
    key: string,
    make: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    if (signal?.aborted === true) throw cancelledError();
    const work = running.get(key) ?? start(key, make);
    work.waiting += 1;
    let giveUp = (): void => undefined;
    const givenUp = new Promise<never>((_, reject) => {
      giveUp = () => reject(cancelledError());
    });
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await (signal === undefined ? work.result : Promise.race([work.result, givenUp]));
    } finally {
      signal?.removeEventListener('abort', giveUp);
      leave(work);
    }
  };
}
