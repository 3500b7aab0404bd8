/**
 * Runs tasks on the pool until they are done: what is stored already is not computed again, what was
 * lost is computed again from its lineage, and what fails three times stops the run.
 */
import { cancelledError, EngineFailure, operationalError } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import type { SplitReading, Split } from '../contract/source.ts';
import type {
  BlockInfo,
  TaskInput,
  TaskOutput,
  TaskOutputResult,
  TaskResult,
  TaskSpec,
} from '../worker/protocol.ts';
import type { BlockDirectory } from './block-directory.ts';
import { type HeldPiece, PieceFeeds } from './piece-feed.ts';
import type { RunContext } from './run-context.ts';
import type { SplitHomes } from './split-homes.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface TaskPlace {
  readonly stage: string;
  readonly partition: number;
  /** Stages are served in this order. */
  readonly order: number;
  /** Source bytes that the task reads. */
  readonly bytes: number;
  /** Its rows can be cut in two: when they need too much memory, that is better than trying again. */
  readonly canBeCut?: boolean;
  /** What it reads is read again, and counts then. */
  readonly isSample?: boolean;
}

export interface TaskDone {
  readonly outputs: readonly TaskOutputResult[];
  readonly cached: boolean;
  readonly rowsRead: number;
  readonly rowsRejected: number;
}

const MAX_FAILURES = 3;

/** Losing a block is nobody's fault, but it must end at some time. */
const MAX_LOSSES = 20;

/** Answers that are remembered: some hundred short texts each. */
const MAX_ANSWERS = 200;

/** Bytes of files are dearer than those of stored rows. */
export const FILE_COST = 4;

/** Failures of the surroundings, after which the same task may well succeed. */
const TRY_AGAIN = new Set(['worker-lost', 'worker-crashed', 'out-of-memory']);

export class TaskRunner {
  readonly #pool: WorkerPool;
  readonly #feeds: PieceFeeds;
  readonly #directory: BlockDirectory;
  readonly #splitHomes: SplitHomes;
  readonly #memoryByWorker = new Map<
    number,
    { readonly memory: number; readonly spilled: number }
  >();

  /** Rows that finished tasks rejected, by task: told again when their blocks are used again. */
  readonly #rejected = new Map<string, number>();

  /** Answers about rows (samples of keys), by task: as small as they are, they need no block. */
  readonly #answers = new Map<string, TaskDone>();

  constructor(pool: WorkerPool, directory: BlockDirectory, splitHomes: SplitHomes) {
    this.#pool = pool;
    this.#splitHomes = splitHomes;
    this.#feeds = new PieceFeeds(pool);
    this.#directory = directory;
  }

