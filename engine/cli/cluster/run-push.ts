/** One push over Spark Connect, from the pipeline to its end; the same for a new one and one that is found again. */
import { type EngineError, toEngineError, userError } from '../../contract/errors.ts';
import type { PushEvent, PushJob } from '../../contract/push-job.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { sparkSizing } from '../../remote/estimate/spark-sizing.ts';
import { followPush, type NewPush } from '../../remote/jobs/follow-push.ts';
import { advance, endOf, isEnded } from '../../remote/jobs/job-states.ts';
import { pushTag } from '../../remote/jobs/push-tag.ts';
import { BRIEF_RETRIES } from '../../remote/spark-connect/retry.ts';
import type { SparkSession } from '../../remote/spark-connect/session.ts';
import { describeFiles } from '../../remote/spark-plan/describe-files.ts';
import { programHash } from '../../remote/spark-plan/output-rows.ts';
import { pushPipeline } from '../../remote/spark-plan/push-pipeline.ts';
import type { Engine, PreparedPush } from '../../run/engine-api.ts';
import { pushPorts } from '../../run/push-ports.ts';
import { openArrowFolder } from '../../runtime/arrow-folder.ts';
import { formatDuration } from '../terminal/format-amount.ts';
import { cancelSignal } from './cancel-request.ts';
import { clusterFiles } from './cluster-files.ts';
import type { ClusterHost, NamedCluster } from './cluster-host.ts';
import type { KeptRequest } from './kept-request.ts';
import { openSession } from './open-session.ts';

export interface PushRun {
  readonly host: ClusterHost;
  readonly cluster: NamedCluster;
  readonly engine: Engine;
  readonly document: PipelineDocument;
  readonly request: KeptRequest;
  /** A job that is gone on with, or what is known of a new one. */
  readonly start: NewPush | PushJob;
  readonly signal: AbortSignal;
  readonly onEvent: (event: PushEvent, job: PushJob | undefined) => void;
  /** Takes a line about the connection. */
  readonly tell: (line: string) => void;
  /** Takes the rows of a step that is looked at. */
  readonly onRows?: (ipc: Uint8Array) => Promise<void>;
}

/** @throws what the push failed with, after the job was kept */
export async function runPush(run: PushRun): Promise<PushJob> {
  const { host, start } = run;
  const { signal, close } = cancelSignal(await host.folderOf(start.id), run.signal);
  try {
    return await inSession(run, async (session) => {
      const prepared = await planPush(run, session, signal);
      for (const diagnostic of prepared.diagnostics) {
        run.onEvent({ type: 'warning', diagnostic }, undefined);
      }
      if ('state' in start && programHash(prepared.program) !== start.planHash)
        throw changed(start);
      return followPush(start, eventsOf(run, prepared, session, signal), {
        store: host.jobs.pushes,
        now: Date.now,
        onEvent: run.onEvent,
      });
    });
  } finally {
    close();
  }
}

function planPush(
  { engine, document, request, cluster }: PushRun,
  session: SparkSession,
  signal: AbortSignal,
): Promise<PreparedPush> {
  const { parameters, preview, directory } = request;
  const { uriOf, sinkUriOf } = clusterFiles(cluster.connection, directory);
  return engine.planPush(document, {
    signal,
    parameters,
    uriOf,
    sinkUriOf,
    describeFiles: (spec, node) => describeFiles(spec, node, { session, uriOf, signal }),
    ...(preview === undefined ? {} : preview),
  });
}

/** A session whose push has ended is of no use to anybody any more; one that may go on is left alone. */
async function inSession(
  { host, cluster, start, tell }: PushRun,
  work: (session: SparkSession) => Promise<PushJob>,
): Promise<PushJob> {
  const session = await openSession(cluster, {
    sessionId: start.session,
    ...(await lifeOf(cluster, start)),
    onRetry: ({ attempt, delayMs, reason }) =>
      tell(`No answer (${reason}): try ${attempt + 1} in ${formatDuration(delayMs)}.`),
  });
  let isOver = true;
  try {
    return await work(session);
  } catch (thrown) {
    const error = toEngineError(thrown);
    isOver = endOf(error) !== 'lost' && error.code !== 'spark-unreachable';
    // Found out before there was anything to follow: by asking for the columns of files.
    if (endOf(error) === 'lost') await keepLost(host, start, error);
    throw thrown;
  } finally {
    // Asked for at the end alone: whether it is heard changes nothing about the push.
    if (isOver) await session.release().catch(() => undefined);
    session.close();
  }
}

async function keepLost(
  { jobs: { pushes } }: ClusterHost,
  { id }: Pick<PushJob, 'id'>,
  error: EngineError,
): Promise<void> {
  const job = await pushes.read(id);
  if (job !== undefined && !isEnded(job)) {
    await pushes.save(advance(job, { type: 'ended', error }, Date.now()));
  }
}

/** Of a job that is found again, the life of the server that it was sent to. Else a first contact, which fails soon. */
async function lifeOf(
  cluster: NamedCluster,
  start: NewPush | PushJob,
): Promise<{ readonly serverSessionId?: string }> {
  const known = 'serverSession' in start ? start.serverSession : undefined;
  if (known !== undefined) return { serverSessionId: known };
  const first = await openSession(cluster, { sessionId: start.session, retry: BRIEF_RETRIES });
  try {
    await first.version();
    const { serverSessionId } = first;
    return serverSessionId === undefined ? {} : { serverSessionId };
  } finally {
    first.close();
  }
}

async function* eventsOf(
  run: PushRun,
  prepared: PreparedPush,
  session: SparkSession,
  signal: AbortSignal,
): AsyncGenerator<PushEvent, void> {
  const { start, onRows } = run;
  const before = 'operations' in start ? start.operations : undefined;
  const ports = pushPorts({
    prepared,
    signal,
    openFolder: openArrowFolder,
    ...(onRows === undefined ? {} : { onRows }),
  });
  const events = pushPipeline(session, prepared.program, ports, {
    signal,
    tags: [pushTag(start)],
    settings: await sizingOf(run, signal),
    ...(before === undefined ? {} : { before, written: writtenSteps(start) }),
  });
  let told: string | undefined;
  for await (const event of events) {
    // The server has answered once its settings are made, which is right after the translation.
    const { serverSessionId } = session;
    if (event.type !== 'translated' && serverSessionId !== undefined && told !== serverSessionId) {
      told = serverSessionId;
      yield { type: 'connected', serverSession: serverSessionId };
    }
    yield event;
  }
}

const writtenSteps = (start: NewPush | PushJob): ReadonlySet<string> =>
  new Set(
    'outputs' in start
      ? start.outputs.filter(({ written }) => written !== undefined).map(({ step }) => step)
      : [],
  );

/** Files that the cluster alone sees cannot be measured from here: then Spark's own settings hold. */
async function sizingOf(
  { engine, document, request, cluster }: PushRun,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  try {
    const measure = await engine.measure(document, { parameters: request.parameters, signal });
    return sparkSizing(measure, cluster.connection.cores).settings;
  } catch (thrown) {
    if (toEngineError(thrown).kind === 'user') return {};
    throw thrown;
  }
}

const changed = ({ name }: PushJob) =>
  userError('push-changed', `${name} is not translated as it was when it was pushed.`, {
    hint: 'Its sources have other columns by now, or Sluice is another version. Cancel it, and push the pipeline again.',
  });
