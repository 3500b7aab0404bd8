/**
 * How many calls native DuckDB works on, told across threads. A thread that is ended while one of them
 * runs takes the whole process with it, so who ends the thread shuts the gate first, and it shuts only
 * while nothing runs.
 */
import { cancelledError } from '../contract/errors.ts';

/** Shared by the thread that runs statements and the one that may end it. */
export type StatementGate = Int32Array;

/** Runs work of native DuckDB; begins nothing once the gate is shut. */
export type During = <T>(work: () => Promise<T>) => Promise<T>;

const SHUT = -1;

export const createGate = (): StatementGate => new Int32Array(new SharedArrayBuffer(4));

export const isBusy = (gate: StatementGate): boolean => Atomics.load(gate, 0) > 0;

/** Whether it is shut now, for good: never while something runs. */
export const shutGate = (gate: StatementGate): boolean =>
  [0, SHUT].includes(Atomics.compareExchange(gate, 0, 0, SHUT));

/** On the side of the thread. */
export function throughGate(gate: StatementGate): During {
  const enter = (): void => {
    for (;;) {
      const running = Atomics.load(gate, 0);
      if (running === SHUT) throw cancelledError();
      if (Atomics.compareExchange(gate, 0, running, running + 1) === running) return;
    }
  };
  return async (work) => {
    enter();
    try {
      return await work();
    } finally {
      Atomics.sub(gate, 0, 1);
    }
  };
}
