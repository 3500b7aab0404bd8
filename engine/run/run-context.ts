/** What belongs to one run: its events, its clock, its cancel. */
import type { EngineFailure } from '../contract/errors.ts';
import type { RunEvent } from '../contract/run-events.ts';

type WithoutTime<Event> = Event extends RunEvent ? Omit<Event, 'time'> : never;

export interface RunContext {
  readonly signal: AbortSignal;
  /** Sends an event, stamped with the time since the run's start. */
  readonly emit: (event: WithoutTime<RunEvent>) => void;
  /** Milliseconds since the run's start. */
  readonly elapsed: () => number;
  readonly progress: Progress;
  /** Stored results of earlier runs are not used. */
  readonly recompute: boolean;
  /** Somebody waits to see its rows: its tasks go before those of runs. */
  readonly interactive: boolean;
  /** Nobody waits for it: its tasks go after those of runs. */
  readonly background: boolean;
  /** Absent: everything may be computed. */
  readonly allowance?: Allowance;
}

/** What may be computed beyond what is stored. A run that needs more is given up, as if cancelled. */
export interface Allowance {
  /** Bytes still to be read: of stored rows, and of files. */
  bytes: number;
}

type RunKind = Pick<RunContext, 'recompute' | 'interactive' | 'background' | 'allowance'>;

/** Sums over the whole run, told with every finished task. */
export interface Progress {
  bytesRead: number;
  bytesTotal: number;
  rows: number;
  tasksDone: number;
  tasksTotal: number;
  spilledBytes: number;
  /** Largest sum over workers of DuckDB's heap and stored blocks. */
  peakMemoryBytes: number;
}

export interface OpenRun extends RunContext {
  /** Stops everything that the run has started or queued; the first reason wins. */
  readonly stop: (reason: EngineFailure) => void;
  readonly close: () => void;
}

/**
 * @param signal the caller's wish to cancel
 * @param now monotonic clock in milliseconds
 */
export function openRun(
  signal: AbortSignal | undefined,
  onEvent: ((event: RunEvent) => void) | undefined,
  now: () => number,
  { recompute = false, interactive = false, background = false, allowance }: Partial<RunKind> = {},
): OpenRun {
  const controller = new AbortController();
  const follow = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) follow();
  signal?.addEventListener('abort', follow, { once: true });
  const started = now();
  const elapsed = (): number => Math.round((now() - started) * 10) / 10;
  return {
    signal: controller.signal,
    recompute,
    interactive,
    background,
    ...(allowance === undefined ? {} : { allowance }),
    elapsed,
    emit: (event) => onEvent?.({ ...event, time: elapsed() } as RunEvent),
    progress: {
      bytesRead: 0,
      bytesTotal: 0,
      rows: 0,
      tasksDone: 0,
      tasksTotal: 0,
      spilledBytes: 0,
      peakMemoryBytes: 0,
    },
    stop: (reason) => controller.abort(reason),
    close: () => signal?.removeEventListener('abort', follow),
  };
}
