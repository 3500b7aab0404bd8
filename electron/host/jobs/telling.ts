/** Tells of many changes a few times a second: the first at once, the last in any case. */

const APART_MS = 300;

export interface Telling {
  /**
   * @param last nothing comes after it: it does not wait
   * @param work what tells; of several that wait, the last
   */
  readonly tell: (key: string, last: boolean, work: () => void) => void;
}

export function createTelling(apart = APART_MS): Telling {
  const waiting = new Map<string, { work?: () => void; timer: ReturnType<typeof setTimeout> }>();
  const begin = (key: string): void => {
    const timer = setTimeout(() => {
      const work = waiting.get(key)?.work;
      if (work === undefined) return void waiting.delete(key);
      begin(key);
      work();
    }, apart);
    timer.unref();
    waiting.set(key, { timer });
  };
  return {
    tell: (key, last, work) => {
      const before = waiting.get(key);
      if (last) {
        clearTimeout(before?.timer);
        waiting.delete(key);
        return work();
      }
      if (before !== undefined) return void (before.work = work);
      begin(key);
      work();
    },
  };
}
