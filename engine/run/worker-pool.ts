/**
 * The task workers. Jobs wait in one queue; an idle worker takes the oldest one, preferring what it
 * has handled before, so that tables which it keeps are used again. A worker that dies or breaks is
 * replaced by a new one under a new number: numbers are never used twice.
 */
import { wrap, transfer, type Remote } from 'comlink';
import type { DescribeAnswer } from '../contract/describe.ts';
import type { Result } from '../contract/errors.ts';
import { cancelledError, EngineFailure, operationalError, unwrap } from '../contract/errors.ts';
import type { Runtime, WorkerHandle } from '../runtime/runtime.ts';
import type { TaskWorkerApi } from '../worker/protocol.ts';

export type WorkerApi = Remote<TaskWorkerApi>;

export interface PoolOptions {
  readonly runtime: Runtime;
  readonly workers: number;
  /** Bytes for all workers together. */
  readonly memory: number;
  /** Called when a worker is gone and with it what it stored. */
  readonly onWorkerLost: (worker: number) => void;
}

export interface Job<T> {
  /** Smaller goes first: [stage, partition]. */
  readonly order: readonly [number, number];
  /** The worker that should do it, if it is there and idle soon. */
  readonly affinity?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly work: (api: WorkerApi, worker: number) => Promise<Result<T>>;
}

interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

const GONE = Symbol('the worker is gone');

interface Member {
  readonly index: number;
  /** Settles when the worker has ended. */
  readonly gone: Promise<typeof GONE>;
  readonly leave: () => void;
  readonly handle: WorkerHandle;
  readonly api: WorkerApi;
  running: Waiting | undefined;
  alive: boolean;
}

/** How long a cancelled task may take to answer before its worker is ended. */
const CANCEL_GRACE_MS = 120;

/** DuckDB's part of a worker's memory; stored blocks get the rest. */
const DUCKDB_SHARE = 0.6;

