/**
 * The task workers. Jobs wait in one queue; an idle worker takes the oldest one, preferring what it
 * has handled before, so that tables which it keeps are used again. A worker that dies or breaks is
 * replaced by a new one under a new number: numbers are never used twice.
 */
import type { DescribeAnswer } from '../contract/describe.ts';
import type { Result } from '../contract/errors.ts';
import { cancelledError, EngineFailure, operationalError, unwrap } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Job, Waiting, WorkerApi } from './job-queue.ts';
import { JobQueue } from './job-queue.ts';
import type { Member } from './pool-member.ts';
import { GONE, linkMembers, lost, startMember } from './pool-member.ts';

export interface PoolOptions {
  readonly runtime: Runtime;
  readonly workers: number;
  /** One more worker that does interactive jobs only; it starts with `warm`. */
  readonly reserve?: boolean;
  /** Bytes for all workers together. */
  readonly memory: number;
  /** Called when a worker is gone and with it what it stored. */
  readonly onWorkerLost: (worker: number) => void;
}

/** How long a cancelled task may take to answer before its worker is ended. */
const CANCEL_GRACE_MS = 120;
/** Nobody waits for these: what the worker has kept is worth more than their end. */
const BACKGROUND_GRACE_MS = 2000;

/** Tries of a job whose worker dies. */
const MOST_TRIES = 3;

