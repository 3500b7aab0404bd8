/** The engine: pipelines in, files and rows out. Hosts give it a runtime and the nodes. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import {
  EngineFailure,
  cancelledError,
  internalError,
  toEngineError,
  userError,
} from '../contract/errors.ts';
import type { Literal } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { runId } from '../contract/ids.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { formatType } from '../contract/schema.ts';
import { hashText } from '../document/hash.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { Binder } from '../logical/binder.ts';
import { createBinder } from '../logical/binder.ts';
import { optimise } from '../optimise/optimise.ts';
import type { OutputFile, OutputLocation } from '../runtime/runtime.ts';
import type { Sizing } from '../physical/sizing.ts';
import { DEFAULT_SIZING } from '../physical/sizing.ts';
import { BlockDirectory } from './block-directory.ts';
import { expectationsOf, refuseRepeatedKeys } from './check-expectations.ts';
import type {
  CheckResult,
  Engine,
  EngineOptions,
  Preview,
  PreviewOptions,
  Rows,
  RunOptions,
  RunResult,
} from './engine-api.ts';
import { executePlan } from './execute-plan.ts';
import { explainPlan } from './explain-plan.ts';
import type { PlanContext } from './plan-context.ts';
import { createPlanContext } from './plan-context.ts';
import type { SourceCatalog } from './plan-source.ts';
import { createSourceCatalog } from './plan-source.ts';
import type { Prepared } from './prepare.ts';
import { parseTarget, prepare, refuseErrors } from './prepare.ts';
import type { OpenRun } from './run-context.ts';
import { openRun } from './run-context.ts';
import { runTasks, valuesOf } from './run-stage.ts';
import { StageStore } from './stage-store.ts';
import { TaskRunner } from './task-runner.ts';
import { WorkerPool } from './worker-pool.ts';
import type { SinkServices } from './write-sink.ts';
import { writeSink } from './write-sink.ts';

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { runtime } = options;
  const memory = options.memory ?? runtime.defaultMemory();
  const directory = new BlockDirectory();
  const pool = await WorkerPool.open({
    runtime,
    workers: options.workers ?? runtime.defaultWorkers(),
    memory,
    onWorkerLost: (worker) => directory.forgetWorker(worker),
  });
  const parts: EngineParts = {
    ...options,
    sizing: options.sizing ?? DEFAULT_SIZING,
    pool,
    directory,
    memory,
    runner: new TaskRunner(pool, directory),
    catalog: createSourceCatalog(runtime, pool),
    binder: createBinder({ describe: (sql) => pool.describe(sql) }),
  };
  const prepareWith = (
    document: PipelineDocument,
    given: {
      readonly parameters?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
    },
    only?: readonly string[],
  ): Promise<Prepared> => prepareDocument(parts, document, given, only);

  return {
    check: async (document, given = {}): Promise<CheckResult> => {
      const { plan, diagnostics } = await prepareWith(document, given);
      const schemas = new Map([...plan.ports].map(([key, { schema }]) => [key, schema]));
      return { diagnostics, schemas };
    },
    explain: async (document, { pass, ...given }) => {
      const { plan, diagnostics } = await prepareWith(document, given);
      refuseErrors(diagnostics);
      const context = createPlanContext(
        plan,
        parts.binder,
        describeWith(pool),
        NOTHING_STORED,
        parts.sizing,
      );
      const roots = plan.sinks.length > 0 ? plan.sinks : lastPorts(plan.ports);
      return explainPlan(roots, pass, context);
    },
    run: (document, given = {}) => runDocument(parts, document, given),
    preview: (document, given) => previewDocument(parts, document, given),
    close: () => pool.close(),
  };
}

interface EngineParts extends EngineOptions {
  readonly pool: WorkerPool;
  readonly directory: BlockDirectory;
  readonly runner: TaskRunner;
  readonly catalog: SourceCatalog;
  readonly binder: Binder;
  readonly memory: number;
  readonly sizing: Sizing;
}

/** Share of the memory that blocks of earlier runs may keep. */
const CACHE_SHARE = 0.35;

const describeWith =
  (pool: WorkerPool) =>
  (sql: string): ReturnType<WorkerPool['describe']> =>
    pool.describe(sql);

const NOTHING_STORED = (): never => {
  throw internalError('Nothing has run yet.');
};

/** Steps that nothing reads. */
function lastPorts(ports: Prepared['plan']['ports']): Relation[] {
  const relations = [...ports.values()].map(({ relation }) => relation);
  return relations.filter(
    (relation) =>
      !relations.some((other) => other !== relation && walk([other]).includes(relation)),
  );
}

