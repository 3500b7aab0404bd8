/** Jobs that wait for a worker. */
import type { Remote } from 'comlink';
import type { Result } from '../contract/errors.ts';
import type { TaskWorkerApi } from '../worker/protocol.ts';

export type WorkerApi = Remote<TaskWorkerApi>;

export interface Job<T> {
  /** Smaller goes first: [stage, partition]. */
  readonly order: readonly [number, number];
  /** Somebody waits to see what comes of it: it goes before all others. */
  readonly interactive?: boolean | undefined;
  /** Nobody waits for it: it goes after all others. */
  readonly background?: boolean | undefined;
  /** The worker that should do it, if it is there and idle soon. */
  readonly affinity?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly work: (api: WorkerApi, worker: number) => Promise<Result<T>>;
}

export interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export class JobQueue {
  readonly #waiting: Waiting[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  /**
   * A job for a worker: of the first stage that waits, its own first, then nobody's.
   * @param reserved the worker does interactive jobs only
   */
  take(
    worker: number,
    isAlive: (worker: number) => boolean,
    reserved = false,
  ): Waiting | undefined {
    const stage = this.#firstStage(reserved);
    const chosen =
      stage.find(({ job }) => job.affinity === worker) ??
      stage.find(({ job }) => job.affinity === undefined || !isAlive(job.affinity));
    if (chosen !== undefined) this.remove(chosen);
    return chosen;
  }

  /** A job that another worker should do, but which waits for it: the one whose turn comes last. */
  steal(reserved = false): Waiting | undefined {
    const chosen = this.#firstStage(reserved).at(-1);
    if (chosen !== undefined) this.remove(chosen);
    return chosen;
  }

  #firstStage(reserved: boolean): Waiting[] {
    const urgent = this.#waiting.filter(({ job }) => job.interactive === true);
    const awaited = this.#waiting.filter(({ job }) => job.background !== true);
    const others = awaited.length > 0 ? awaited : this.#waiting;
    const considered = urgent.length > 0 || reserved ? urgent : others;
    const sorted = [...considered].sort(byOrder);
    const [first] = sorted;
    return sorted.filter(({ job }) => job.order[0] === first?.job.order[0]);
  }

  /** False when it does not wait here any more. */
  remove(waiting: Waiting): boolean {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  of(signal: AbortSignal): Waiting[] {
    return this.#waiting.filter(({ job }) => job.signal === signal);
  }

  rejectAll(reason: unknown): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
  }
}

const byOrder = (a: Waiting, b: Waiting): number =>
  a.job.order[0] - b.job.order[0] || a.job.order[1] - b.job.order[1];
