/** When the other workers of the pool start: not while somebody waits for the first rows. */

/** Milliseconds without a question, after which nobody waits. */
const QUIET = 100;

export interface WarmUp {
  /** Does what one worker can answer; the others start when there has been none of that for a moment. */
  readonly after: <T>(work: () => Promise<T>) => Promise<T>;
  /** For work that all of them take part in. */
  readonly now: () => void;
}

/** @param warm called once, at the latest when nothing is asked */
export function createWarmUp(warm: () => void): WarmUp {
  let under = 0;
  let isWarm = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => {
    clearTimeout(timer);
    if (isWarm) return;
    isWarm = true;
    warm();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (under === 0) now();
    }, QUIET);
  };
  wait();
  return {
    now,
    after: async (work) => {
      under += 1;
      try {
        return await work();
      } finally {
        under -= 1;
        if (under === 0) wait();
      }
    },
  };
}
