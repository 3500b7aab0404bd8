/** Work that must not run on many threads. The setting is DuckDB's for all: others are slower meanwhile. */

export type OneThread = <T>(work: () => Promise<T>) => Promise<T>;

/** @param set how many threads DuckDB has */
export function createOneThread(
  threads: number,
  set: (count: number) => Promise<unknown>,
): OneThread {
  let running = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other, to what is right when its turn comes. */
  const apply = (): Promise<unknown> => {
    last = last.then(() => set(running > 0 ? 1 : threads));
    return last;
  };

  return async (work) => {
    running += 1;
    try {
      await apply();
      return await work();
    } finally {
      running -= 1;
      await apply();
    }
  };
}
