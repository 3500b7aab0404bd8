/** What the operations of one engine share, and what each of them makes of it for its own run. */
import type { Literal } from '../contract/expression.ts';
import type { Describe } from '../contract/describe.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { Binder } from '../logical/binder.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { CompiledSteps } from '../logical/compiled-steps.ts';
import { optimise } from '../optimise/optimise.ts';
import type { Sizing } from '../physical/sizing.ts';
import type { BlockDirectory } from './block-directory.ts';
import type { EngineOptions } from './engine-api.ts';
import type { ComputedRows } from './computed-rows.ts';
import type { PlanServices } from './execute-plan.ts';
import type { PlanContext } from './plan-context.ts';
import { createPlanContext } from './plan-context.ts';
import type { SourceSamples } from './source-samples.ts';
import type { SourceCatalog } from './plan-source.ts';
import type { OpenRun } from './run-context.ts';
import { runTasks, valuesOf } from './run-stage.ts';
import { StageStore } from './stage-store.ts';
import type { TaskRunner } from './task-runner.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { SinkServices } from './write-sink.ts';

export interface OpenRows {
  readonly rows: number;
  readonly read: (from: number, count: number) => Promise<Uint8Array>;
}

export interface EngineParts extends EngineOptions {
  readonly pool: WorkerPool;
  readonly directory: BlockDirectory;
  readonly runner: TaskRunner;
  readonly catalog: SourceCatalog;
  readonly binder: Binder;
  /** Of many questions at a time; remembers the answers by statement. */
  readonly describe: Describe;
  readonly steps: CompiledSteps;
  /** Values that became columns of pivots, by relation and column; `~` before those of samples. */
  readonly discovered: Map<string, readonly Literal[]>;
  /** Rows that are open, by their relation's key. */
  readonly opened: Map<string, OpenRows>;
  /** First rows of sources, and rows that are computed from them. */
  readonly samples: SourceSamples;
  /** All rows of steps that were run to, or could be made between two keys. */
  readonly wholeRows: SourceSamples;
  /** What runs have left behind. */
  readonly computed: ComputedRows;
  readonly memory: number;
  readonly sizing: Sizing;
}

export interface RunServices extends SinkServices, PlanServices {
  readonly physical: PlanContext;
}

/** Milliseconds of a clock that never goes back. */
export const now = (): number => performance.now();

export function createServices(
  parts: EngineParts,
  plan: Pick<LogicalPlan, 'sources'>,
  run: OpenRun,
  onRejected: RunServices['onRejected'] = () => undefined,
): RunServices {
  const stages = new StageStore();
  const context = createPlanContext(
    plan,
    parts.binder,
    (sql) => parts.pool.describe(sql),
    stages.get,
    parts.sizing,
  );
  let stageCount = 0;
  return {
    ...context,
    physical: context,
    stages,
    runner: parts.runner,
    pool: parts.pool,
    context: run,
    parallelism: parts.pool.size,
    nextStage: () => (stageCount += 1),
    onRejected,
    stop: run.stop,
  };
}

export const optimiseRoots = async (
  roots: readonly Relation[],
  { physical }: RunServices,
): Promise<readonly Relation[]> => {
  const { bind, sourceSchema, estimate } = physical;
  return (await optimise(roots, { bind, sourceSchema, estimate })).roots;
};

/** Counts the source bytes of the plan towards what progress is measured by. */
export function addBytesToRead(
  roots: readonly Relation[],
  { context, physical }: RunServices,
): void {
  for (const relation of walk(roots)) {
    if (relation.kind !== 'scan') continue;
    for (const split of physical.splitsOf(relation)) context.progress.bytesTotal += split.bytes;
  }
}

/** Rows of a plan of VARCHAR columns that is ready to run, as text. */
export async function collectValues(
  root: Relation,
  services: RunServices,
): Promise<readonly (readonly (string | null)[])[]> {
  const run = await runTasks(
    root,
    { sql: (query) => query, output: () => ({ kind: 'values' }) },
    services,
  );
  return run.done.flatMap(valuesOf);
}
