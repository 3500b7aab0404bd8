/** The engines of a host: opened when they are asked for, closed when nobody has for long. */
import { operationalError } from '../../../engine/contract/errors.ts';
import type { Engine } from '../../../engine/run/engine-api.ts';
import type { ServedEngine } from '../../../engine/run/engine-service.ts';
import { createWarmUp } from '../../../engine/run/warm-up.ts';

export interface EngineShelf {
  /** Keeps the engine open while `work` goes on. */
  readonly use: <T>(
    key: string,
    open: () => Promise<Engine>,
    work: (served: ServedEngine) => Promise<T>,
  ) => Promise<T>;
  /** Keeps it open until the function that is given back is called. It must be open. */
  readonly hold: (key: string) => () => void;
  readonly close: () => Promise<void>;
}

export interface ShelfOptions {
  /** Milliseconds without a question. */
  readonly idle?: number;
  readonly most?: number;
}

interface Entry {
  readonly served: Promise<ServedEngine>;
  users: number;
  timer?: ReturnType<typeof setTimeout>;
}

const IDLE = 10 * 60_000;
const MOST = 6;

export function createEngineShelf({ idle = IDLE, most = MOST }: ShelfOptions = {}): EngineShelf {
  /** Last used last. */
  const entries = new Map<string, Entry>();

  const end = async (key: string, entry: Entry): Promise<void> => {
    clearTimeout(entry.timer);
    if (entries.get(key) === entry) entries.delete(key);
    const served = await entry.served.catch(() => undefined);
    await served?.engine.close();
  };

  const makeRoom = (): void => {
    if (entries.size < most) return;
    const unused = [...entries].find(([, { users }]) => users === 0);
    if (unused === undefined) {
      throw operationalError('host-busy', `${most} documents are being worked on at once.`, {
        hint: 'Wait until a run has ended, or close a tab.',
      });
    }
    void end(...unused);
  };

  const entryOf = (key: string, open: () => Promise<Engine>): Entry => {
    const there = entries.get(key);
    if (there !== undefined) return there;
    makeRoom();
    const served = open().then((engine) => ({
      engine,
      warmUp: createWarmUp(() => void engine.warm().catch(() => undefined)),
    }));
    return { served, users: 0 };
  };

  const enter = (key: string, entry: Entry): (() => void) => {
    entries.delete(key);
    entries.set(key, entry);
    clearTimeout(entry.timer);
    entry.users += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      entry.users -= 1;
      if (entry.users > 0 || entries.get(key) !== entry) return;
      entry.timer = setTimeout(() => void end(key, entry), idle);
      entry.timer.unref();
    };
  };

  return {
    use: async (key, open, work) => {
      const entry = entryOf(key, open);
      const leave = enter(key, entry);
      try {
        return await work(
          await entry.served.catch((failed: unknown) => {
            // The next question tries again.
            if (entries.get(key) === entry) entries.delete(key);
            throw failed;
          }),
        );
      } finally {
        leave();
      }
    },
    hold: (key) => {
      const entry = entries.get(key);
      return entry === undefined ? () => undefined : enter(key, entry);
    },
    close: async () => {
      await Promise.all([...entries].map(([key, entry]) => end(key, entry)));
    },
  };
}