/** As `WorkerPool.run`; a worker that dies costs another try. For jobs that leave nothing half done. */
export async function runAgain<T>(pool: Pick<WorkerPool, 'run'>, job: Job<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.run(job);
    } catch (thrown) {
      const isLost = thrown instanceof EngineFailure && thrown.error.code === 'worker-lost';
      if (!isLost || tries >= MOST_TRIES) throw thrown;
    }
  }
}

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members: Member[] = [];
  readonly #queue = new JobQueue();
  readonly #signals = new WeakSet<AbortSignal>();
  #nextIndex = 0;
  /** Workers on their way. */
  #starting = 0;
  /** Starts that went wrong: they are not tried for ever. */
  #failedStarts = 0;
  #spillDirectory: string | undefined;
  /** A look for jobs to steal is due. */
  #stealing = false;
  #reserveStarted = false;
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
      const mine = running.filter(({ job }) => job.signal === signal);
      for (const waiting of [...this.#queue.of(signal), ...mine]) this.#abort(waiting);
    };
    signal.addEventListener('abort', abort, { once: true });
  }

  /** Types of a query, asked of any worker: it answers between the slices of its task. */
  async describe(sql: string): Promise<DescribeAnswer> {
    const answer = await this.#ask<DescribeAnswer>(undefined, (api) => api.describe(sql));
    return answer ?? this.#describeInTurn(sql);
  }

  /**
   * Asks a worker for what it does beside its tasks: the preferred one if it is there, else an idle
   * one, else any. Throws `EngineFailure`.
   */
  async ask<T>(
    preferred: number | undefined,
    work: (api: WorkerApi) => Promise<Result<T>>,
  ): Promise<{ readonly value: T; readonly worker: number }> {
    let asked = -1;
    const result =
      (await this.#ask(preferred, (api, worker) => {
        asked = worker;
        return work(api);
      })) ??
      (await this.run<Result<T>>({
        order: [-2, 0],
        work: async (api, worker) => {
          asked = worker;
          return { ok: true, value: await work(api) };
        },
      }));
    return { value: unwrap(result), worker: asked };
  }

  /** Undefined when no worker is there. One that ends meanwhile never answers: another one is asked. */
  async #ask<T>(
    preferred: number | undefined,
    work: (api: WorkerApi, worker: number) => Promise<T>,
  ): Promise<T | undefined> {
    for (;;) {
      const alive = this.#members.filter((member) => member.alive);
      const member =
        alive.find(({ index }) => index === preferred) ??
        alive.find(({ reserved, running }) => reserved && running === undefined) ??
        alive.find(({ running }) => running === undefined) ??
        alive[0];
      if (member === undefined) return undefined;
      const answer = await Promise.race([work(member.api, member.index), member.gone]);
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
  async dropBlocks(byWorker: ReadonlyMap<number, readonly BlockId[]>): Promise<void> {
    await Promise.all(
      this.#members
        .filter(({ alive, index }) => alive && byWorker.has(index))
        .map(({ api, index, gone }) =>
          // With a worker that is ended meanwhile its blocks are gone, too: it never answers.
          Promise.race([api.dropBlocks(byWorker.get(index) ?? []), gone]),
        ),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    const reason = operationalError('engine-closed', 'The engine was closed.');
    this.#queue.rejectAll(reason);
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

  async #addWorker(reserved = false): Promise<void> {
    if (!reserved) this.#starting += 1;
    let member: Member | undefined;
    try {
      member = await this.#startMember(reserved);
    } catch (thrown) {
      this.#failedStarts += 1;
      throw thrown;
    } finally {
      if (!reserved) this.#starting -= 1;
    }
    if (this.#closed) {
      await member.handle.terminate();
      return;
    }
    for (const peer of this.#members) linkMembers(member, peer, this.#options.runtime);
    this.#members.push(member);
    this.#dispatch();
  }

  #startMember(reserved: boolean): Promise<Member> {
    const { runtime, memory, workers, reserve } = this.#options;
    const index = this.#nextIndex;
    this.#nextIndex += 1;
    return startMember({
      runtime,
      index,
      reserved,
      memory: memory / (workers + (reserve === true ? 1 : 0)),
      spillDirectory: this.#spillDirectory,
      onExit: (reason) => void this.#replace(index, reason),
    });
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
      await this.#addWorker(member.reserved);
    } catch (thrown) {
      this.#failIfAlone(thrown);
    }
  }

  #abort(waiting: Waiting): void {
    if (this.#queue.remove(waiting)) {
      waiting.reject(cancelledError());
      return;
    }
    const member = this.#members.find(({ running }) => running === waiting);
    if (member === undefined) return;
    // The job ends when its worker says so: whoever cleans up after it must not be too early.
    void member.api.cancel();
    // A worker deep in one call of DuckDB cannot hear the cancel.
    const grace = waiting.job.background === true ? BACKGROUND_GRACE_MS : CANCEL_GRACE_MS;
    setTimeout(() => {
      if (member.running === waiting)
        void this.#replace(member.index, 'cancelled', cancelledError());
    }, grace);
  }

  #dispatch(): void {
    for (const member of this.#idle()) {
      const waiting = this.#takeFor(member);
      if (waiting !== undefined) this.#start(member, waiting);
    }
    this.#grow();
    this.#stealSoon();
  }

  #takeFor({ index, reserved }: Member): Waiting | undefined {
    return this.#queue.take(index, (worker) => this.isAlive(worker), reserved);
  }

  /** The reserve comes first: it has what previews need, and nothing else to do. */
  #idle(): Member[] {
    return this.#members
      .filter(({ alive, running }) => alive && running === undefined)
      .sort((a, b) => Number(b.reserved) - Number(a.reserved));
  }

  /** Workers that do everything. */
  #ordinary(): number {
    return this.#members.filter(({ reserved }) => !reserved).length;
  }

  #start(member: Member, waiting: Waiting): void {
    member.running = waiting;
    void this.#execute(member, waiting);
  }

  /**
   * Who has nothing to do takes what waits for another: but only once all jobs of a stage have come,
   * among which there may be some of its own.
   */
  #stealSoon(): void {
    if (this.#stealing || this.#queue.length === 0 || this.#idle().length === 0) return;
    this.#stealing = true;
    setTimeout(() => {
      this.#stealing = false;
      for (const member of this.#idle()) {
        const waiting = this.#takeFor(member) ?? this.#queue.steal(member.reserved);
        if (waiting !== undefined) this.#start(member, waiting);
      }
    });
  }

  /** Starts as many workers as there are jobs without one: a small pipeline pays for one start. */
  #grow(): void {
    const wanted = Math.min(this.#room(), this.#queue.length - this.#starting);
    for (let i = 0; i < wanted; i += 1) {
      this.#addWorker().catch((thrown: unknown) => this.#failIfAlone(thrown));
    }
  }

  /** Starts the workers that are not there yet. One that does not start is missed by nobody. */
  async warm(): Promise<void> {
    const starts = Array.from({ length: Math.max(0, this.#room()) }, () => this.#addWorker());
    if (this.#options.reserve === true && !this.#reserveStarted) {
      this.#reserveStarted = true;
      starts.push(this.#addWorker(true));
    }
    await Promise.allSettled(starts);
  }

  #room(): number {
    return this.#options.workers - this.#ordinary() - this.#starting - this.#failedStarts;
  }

  /**
   * Without any worker nothing would ever answer those who wait. Whoever asks next makes it try again:
   * what stood in the way may be over.
   */
  #failIfAlone(reason: unknown): void {
    if (this.#members.length > 0 || this.#starting > 0) return;
    this.#failedStarts = 0;
    this.#queue.rejectAll(reason);
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
