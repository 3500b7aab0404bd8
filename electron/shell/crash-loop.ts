/** A page that dies is loaded again, and its document comes back from autosave; but not for ever. */

/** Deaths within the time after which loading again would only die again. */
const MOST = 3;
/** Milliseconds. */
const WITHIN = 60_000;

export interface CrashLoop {
  /**
   * @param now milliseconds
   * @returns whether to load the page again
   */
  readonly onDeath: (now: number) => 'reload' | 'give-up';
}

export function createCrashLoop(): CrashLoop {
  let deaths: readonly number[] = [];
  return {
    onDeath: (now) => {
      deaths = [...deaths.filter((death) => now - death < WITHIN), now];
      if (deaths.length <= MOST) return 'reload';
      // Whoever says "try again" gets as many tries again.
      deaths = [];
      return 'give-up';
    },
  };
}
