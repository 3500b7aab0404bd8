/** Writes after a pause in the changes, one write at a time, and never loses the last change. */

export type SaveState = 'clean' | 'waiting' | 'writing' | 'failed';

export interface Autosave {
  /** Something changed. */
  readonly touch: () => void;
  /** Writes now what waits, and settles when it is written or has failed. */
  readonly flush: () => Promise<void>;
  /** What waits is not written any more: another document is opened. */
  readonly drop: () => void;
  readonly state: () => SaveState;
}

/** Milliseconds without a change. */
const PAUSE = 400;
/** Typing without a pause is written as often all the same. */
const LONGEST = 3000;

export function createAutosave(
  write: () => Promise<void>,
  onState: (state: SaveState, thrown?: unknown) => void,
): Autosave {
  let state: SaveState = 'clean';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  let writing: Promise<void> | undefined;
  let changedMeanwhile = false;

  const become = (next: SaveState, thrown?: unknown): void => {
    state = next;
    onState(next, thrown);
  };

  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    changedMeanwhile = false;
    become('writing');
    writing = write()
      .then(
        () => become('clean'),
        (thrown: unknown) => become('failed', thrown),
      )
      .finally(() => {
        writing = undefined;
        if (changedMeanwhile) touch();
      });
    return writing;
  };

  const touch = (): void => {
    if (writing !== undefined) {
      changedMeanwhile = true;
      return;
    }
    const now = performance.now();
    if (timer === undefined) since = now;
    clearTimeout(timer);
    timer = setTimeout(() => void start(), Math.min(PAUSE, Math.max(0, since + LONGEST - now)));
    if (state !== 'waiting') become('waiting');
  };

  return {
    touch,
    flush: async () => {
      while (writing !== undefined || timer !== undefined) await (writing ?? start());
    },
    drop: () => {
      clearTimeout(timer);
      timer = undefined;
      changedMeanwhile = false;
      if (writing === undefined) become('clean');
    },
    state: () => state,
  };
}