/** Below this DuckDB cannot work at all. */
const MINIMUM_DUCKDB_BYTES = 64 << 20;

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members: Member[] = [];
  readonly #queue: Waiting[] = [];
  readonly #signals = new WeakSet<AbortSignal>();
  #nextIndex = 0;
  /** Workers on their way. */
  #starting = 0;
  /** Starts that went wrong: they are not tried for ever. */
  #failedStarts = 0;
  #spillDirectory: string | undefined;
  #closed = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
  }

  static async open(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    pool.#spillDirectory = await options.runtime.createSpillDirectory();
    try {
      await pool.#addWorker();
    } catch (thrown) {
      await pool.close();
      throw thrown;
    }
    return pool;
  }

  get size(): number {
    return this.#options.workers;
  }

  isAlive(worker: number): boolean {
    return this.#members.some((member) => member.index === worker && member.alive);
  }

  /** Waits for a worker and runs the job there. Throws `EngineFailure`. */
  run<T>(job: Job<T>): Promise<T> {
    if (this.#closed)
      return Promise.reject(operationalError('engine-closed', 'The engine was closed.'));
    if (job.signal?.aborted === true) return Promise.reject(cancelledError());
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        job: job as Job<unknown>,
        resolve: resolve as (value: unknown) => void,
        reject,
      };
      this.#listen(job.signal);
      this.#queue.push(waiting);
      this.#dispatch();
    });
  }

  /** One listener for each run, however many jobs it has. */
  #listen(signal: AbortSignal | undefined): void {
    if (signal === undefined || this.#signals.has(signal)) return;
    this.#signals.add(signal);
    const abort = (): void => {
      const running = this.#members.flatMap((member) => member.running ?? []);
      for (const waiting of [...this.#queue, ...running]) {
        if (waiting.job.signal === signal) this.#abort(waiting);
      }
    };
    signal.addEventListener('abort', abort, { once: true });
  }

  /** Types of a query, asked of any worker: it answers between the slices of its task. */
  async describe(sql: string): Promise<DescribeAnswer> {
    for (;;) {
      const member =
        this.#members.find(({ alive, running }) => alive && running === undefined) ??
        this.#members.find(({ alive }) => alive);
      if (member === undefined) return this.#describeInTurn(sql);
      // A worker that is ended meanwhile never answers: another one is asked.
      const answer = await Promise.race([member.api.describe(sql), member.gone]);
      if (answer !== GONE) return answer;
    }
  }

  /** Waits for a worker to start. */
  #describeInTurn(sql: string): Promise<DescribeAnswer> {
    return this.run<DescribeAnswer>({
      order: [-2, 0],
      work: async (api) => ({ ok: true, value: await api.describe(sql) }),
    });
  }

  /** Tells the workers that hold blocks to let go of them. */
  async dropBlocks(byWorker: ReadonlyMap<number, readonly string[]>): Promise<void> {
    await Promise.all(
      this.#members
        .filter(({ alive, index }) => alive && byWorker.has(index))
        .map(({ api, index, gone }) =>
          // With a worker that is ended meanwhile its blocks are gone, too: it never answers.
          Promise.race([
            api.dropBlocks(
              (byWorker.get(index) ?? []) as Parameters<TaskWorkerApi['dropBlocks']>[0],
            ),
            gone,
          ]),
        ),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    const reason = operationalError('engine-closed', 'The engine was closed.');
    for (const waiting of this.#queue.splice(0)) waiting.reject(reason);
    await Promise.all(
      this.#members.splice(0).map(async (member) => {
        member.alive = false;
        member.running?.reject(reason);
        member.leave();
        await member.handle.terminate();
      }),
    );
    if (this.#spillDirectory !== undefined) {
      await this.#options.runtime.removeSpillDirectory(this.#spillDirectory);
    }
  }

  async #addWorker(): Promise<void> {
    this.#starting += 1;
    let member: Member | undefined;
    try {
      member = await this.#startWorker();
    } catch (thrown) {
      this.#failedStarts += 1;
      throw thrown;
    } finally {
      this.#starting -= 1;
    }
    if (this.#closed) {
      await member.handle.terminate();
      return;
    }
    for (const peer of this.#members) this.#link(member, peer);
    this.#members.push(member);
    this.#dispatch();
  }

  async #startWorker(): Promise<Member> {
    const { runtime, memory, workers } = this.#options;
    const index = this.#nextIndex;
    this.#nextIndex += 1;
    const [handle, module] = await Promise.all([
      runtime.spawnWorker(index),
      runtime.compileModule(),
    ]);
    const api = wrap<TaskWorkerApi>(handle.port);
    const share = memory / workers;
    const memoryLimit = Math.max(MINIMUM_DUCKDB_BYTES, share * DUCKDB_SHARE);
    const exited = new Promise<never>((_, reject) => {
      handle.onExit((reason) => {
        reject(lost(reason));
        void this.#replace(index, reason);
      });
    });
    const setup = api.setup({
      index,
      module,
      memoryLimit: Math.floor(memoryLimit),
      blockBudget: Math.floor(share * (1 - DUCKDB_SHARE)),
      ...(this.#spillDirectory === undefined ? {} : { spillDirectory: this.#spillDirectory }),
    });
    try {
      unwrap(await Promise.race([setup, exited]));
    } catch (thrown) {
      await handle.terminate();
      throw thrown;
    }
    let leave = (): void => undefined;
    const gone = new Promise<typeof GONE>((resolve) => {
      leave = () => resolve(GONE);
    });
    return { index, handle, api, gone, leave, running: undefined, alive: true };
  }

  /**
   * Nobody waits for the answers: a worker deep in DuckDB gives them late, and what a peer asks
   * through its end of the channel waits there until then.
   */
  #link(a: Member, b: Member): void {
    const { port1, port2 } = this.#options.runtime.createChannel();
    const connected = Promise.all([
      a.api.connect(b.index, transfer(port1, [port1])),
      b.api.connect(a.index, transfer(port2, [port2])),
    ]);
    // A worker that is gone by now is noticed by its exit.
    connected.catch(() => undefined);
  }

  /** Takes a worker out, fails what it was doing, and starts another in its place. */
  async #replace(
    index: number,
    reason: string,
    failure: EngineFailure = lost(reason),
  ): Promise<void> {
    const at = this.#members.findIndex((member) => member.index === index);
    const [member] = at < 0 ? [] : this.#members.splice(at, 1);
    if (member === undefined || this.#closed) return;
    member.alive = false;
    this.#options.onWorkerLost(index);
    await member.handle.terminate();
    member.leave();
    member.running?.reject(failure);
    try {
      await this.#addWorker();
    } catch (thrown) {
      this.#failIfAlone(thrown);
    }
  }

  #abort(waiting: Waiting): void {
    const queued = this.#queue.indexOf(waiting);
    if (queued >= 0) {
      this.#queue.splice(queued, 1);
      waiting.reject(cancelledError());
      return;
    }
    const member = this.#members.find(({ running }) => running === waiting);
    if (member === undefined) return;
    // The job ends when its worker says so: whoever cleans up after it must not be too early.
    void member.api.cancel();
    // A worker deep in one call of DuckDB cannot hear the cancel.
    setTimeout(() => {
      if (member.running === waiting)
        void this.#replace(member.index, 'cancelled', cancelledError());
    }, CANCEL_GRACE_MS);
  }

  #dispatch(): void {
    for (const member of this.#members) {
      if (!member.alive || member.running !== undefined) continue;
      const waiting = this.#take(member.index);
      if (waiting === undefined) return;
      member.running = waiting;
      void this.#execute(member, waiting);
    }
    this.#grow();
  }

  /** Starts as many workers as there are jobs without one: a small pipeline pays for one start. */
  #grow(): void {
    const room = this.#options.workers - this.#members.length - this.#starting - this.#failedStarts;
    const wanted = Math.min(room, this.#queue.length - this.#starting);
    for (let i = 0; i < wanted; i += 1) {
      this.#addWorker().catch((thrown: unknown) => this.#failIfAlone(thrown));
    }
  }

  /** Without any worker nothing would ever answer those who wait. */
  #failIfAlone(reason: unknown): void {
    if (this.#members.length > 0) return;
    for (const waiting of this.#queue.splice(0)) waiting.reject(reason);
  }

  /** The job for a worker: of the first stage that waits, its own first, then nobody's, then another's. */
  #take(worker: number): Waiting | undefined {
    const [first] = [...this.#queue].sort(byOrder);
    if (first === undefined) return undefined;
    const stage = this.#queue
      .filter(({ job }) => job.order[0] === first.job.order[0])
      .sort(byOrder);
    const chosen =
      stage.find(({ job }) => job.affinity === worker) ??
      stage.find(({ job }) => job.affinity === undefined || !this.isAlive(job.affinity)) ??
      first;
    this.#queue.splice(this.#queue.indexOf(chosen), 1);
    return chosen;
  }

  async #execute(member: Member, waiting: Waiting): Promise<void> {
    let crashed: EngineFailure | undefined;
    try {
      const result = await waiting.job.work(member.api, member.index);
      if (result.ok) {
        waiting.resolve(result.value);
      } else {
        const failure = new EngineFailure(result.error);
        if (result.error.code === 'worker-crashed') crashed = failure;
        waiting.reject(failure);
      }
    } catch (thrown) {
      waiting.reject(thrown);
    }
    if (member.running === waiting) member.running = undefined;
    if (crashed !== undefined) await this.#replace(member.index, crashed.message, crashed);
    this.#dispatch();
  }
}

const byOrder = (a: Waiting, b: Waiting): number =>
  a.job.order[0] - b.job.order[0] || a.job.order[1] - b.job.order[1];

const lost = (reason: string): EngineFailure =>
  operationalError('worker-lost', 'A worker stopped while it was working.', {
    hint: 'Its task is tried again on another one; finished work is kept.',
    detail: reason,
  });