  async run(task: TaskSpec, place: TaskPlace, context: RunContext): Promise<TaskDone> {
    const { progress } = context;
    const cached = context.recompute ? undefined : this.#cached(task);
    if (cached === undefined) this.#spend(task, context);
    const done = cached ?? (await this.#compute(task, place, context));
    progress.tasksDone += 1;
    if (cached !== undefined) {
      if (place.isSample !== true) progress.bytesRead += place.bytes;
      context.emit({
        type: 'task-finished',
        stage: place.stage,
        partition: place.partition,
        attempt: 1,
        worker: blocksOf(done.outputs)[0]?.worker ?? 0,
        rowsOut: sumOf(done.outputs, 'rows'),
        bytesOut: sumOf(done.outputs, 'bytes'),
        bytesRead: 0,
        cached: true,
        started: context.elapsed(),
      });
    }
    const { bytesRead, bytesTotal, rows, tasksDone, tasksTotal } = progress;
    context.emit({ type: 'progress', bytesRead, bytesTotal, rows, tasksDone, tasksTotal });
    return done;
  }

  /** Throws when the task needs more than the run may compute. */
  #spend(task: TaskSpec, { allowance }: RunContext): void {
    if (allowance === undefined) return;
    for (const input of task.inputs) {
      if (input.kind === 'split') allowance.bytes -= input.split.bytes * FILE_COST;
      else if (input.blocks.some(({ id }) => this.#directory.find(id) === undefined))
        throw cancelledError();
      else for (const { bytes } of input.blocks) allowance.bytes -= bytes;
    }
    if (allowance.bytes < 0) throw cancelledError();
  }

  /** The task's result, if all of its blocks are stored or its answer is known. */
  #cached(task: TaskSpec): TaskDone | undefined {
    const answer = this.#answers.get(task.id);
    if (answer !== undefined) return answer;
    const outputs: TaskOutputResult[] = [];
    for (const output of task.outputs) {
      const ids = blockIdsOf(output);
      const blocks = ids.map((id) => this.#directory.find(id));
      if (ids.length === 0 || blocks.includes(undefined)) return undefined;
      outputs.push({ kind: 'blocks', blocks: blocks.filter((block) => block !== undefined) });
    }
    return { outputs, cached: true, rowsRead: 0, rowsRejected: this.#rejected.get(task.id) ?? 0 };
  }

  async #compute(task: TaskSpec, place: TaskPlace, context: RunContext): Promise<TaskDone> {
    let failures = 0;
    let losses = 0;
    for (;;) {
      if (context.signal.aborted) throw cancelledError();
      const attempt = failures + losses + 1;
      const emitFailure = ({ error }: EngineFailure, retried: boolean): void => {
        const { stage, partition } = place;
        context.emit({
          type: 'task-failed',
          stage,
          partition,
          attempt,
          worker: -1,
          error,
          retried,
        });
      };
      try {
        return await this.#attempt({ ...task, attempt }, place, context);
      } catch (thrown) {
        if (!(thrown instanceof EngineFailure) || context.signal.aborted) throw thrown;
        const { code, detail } = thrown.error;
        const lost = code === 'block-lost';
        if (!lost && !TRY_AGAIN.has(code)) {
          emitFailure(thrown, false);
          throw thrown;
        }
        if (lost) losses += 1;
        else failures += 1;
        if (lost && detail !== undefined) this.forget(detail);
        const cut = code === 'out-of-memory' && place.canBeCut === true;
        const retried = !cut && failures < MAX_FAILURES && losses < MAX_LOSSES;
        emitFailure(thrown, retried || cut);
        if (cut) throw thrown;
        if (!retried) throw failedForGood(thrown, place, failures);
      }
    }
  }

  async #attempt(task: TaskSpec, place: TaskPlace, context: RunContext): Promise<TaskDone> {
    const held: HeldPiece[] = [];
    try {
      const inputs: TaskInput[] = [];
      for (const input of task.inputs) {
        const piece =
          input.kind === 'split' ? await this.#feeds.hold(input, context.signal) : undefined;
        if (piece !== undefined) held.push(piece);
        inputs.push(
          input.kind === 'split'
            ? { ...input, ...(piece === undefined ? {} : { piece: piece.block }) }
            : await this.#present(input, place, context),
        );
      }
      return await this.#execute(task, inputs, place, context);
    } finally {
      for (const piece of held) piece.release();
    }
  }

  async #execute(
    task: TaskSpec,
    inputs: readonly TaskInput[],
    place: TaskPlace,
    context: RunContext,
  ): Promise<TaskDone> {
    const { signal, progress } = context;
    const ready: TaskSpec = { ...task, inputs };
    let started = 0;
    let ranOn = 0;
    const result = await this.#pool.run<TaskResult>({
      order: [place.order, place.partition],
      affinity: this.#homeOf(ready),
      interactive: context.interactive,
      background: context.background,
      signal,
      work: (api, worker) => {
        started = context.elapsed();
        ranOn = worker;
        return api.runTask(ready);
      },
    });
    for (const block of blocksOf(result.outputs)) this.#directory.add(block, task);
    for (const input of ready.inputs) {
      if (input.kind === 'split') this.#splitHomes.set(input.description, input.split.index, ranOn);
    }
    if (place.isSample !== true) {
      progress.bytesRead += place.bytes;
      progress.rows += result.rowsRead;
    }
    this.#recordMemory(ranOn, result, context);
    context.emit({
      type: 'task-finished',
      stage: place.stage,
      partition: place.partition,
      attempt: task.attempt,
      worker: ranOn,
      rowsOut: sumOf(result.outputs, 'rows'),
      bytesOut: sumOf(result.outputs, 'bytes'),
      bytesRead: result.bytesRead,
      cached: false,
      milliseconds: result.milliseconds,
      started,
    });
    const { outputs, rowsRead, rowsRejected } = result;
    if (rowsRejected > 0) this.#rejected.set(task.id, rowsRejected);
    const done = { outputs, cached: false, rowsRead, rowsRejected };
    if (place.isSample === true) this.#remember(task, done);
    return done;
  }

  /** Two splits that give the rows of one, from a worker that reads the file. */
  cutSplit(
    description: SplitReading,
    split: Split,
    place: Pick<TaskPlace, 'order' | 'partition'>,
    { signal }: Pick<RunContext, 'signal'>,
  ): Promise<readonly [Split, Split] | undefined> {
    return this.#pool.run<readonly [Split, Split] | undefined>({
      order: [place.order, place.partition],
      signal,
      work: (api) => api.cutSplit({ description, split }),
    });
  }

  #remember(task: TaskSpec, done: TaskDone): void {
    this.#answers.set(task.id, { ...done, cached: true });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }

  async #present(
    input: Extract<TaskInput, { kind: 'blocks' }>,
    place: TaskPlace,
    context: RunContext,
  ): Promise<TaskInput> {
    return { ...input, blocks: await this.present(input.blocks, place, context) };
  }

  /** The blocks where they are now: those that were lost are computed again first. */
  async present(
    wantedBlocks: readonly BlockInfo[],
    place: TaskPlace,
    context: RunContext,
  ): Promise<BlockInfo[]> {
    const blocks: BlockInfo[] = [];
    for (const wanted of wantedBlocks) {
      let found = this.#directory.find(wanted.id);
      if (found === undefined) {
        const maker = this.#directory.taskOf(wanted.id);
        if (maker === undefined) {
          throw operationalError('block-lost', 'Stored rows are gone and cannot be made again.', {
            hint: 'Run the pipeline again.',
          });
        }
        await this.#compute(maker, { ...place, bytes: 0 }, context);
        found = this.#directory.find(wanted.id);
      }
      if (found !== undefined) blocks.push(found);
    }
    return blocks;
  }

  /** A block turned out not to be where the directory says. */
  forget(block: string): void {
    this.#directory.forget(block as BlockId);
  }

  /** Where most of what the task reads lies. */
  #homeOf(task: TaskSpec): number | undefined {
    const bytes = new Map<number, number>();
    for (const input of task.inputs) {
      if (input.kind === 'split') {
        const home = this.#splitHomes.get(input.description, input.split.index);
        if (home !== undefined) return home;
      } else if (!input.shared) {
        for (const block of input.blocks) {
          bytes.set(block.worker, (bytes.get(block.worker) ?? 0) + block.bytes);
        }
      }
    }
    const [largest] = [...bytes].sort((a, b) => b[1] - a[1]);
    return largest?.[0];
  }

  #recordMemory(worker: number, result: TaskResult, { progress }: RunContext): void {
    const memory = result.heapBytes + result.storedBytes;
    this.#memoryByWorker.set(worker, { memory, spilled: result.spilledBytes });
    let total = 0;
    let spilled = 0;
    for (const [index, use] of this.#memoryByWorker) {
      spilled += use.spilled;
      if (this.#pool.isAlive(index)) total += use.memory;
    }
    progress.peakMemoryBytes = Math.max(progress.peakMemoryBytes, total);
    progress.spilledBytes = Math.max(progress.spilledBytes, spilled);
  }
}

function failedForGood(failure: EngineFailure, place: TaskPlace, failures: number): EngineFailure {
  const { error } = failure;
  if (error.code === 'out-of-memory') return failure;
  return operationalError(
    'task-failed',
    `Partition ${place.partition} of stage ${place.stage} failed ${failures} times: ${error.message}`,
    {
      hint: 'Everything that was finished is kept; run again to go on from there.',
      location: { partition: place.partition },
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    },
  );
}

export const blockIdsOf = (output: TaskOutput): readonly BlockId[] => {
  switch (output.kind) {
    case 'store':
    case 'encode':
      return [output.block];
    case 'scatter':
      return output.blocks;
    case 'return':
    case 'values':
    case 'check':
      return [];
  }
};

const blocksOf = (outputs: readonly TaskOutputResult[]): readonly BlockInfo[] =>
  outputs.flatMap((output) => (output.kind === 'blocks' ? output.blocks : []));

const sumOf = (outputs: readonly TaskOutputResult[], what: 'rows' | 'bytes'): number =>
  blocksOf(outputs).reduce((sum, block) => sum + block[what], 0);
