/**
 * One tab at a time edits a document. The tab that holds the lock edits; others look on, see what it
 * stores, and may take over, after which the holder has stored what it had. A tab that does not answer,
 * such as a frozen one, loses the lock all the same.
 */

export interface TabLockEvents {
  /** This tab may edit from now on. */
  readonly held: () => void;
  /** Another tab edits; this one looks on. */
  readonly elsewhere: () => void;
  /** Another tab is about to take over: store everything. */
  readonly yield: () => Promise<void>;
  /** The tab that edits has stored something new. */
  readonly stored: () => void;
}

export interface TabLock {
  /** Settles when it is known who edits. */
  readonly known: Promise<void>;
  readonly takeOver: () => Promise<void>;
  /** Tells the tabs that look on. */
  readonly announceStored: () => void;
  readonly release: () => void;
}

type Word = 'yield' | 'yielded' | 'stored';

/** Milliseconds that a tab has to store what it has before the lock is taken from it. */
const PATIENCE = 2000;

const nameOf = (document: string): string => `sluice.document.${document}`;

/** Web Locks are there on secure origins alone. */
const canLock = (): boolean => (globalThis.navigator as Navigator | undefined)?.locks !== undefined;

/** Whether some tab edits the document. */
export async function isHeld(document: string): Promise<boolean> {
  if (!canLock()) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === nameOf(document));
}

export function lockDocument(document: string, events: TabLockEvents): TabLock {
  // Without Web Locks (an insecure origin) every tab edits, as the last resort.
  if (!canLock()) {
    events.held();
    return {
      known: Promise.resolve(),
      takeOver: async () => undefined,
      announceStored: () => undefined,
      release: () => undefined,
    };
  }
  const name = nameOf(document);
  const channel = new BroadcastChannel(name);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  const say = (word: Word): void => channel.postMessage(word);
  const ended = new AbortController();
  /** Grows with each hold, so that the end of an earlier one is not taken for the end of this one. */
  let hold = 0;
  let holds = false;
  let letGo = (): void => undefined;

  const request = async (options: LockOptions, onHeld?: () => void): Promise<'over' | 'busy'> => {
    let mine = -1;
    try {
      return await navigator.locks.request(name, options, async (lock) => {
        if (lock === null) return 'busy';
        if (ended.signal.aborted) return 'over';
        hold += 1;
        mine = hold;
        holds = true;
        const done = new Promise<void>((resolve) => {
          letGo = resolve;
        });
        events.held();
        onHeld?.();
        await done;
        return 'over';
      });
    } catch {
      // Ended while it waited, or taken over by another tab.
      if (mine === hold && !ended.signal.aborted) lookOn();
      return 'over';
    }
  };

  let waiting = new AbortController();
  const lookOn = (): void => {
    holds = false;
    events.elsewhere();
    waiting = new AbortController();
    void request({ signal: AbortSignal.any([ended.signal, waiting.signal]) });
  };

  let answered: (() => void) | undefined;
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data === 'yield' && holds) {
      // What is typed after this would be lost.
      void events.yield().finally(() => {
        events.elsewhere();
        say('yielded');
      });
    } else if (data === 'yielded') answered?.();
    else if (data === 'stored' && !holds) events.stored();
  });

  const known = new Promise<void>((resolve) => {
    void request({ ifAvailable: true }, resolve).then((answer) => {
      if (answer === 'busy') lookOn();
      resolve();
    });
  });

  return {
    known,
    takeOver: async () => {
      const yielded = new Promise<void>((resolve) => {
        answered = resolve;
        setTimeout(resolve, PATIENCE);
      });
      say('yield');
      await yielded;
      waiting.abort();
      void request({ steal: true });
    },
    announceStored: () => say('stored'),
    release: () => {
      ended.abort();
      letGo();
      channel.close();
    },
  };
}