async function prepareDocument(
  parts: EngineParts,
  document: PipelineDocument,
  given: { readonly parameters?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  only?: readonly string[],
): Promise<Prepared> {
  const { registry, catalog, binder, pool } = parts;
  const targets = only?.map((target) => parseTarget(target, document, registry).node);
  const { signal } = given;
  const sources: Prepared['plan']['sources'] = new Map();
  return prepare({
    document,
    registry,
    binder,
    given: given.parameters ?? {},
    describe: describeWith(pool),
    describeSource: async (spec, node) => {
      const description = await catalog.describe(spec, node, signal);
      (sources as Map<string, typeof description>).set(JSON.stringify(spec), description);
      return description;
    },
    discoverValues: (relation, column) =>
      discoverValues(parts, { sources }, relation, column, signal),
    ...(targets === undefined ? {} : { only: targets }),
  });
}

/** Distinct values of a column in order, found by running what leads to it. */
async function discoverValues(
  parts: EngineParts,
  plan: Pick<Prepared['plan'], 'sources'>,
  relation: Relation,
  column: string,
  signal: AbortSignal | undefined,
): Promise<Literal[]> {
  const run = openRun(signal, undefined, now);
  const services = createServices(parts, plan, run);
  const value = rel.select(relation, [column]);
  const [named] = await services.bind(value);
  const type = named === undefined ? 'VARCHAR' : formatType(named.type);
  const present = rel.filter(value, ex.isNotNull(ex.column(column)));
  const distinct = rel.aggregate(present, [{ name: column, expression: ex.column(column) }], []);
  const sorted = rel.sort(distinct, [ex.key(ex.column(column))]);
  const text = rel.project(sorted, [
    { name: column, expression: ex.cast(ex.column(column), 'VARCHAR') },
  ]);
  const [rows = []] = await executePlan([text], (root) => collectValues(root, services), services);
  run.close();
  return rows.map(([first]) => ex.literal(type, first ?? null));
}

async function collectValues(
  root: Relation,
  services: SinkServices,
): Promise<readonly (readonly (string | null)[])[]> {
  const run = await runTasks(
    root,
    { sql: (query) => query, output: () => ({ kind: 'values' }) },
    services,
  );
  return run.done.flatMap(valuesOf);
}

const now = (): number => performance.now();

function createServices(
  parts: EngineParts,
  plan: Pick<Prepared['plan'], 'sources'>,
  run: OpenRun,
  onRejected: SinkServices['onRejected'] = () => undefined,
): SinkServices & {
  readonly physical: PlanContext;
  readonly stop: OpenRun['stop'];
} {
  const stages = new StageStore();
  const context = createPlanContext(
    plan,
    parts.binder,
    describeWith(parts.pool),
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

async function runDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
): Promise<RunResult> {
  const run = openRun(options.signal, options.onEvent, now, options.recompute);
  const { pool, directory } = parts;
  run.emit({
    type: 'run-started',
    run: runId(hashText(`${document.name} ${now()}`).slice(0, 12)),
    pipeline: document.name,
    workers: pool.size,
  });
  try {
    const result = await runPrepared(parts, document, options, run);
    run.emit({
      type: 'run-finished',
      status: 'succeeded',
      spilledBytes: run.progress.spilledBytes,
      peakMemoryBytes: run.progress.peakMemoryBytes,
    });
    return result;
  } catch (thrown) {
    const cancelled = options.signal?.aborted === true;
    const error = cancelled ? cancelledError().error : toEngineError(thrown);
    run.emit({
      type: 'run-finished',
      status: error.kind === 'cancelled' ? 'cancelled' : 'failed',
      error,
      spilledBytes: run.progress.spilledBytes,
      peakMemoryBytes: run.progress.peakMemoryBytes,
    });
    throw new EngineFailure(error, { cause: thrown });
  } finally {
    run.close();
    await pool.dropBlocks(directory.evict(parts.memory * CACHE_SHARE));
  }
}

async function runPrepared(
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
  run: OpenRun,
): Promise<RunResult> {
  const { runtime, registry } = parts;
  const targets = options.targets?.map((target) => parseTarget(target, document, registry));
  const prepared = await prepareDocument(parts, document, options, options.targets);
  refuseErrors(prepared.diagnostics);
  const { plan } = prepared;
  const warnings: Diagnostic[] = prepared.diagnostics.filter(
    ({ severity }) => severity === 'warning',
  );
  const services = createServices(parts, plan, run, (relation, rows) => {
    warnRejected(run, warnings, relation, rows);
  });

  if (targets !== undefined) {
    const tables = await collectTargets(targets, plan, services, undefined);
    return { files: [], tables, warnings, milliseconds: run.elapsed() };
  }
  if (plan.sinks.length === 0) {
    throw userError(
      'nothing-to-run',
      'The pipeline has no output step, so there is nothing to run.',
      {
        hint: 'Add an output.file step, or name a step with --target.',
      },
    );
  }
  const locations: OutputLocation[] = [];
  try {
    for (const sink of plan.sinks) locations.push(await prepareOutput(sink, runtime));
    const files = await runSinks(plan.sinks, locations, services);
    for (const location of locations) await runtime.commitOutput(location);
    return { files, tables: [], warnings, milliseconds: run.elapsed() };
  } catch (thrown) {
    await Promise.all(locations.map((location) => runtime.discardOutput(location)));
    throw thrown;
  }
}

async function prepareOutput(
  sink: Sink,
  runtime: EngineOptions['runtime'],
): Promise<OutputLocation> {
  const { path, mode, partitionBy } = sink.target;
  try {
    return await runtime.prepareOutput(path, mode, partitionBy.length > 0);
  } catch (thrown) {
    const error = toEngineError(thrown);
    const node = sink.origin === undefined ? {} : { node: sink.origin.node };
    throw new EngineFailure({ ...error, ...node, param: 'path' }, { cause: thrown });
  }
}

type Services = ReturnType<typeof createServices>;

async function runSinks(
  sinks: readonly Sink[],
  locations: readonly OutputLocation[],
  services: Services,
): Promise<OutputFile[]> {
  const expectations = expectationsOf(sinks);
  const logical = [...sinks, ...expectations.map(({ relation }) => relation)];
  const roots = await optimiseRoots(logical, services);
  addBytesToRead(roots, services);
  const results = await executePlan<OutputFile | undefined>(
    roots,
    async (root, index) => {
      const location = locations[index];
      if (location !== undefined && root.kind === 'sink')
        return writeSink(root, location, services);
      const expectation = expectations[index - sinks.length];
      if (expectation === undefined)
        throw internalError('A plan has a root that is not asked for.');
      refuseRepeatedKeys(expectation, await collectValues(root, services));
      return undefined;
    },
    services,
  );
  return results.filter((result) => result !== undefined);
}

const optimiseRoots = async (
  roots: readonly Relation[],
  { physical }: Services,
): Promise<readonly Relation[]> => {
  const { bind, sourceSchema, estimate } = physical;
  return (await optimise(roots, { bind, sourceSchema, estimate })).roots;
};

function addBytesToRead(roots: readonly Relation[], { context, physical }: Services): void {
  for (const relation of walk(roots)) {
    if (relation.kind !== 'scan') continue;
    for (const split of physical.splitsOf(relation)) context.progress.bytesTotal += split.bytes;
  }
}

/** @param limit rows from the front of each target; absent: all of them */
async function collectTargets(
  targets: readonly { readonly key: string }[],
  plan: Prepared['plan'],
  services: Services,
  limit: number | undefined,
): Promise<Rows[]> {
  const wanted = targets.map(({ key }) => {
    const port = plan.ports.get(key);
    if (port !== undefined) return { key, ...port };
    const sink = plan.sinks.find(({ origin }) => origin?.node === key);
    if (sink === undefined) {
      throw userError('unknown-target', `There is no output "${key}" to compute.`, {
        hint: `Steps give: ${[...plan.ports.keys()].join(', ')}.`,
      });
    }
    return { key, relation: sink.input, schema: plan.schemaOf(sink.input) ?? [] };
  });
  // A limit gathers the rows of all partitions, in order.
  const roots = await optimiseRoots(
    wanted.map(({ relation }) => rel.limit(relation, limit ?? Number.MAX_SAFE_INTEGER)),
    services,
  );
  addBytesToRead(roots, services);
  return executePlan<Rows>(
    roots,
    async (root, index) => {
      const target = wanted[index] as { key: string; schema: Schema };
      const run = await runTasks(
        root,
        { sql: (query) => query, output: () => ({ kind: 'return' }) },
        services,
      );
      const [output] = run.done.flatMap((done) => done.outputs);
      if (output?.kind !== 'rows') throw internalError('A target gave no rows.');
      return { target: target.key, schema: target.schema, rows: output.rows, ipc: output.ipc };
    },
    services,
  );
}

const DEFAULT_PREVIEW_ROWS = 20;

async function previewDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: PreviewOptions,
): Promise<Preview> {
  const run = openRun(options.signal, undefined, now);
  try {
    const target = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const rows = options.rows ?? DEFAULT_PREVIEW_ROWS;
    const services = createServices(parts, plan, run);
    // One row more than asked for tells whether there are more.
    const [table] = await collectTargets([target], plan, services, rows + 1);
    if (table === undefined) throw internalError('A preview gave no table.');
    if (table.rows <= rows) return { ...table, complete: true };
    const [shown] = await collectTargets([target], plan, services, rows);
    return { ...(shown ?? table), complete: false };
  } finally {
    run.close();
  }
}

function warnRejected(
  run: OpenRun,
  warnings: Diagnostic[],
  relation: Relation,
  rows: number,
): void {
  const scan = walk([relation]).find((each) => each.kind === 'scan' && each.output === 'rows');
  const node = scan?.origin?.node;
  const message = `${rows} rows could not be read and went to rejects.`;
  const at = node === undefined ? {} : { node };
  run.emit({ type: 'warning', code: 'rows-rejected', message, ...at });
  warnings.push({ severity: 'warning', code: 'rows-rejected', message, ...at });
}
