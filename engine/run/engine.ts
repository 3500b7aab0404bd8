/** The engine: pipelines in, files and rows out. Hosts give it a runtime and the nodes. */
import { internalError } from '../contract/errors.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { batchDescribe } from '../logical/batch-describe.ts';
import { createBinder } from '../logical/binder.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { CompiledSteps } from '../logical/compiled-steps.ts';
import { rememberDescribe } from '../logical/remember-describe.ts';
import { DEFAULT_SIZING } from '../physical/sizing.ts';
import { BlockDirectory } from './block-directory.ts';
import { ComputedRows } from './computed-rows.ts';
import { columnValues } from './column-values.ts';
import { countNulls } from './count-nulls.ts';
import { countDocument } from './count-document.ts';
import type { CheckResult, Engine, EngineOptions } from './engine-api.ts';
import type { EngineParts } from './engine-parts.ts';
import { openDocument } from './open-document.ts';
import { explainPlan } from './explain-plan.ts';
import { createPlanContext } from './plan-context.ts';
import { createSourceCatalog } from './plan-source.ts';
import { prepareDocument } from './prepare-document.ts';
import { failingRows } from './failing-rows.ts';
import { lineageInDocument, renameInDocument, usagesInDocument } from './refactor-document.ts';
import { refuseErrors } from './prepare.ts';
import { previewDocument } from './preview-document.ts';
import { profileDocument } from './profile-document.ts';
import { runDocument } from './run-document.ts';
import { SourceSamples } from './source-samples.ts';
import { SplitHomes } from './split-homes.ts';
import { sqlOfDocument } from './sql-document.ts';
import { TaskRunner } from './task-runner.ts';
import { WorkerPool } from './worker-pool.ts';
import { unreachableTables } from './write-table.ts';

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { runtime } = options;
  const memory = options.memory ?? runtime.defaultMemory();
  const directory = new BlockDirectory();
  const homes = new SplitHomes();
  const pool = await WorkerPool.open({
    runtime,
    workers: options.workers ?? runtime.defaultWorkers(),
    memory,
    reserve: options.reserve === true,
    onWorkerLost: (worker) => directory.forgetWorker(worker),
  });
  const parts: EngineParts = {
    ...options,
    sizing:
      options.sizing ??
      (runtime.wholeStatements === true ? { ...DEFAULT_SIZING, whole: true } : DEFAULT_SIZING),
    pool,
    directory,
    memory,
    discovered: new Map(),
    opened: new Map(),
    samples: SourceSamples.ofSources(),
    wholeRows: SourceSamples.ofSteps(),
    computed: new ComputedRows(),
    runner: new TaskRunner(pool, directory, homes),
    catalog: createSourceCatalog(runtime, pool, homes),
    describe: rememberDescribe(batchDescribe((sql) => pool.describe(sql))),
    binder: createBinder({ describe: (sql) => pool.describe(sql) }),
    steps: new CompiledSteps(),
  };
  return {
    check: async (document, given = {}): Promise<CheckResult> => {
      const { plan, diagnostics } = await prepareDocument(parts, document, given);
      const schemas = new Map([...plan.ports].map(([key, { schema }]) => [key, schema]));
      return { diagnostics: [...diagnostics, ...unreachableTables(plan.sinks, runtime)], schemas };
    },
    explain: async (document, { pass, ...given }) => {
      const { plan, diagnostics } = await prepareDocument(parts, document, given);
      refuseErrors(diagnostics);
      const context = createPlanContext(
        plan,
        parts.binder,
        (sql) => pool.describe(sql),
        NOTHING_STORED,
        parts.sizing,
      );
      const roots = plan.sinks.length > 0 ? plan.sinks : lastPorts(plan.ports);
      return explainPlan(roots, pass, context);
    },
    measure: async (document, given = {}) =>
      (await import('./measure-document.ts')).measureDocument(parts, document, given),
    lineage: (document, given) => lineageInDocument(parts, document, given),
    usages: (document, column, given = {}) => usagesInDocument(parts, document, column, given),
    renameColumn: (document, column, to, given = {}) =>
      renameInDocument(parts, document, column, to, given),
    run: (document, given = {}) => runDocument(parts, document, given),
    preview: (document, given) => previewDocument(parts, document, given),
    open: (document, given) => openDocument(parts, document, given),
    profile: (document, given) => profileDocument(parts, document, given),
    values: (document, given) => columnValues(parts, document, given),
    failingRows: (document, given) => failingRows(parts, document, given),
    nulls: (document, given = {}) => countNulls(parts, document, given),
    count: (document, given = {}) => countDocument(parts, document, given),
    sql: (document, given) => sqlOfDocument(parts, document, given),
    // Loaded when it is needed: other languages are none of what an engine starts with.
    export: async (document, given) =>
      (await import('./export-document.ts')).exportDocument(parts, document, given),
    planPush: async (document, given) =>
      (await import('./push-document.ts')).planPush(parts, document, given),
    planComparison: async (document, given) =>
      (await import('./compare-document.ts')).planComparison(parts, document, given),
    warm: () => pool.warm(),
    close: () => pool.close(),
  };
}

const NOTHING_STORED = (): never => {
  throw internalError('Nothing has run yet.');
};

/** Steps that nothing reads. */
function lastPorts(ports: LogicalPlan['ports']): Relation[] {
  const relations = [...ports.values()].map(({ relation }) => relation);
  return relations.filter(
    (relation) =>
      !relations.some((other) => other !== relation && walk([other]).includes(relation)),
  );
}
