/** Runs one stage: its tasks on the pool, its rows stored for those who read them. */
import { toEngineError } from '../contract/errors.ts';
import type { Exchange, Relation, Scan, StageOutput } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Schema } from '../contract/schema.ts';
import type { Split } from '../contract/source.ts';
import type { PlannedTask, TaskContext } from '../physical/make-tasks.ts';
import { halveTask, makeTasks } from '../physical/make-tasks.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { sourceBytes } from '../physical/source-bytes.ts';
import { stageOutput } from '../physical/split-stages.ts';
import { SAMPLES_PER_SPLITTER } from '../physical/sizing.ts';
import { emitHashPartition, emitRangePartition, emitSortKeySample } from '../sql/emit-partition.ts';
import type { BlockInfo } from '../worker/protocol.ts';
import { locateFailure } from './locate-failure.ts';
import type { RunContext } from './run-context.ts';
import { runUntil } from './run-until.ts';
import type { StageStore } from './stage-store.ts';
import type { TaskDone, TaskRunner } from './task-runner.ts';
import type { OutputKind, SpecContext } from './task-specs.ts';
import { readingOf, taskSpec } from './task-specs.ts';

export interface StageServices extends TaskContext, SpecContext {
  readonly runner: TaskRunner;
  readonly stages: StageStore;
  readonly context: RunContext;
  readonly bind: (relation: Relation) => Promise<Schema>;
  /** Tasks to keep under way where later ones may turn out not to be needed. */
  readonly parallelism: number;
  /** Number of the next stage: its name and its turn. */
  readonly nextStage: () => number;
  /** Rows that a source could not read and that no step asked for. */
  readonly onRejected: (relation: Relation, rows: number) => void;
}

export interface StageRun {
  readonly name: string;
  readonly order: number;
  readonly tasks: readonly PlannedTask[];
  /** What a stage's task did, in order of partitions; of skipped ones nothing. */
  readonly done: readonly TaskDone[];
}

export interface StageShape {
  /** A task's statement, from the one that computes its rows. */
  readonly sql: (query: string, task: PlannedTask) => string;
  readonly output: (task: PlannedTask) => OutputKind;
  /** Which of the relation's tasks to run; absent: all. */
  readonly choose?: (tasks: readonly PlannedTask[]) => readonly PlannedTask[];
  /** The rows are only looked at: whoever needs them reads them again, and counts them. */
  readonly isSample?: boolean;
  /** Enough rows to stop at. */
  readonly stopAfter?: number;
}

/** Runs the tasks of a relation without exchanges. */
export async function runTasks(
  relation: Relation,
  shape: StageShape,
  services: StageServices,
): Promise<StageRun> {
  const { runner, context } = services;
  const order = services.nextStage();
  const name = `stage_${order}`;
  const planned = makeTasks(relation, services);
  const tasks = shape.choose?.(planned) ?? planned;
  context.progress.tasksTotal += tasks.length;
  context.emit({
    type: 'stage-started',
    stage: name,
    nodes: nodesOf(relation),
    partitions: tasks.length,
  });
  const runOne = async (task: PlannedTask, cuts = 0): Promise<TaskDone> => {
    const output = shape.output(task);
    const spec = taskSpec(task, shape.sql(task.sql, task), output, services);
    const place = {
      stage: name,
      partition: task.partition,
      order,
      bytes: task.bytes,
      isSample: shape.isSample === true,
      canBeCut: cuts < MAX_CUTS && output.kind !== 'return',
    };
    try {
      return await runner.run(spec, place, context);
    } catch (thrown) {
      if (isOfFile(thrown, output)) throw thrown;
      if (!place.canBeCut || toEngineError(thrown).code !== 'out-of-memory')
        throw locateFailure(thrown, relation);
      const cut = (scan: Scan, split: Split): Promise<readonly [Split, Split] | undefined> =>
        runner.cutSplit(readingOf(services.describe(scan)), split, place, context);
      const halves = await halveTask(task, cut, services);
      if (halves === undefined) return runOne(task, MAX_CUTS);
      context.progress.tasksTotal += halves.length - 1;
      // One after the other: together they would need the memory that there is not.
      const parts: TaskDone[] = [];
      for (const half of halves) parts.push(await runOne(half, cuts + 1));
      return joinParts(parts);
    }
  };
  const done =
    shape.stopAfter === undefined
      ? await allOf(tasks.map((task) => runOne(task)))
      : await runUntil(
          tasks,
          shape.stopAfter,
          services.parallelism,
          (task) => runOne(task),
          (one) => sum([one], 'rows'),
        );
  for (const { rowsRejected } of done) {
    if (rowsRejected > 0 && shape.isSample !== true) services.onRejected(relation, rowsRejected);
  }
  context.emit({
    type: 'stage-finished',
    stage: name,
    rows: sum(done, 'rows'),
    bytes: sum(done, 'bytes'),
  });
  return { name, order, tasks, done };
}

