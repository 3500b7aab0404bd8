/** A pipeline over a sample of its sources, computed here and on the cluster, and what differs. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { compareRows } from '../../../engine/compare/compare-rows.ts';
import type {
  ComparisonStage,
  OutputComparison,
  PushComparison,
} from '../../../engine/contract/push-comparison.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { MOST_COMPARED_ROWS, tooManyToCompare } from '../../../engine/contract/push-comparison.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import { describeSizedFiles } from '../../../engine/remote/spark-plan/describe-files.ts';
import type { PushPorts } from '../../../engine/remote/spark-plan/push-pipeline.ts';
import { pushPipeline } from '../../../engine/remote/spark-plan/push-pipeline.ts';
import type {
  ComparisonOptions,
  Engine,
  PreparedComparison,
  PreparedPush,
} from '../../../engine/run/engine-api.ts';
import type { ArrowFolder } from '../../../engine/runtime/arrow-folder.ts';
import { readRows } from '../../../engine/values/rows.ts';
import { clusterFiles, type GuardPath, guardedFiles } from './cluster-files.ts';
import type { NamedCluster } from './cluster-host.ts';
import type { KeptRequest } from './kept-request.ts';
import { openSession } from './open-session.ts';

export interface PushComparisonOptions extends Pick<
  ComparisonOptions,
  'parameters' | 'rows' | 'uriOf' | 'describeFiles'
> {
  readonly signal: AbortSignal;
  readonly onStage: (stage: ComparisonStage) => void;
  /** Which the engine may read. */
  readonly openFolder: () => Promise<ArrowFolder>;
}

export interface AskedComparison extends Pick<
  PushComparisonOptions,
  'signal' | 'onStage' | 'openFolder'
> {
  readonly cluster: NamedCluster;
  readonly engine: Engine;
  readonly document: PipelineDocument;
  readonly request: Pick<KeptRequest, 'parameters' | 'directory'>;
  /** Absent: whoever compares may read what the cluster may. */
  readonly guard?: GuardPath;
  readonly rows: number;
}

/** In a session of its own, which is gone afterwards. */
export async function compareOnCluster(asked: AskedComparison): Promise<PushComparison> {
  const { cluster, engine, document, guard, signal, onStage, openFolder, rows } = asked;
  const { directory, parameters } = asked.request;
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const { uriOf, check } = guardedFiles(
      clusterFiles(cluster.connection, directory),
      directory,
      guard,
    );
    return await comparePush(session, engine, document, {
      ...{ parameters, rows, signal, onStage, openFolder, uriOf },
      describeFiles: async (spec, node) => {
        await check('paths' in spec ? spec.paths : []);
        return describeSizedFiles(spec, node, { session, uriOf, signal });
      },
    });
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}

/**
 * Nothing is written, here or there, and no job is kept.
 * @throws what a push would fail with; a cancelled one ends what runs on the cluster
 */
export async function comparePush(
  session: SparkSession,
  engine: Engine,
  document: PipelineDocument,
  options: PushComparisonOptions,
): Promise<PushComparison> {
  const folders: ArrowFolder[] = [];
  const openFolder = async (): Promise<ArrowFolder> => {
    const folder = await options.openFolder();
    folders.push(folder);
    return folder;
  };
  const fetch = (push: Program): Promise<ReadonlyMap<string, Fetched>> =>
    fetchRows(session, push, { ...options, openFolder });
  let prepared: PreparedComparison | undefined;
  try {
    options.onStage('sample');
    prepared = await engine.planComparison(document, {
      ...options,
      fetch: async (push) => {
        const [first] = (await fetch(push)).values();
        return first === undefined || first.rows === 0 ? undefined : first.folder.pattern;
      },
    });
    return await compareOutputs(prepared, fetch, options);
  } finally {
    await prepared?.close();
    await Promise.all(folders.map((folder) => folder.remove()));
  }
}

async function compareOutputs(
  prepared: PreparedComparison,
  fetch: (push: Program) => Promise<ReadonlyMap<string, Fetched>>,
  { signal, onStage }: PushComparisonOptions,
): Promise<PushComparison> {
  const started = performance.now();
  onStage('here');
  const here = await prepared.runHere(signal);
  const between = performance.now();
  onStage('there');
  const there = await fetch(prepared);
  const ended = performance.now();
  onStage('compare');
  const outputs: OutputComparison[] = [];
  for (const { step, rows, sortedBy } of here) {
    const { schema } = rows;
    const table = { schema, rows: readRows(schema, rows.ipc) };
    const fetched = there.get(step);
    const other = await fetchedTable(prepared, step, fetched, schema, signal);
    const casts = fetched?.casts ?? [];
    outputs.push({ step, ...compareRows(table, other, { sortedBy }), casts });
  }
  return {
    sources: prepared.sources,
    outputs,
    notes: prepared.diagnostics,
    milliseconds: { here: between - started, there: ended - between },
  };
}

async function fetchedTable(
  prepared: PreparedComparison,
  step: string,
  fetched: Fetched | undefined,
  schema: Schema,
  signal: AbortSignal,
) {
  // Of no rows there may be no file at all.
  if (fetched === undefined || fetched.rows === 0) return { schema, rows: [] };
  const found = await prepared.readFetched(step, fetched.folder.pattern, signal);
  return { schema: found.schema, rows: readRows(found.schema, found.ipc) };
}

type Program = Pick<PreparedPush, 'program' | 'readSource'>;

interface Fetched {
  readonly folder: ArrowFolder;
  rows: number;
  casts: OutputComparison['casts'];
}

/** By the step of the output. */
async function fetchRows(
  session: SparkSession,
  { program, readSource }: Program,
  { signal, openFolder }: Pick<PushComparisonOptions, 'signal' | 'openFolder'>,
): Promise<ReadonlyMap<string, Fetched>> {
  const fetched = new Map<string, Fetched>();
  const ports: PushPorts = {
    readSource,
    openFetched: async ({ node }) => {
      const rows: Fetched = { folder: await openFolder(), rows: 0, casts: [] };
      fetched.set(node, rows);
      return {
        casts: (casts) => {
          rows.casts = casts;
        },
        add: async (ipc, count) => {
          rows.rows += count;
          if (rows.rows > MOST_COMPARED_ROWS) throw tooManyToCompare(node);
          await rows.folder.add(ipc);
        },
        finish: () => Promise.resolve({ rows: rows.rows }),
        abandon: () => Promise.resolve(),
      };
    },
  };
  const tags = [`sluice-${randomUUID()}`];
  for await (const _event of pushPipeline(session, program, ports, { signal, tags }));
  return fetched;
}
