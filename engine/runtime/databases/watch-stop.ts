/** Ends waiting for a server when the task is to stop. */
const EVERY_MS = 100;

/**
 * @param checkStop throws when it is to end
 * @param stop ends the wait, so that it fails
 * @returns `failure`: what `checkStop` threw
 */
export function watchStop(
  checkStop: () => void,
  stop: () => void,
): { readonly end: () => void; readonly failure: () => unknown } {
  let failure: unknown;
  const timer = setInterval(() => {
    try {
      checkStop();
    } catch (thrown) {
      failure = thrown;
      clearInterval(timer);
      stop();
    }
  }, EVERY_MS);
  return { end: () => clearInterval(timer), failure: () => failure };
}