/** The file that a task writes at once is to blame, and none of the steps that compute its rows. */
const isOfFile = (thrown: unknown, output: OutputKind): boolean =>
  output.kind === 'encode' &&
  output.temporary !== undefined &&
  toEngineError(thrown).location?.file === output.temporary;

/** A task whose memory does not suffice is cut into at most 2^5 pieces. */
const MAX_CUTS = 5;

/** What the pieces of a task did, as if it had been done at once. */
const joinParts = (parts: readonly TaskDone[]): TaskDone => ({
  outputs: parts.flatMap((part) => part.outputs),
  cached: parts.every((part) => part.cached),
  rowsRead: parts.reduce((total, part) => total + part.rowsRead, 0),
  rowsRejected: parts.reduce((total, part) => total + part.rowsRejected, 0),
});

/** Waits for all, so that nothing is under way any more when the first failure is told. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Runs an exchange and gives what reads its stored rows. */
export async function runExchange(
  exchange: Exchange,
  services: StageServices,
): Promise<StageOutput> {
  const { input, distribution } = exchange;
  const schema = await services.bind(input);
  const bytes = sourceBytes(input, services);
  const store = (run: StageRun, blocks: readonly (readonly BlockInfo[])[]): StageOutput => {
    services.stages.add(run.name, blocks, bytes);
    return stageOutput(exchange, run.name, schema, services.sizing);
  };
  switch (distribution.kind) {
    case 'single':
    case 'broadcast':
    case 'materialise': {
      const run = await runTasks(
        input,
        {
          sql: (query) => query,
          output: () => ({ kind: 'store' }),
          ...(exchange.stopAfter === undefined ? {} : { stopAfter: exchange.stopAfter }),
        },
        services,
      );
      return store(run, run.done.map(blocksOf));
    }
    case 'hash': {
      const { keys, partitions } = distribution;
      const run = await runTasks(
        input,
        {
          sql: (query) => emitHashPartition(query, keys, partitions),
          output: () => ({ kind: 'scatter', partitions }),
        },
        services,
      );
      return store(run, byPartition(run.done, partitions));
    }
    case 'range': {
      const { by, partitions } = distribution;
      const splitters = await sampleSplitters(input, by, partitions, services);
      const run = await runTasks(
        input,
        {
          sql: (query, { rowOffset }) => emitRangePartition(query, by, splitters, rowOffset),
          output: () => ({ kind: 'scatter', partitions: splitters.length + 1 }),
        },
        services,
      );
      return store(run, byPartition(run.done, splitters.length + 1));
    }
  }
}

/**
 * Keys that cut stored rows into ranges of about the same size: quantiles of a sample taken at even
 * steps, so that it depends on the rows alone.
 */
async function sampleSplitters(
  input: Relation,
  by: Extract<Exchange['distribution'], { kind: 'range' }>['by'],
  partitions: number,
  services: StageServices,
): Promise<string[]> {
  if (input.kind !== 'stage-output') return [];
  const rows = services.stages.get(input).partitions.reduce((total, part) => total + part.rows, 0);
  const step = Math.max(1, Math.floor(rows / (partitions * SAMPLES_PER_SPLITTER)));
  const run = await runTasks(
    input,
    {
      sql: (_, { inputs: [rows], rowOffset }) =>
        emitSortKeySample(quoteIdentifier(rows?.table ?? ''), by, step, rowOffset),
      output: () => ({ kind: 'values' }),
      isSample: true,
    },
    services,
  );
  const keys = run.done
    .flatMap((done) => valuesOf(done).map(([key]) => key ?? ''))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const splitters = Array.from(
    { length: partitions - 1 },
    (_, i) => keys[Math.floor(((i + 1) * keys.length) / partitions)] ?? '',
  );
  return [...new Set(splitters)].filter((key) => key !== '');
}

/** Blocks of scattered rows: of each output, which a task that was cut has several of, one by partition. */
const byPartition = (done: readonly TaskDone[], partitions: number): BlockInfo[][] => {
  const outputs = done.flatMap((task) => task.outputs);
  return Array.from({ length: partitions }, (_, partition) =>
    outputs.flatMap((output) => (output.kind === 'blocks' ? (output.blocks[partition] ?? []) : [])),
  );
};

export const blocksOf = (done: TaskDone): readonly BlockInfo[] =>
  done.outputs.flatMap((output) => (output.kind === 'blocks' ? output.blocks : []));

export const valuesOf = (done: TaskDone): readonly (readonly (string | null)[])[] =>
  done.outputs.flatMap((output) => (output.kind === 'values' ? output.values : []));

const sum = (done: readonly TaskDone[], what: 'rows' | 'bytes'): number =>
  done.flatMap(blocksOf).reduce((total, block) => total + block[what], 0);

/** Steps whose work a stage does, inputs first. */
const nodesOf = (relation: Relation): NodeId[] => [
  ...new Set(walk([relation]).flatMap(({ origin }) => (origin === undefined ? [] : [origin.node]))),
];
