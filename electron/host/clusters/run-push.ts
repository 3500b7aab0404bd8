/** One push over Spark Connect, from the pipeline to its end; the same for a new one and one that is found again. */
import { type EngineError, toEngineError, userError } from '../../../engine/contract/errors.ts';
import type { PushEvent, PushJob } from '../../../engine/contract/push-job.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { sparkSizing } from '../../../engine/remote/estimate/spark-sizing.ts';
import { followPush, type NewPush } from '../../../engine/remote/jobs/follow-push.ts';
import { advance, endOf, isEnded } from '../../../engine/remote/jobs/job-states.ts';
import { pushTag } from '../../../engine/remote/jobs/push-tag.ts';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { Retry, SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import { describeFiles } from '../../../engine/remote/spark-plan/describe-files.ts';
import { stopTagged } from '../../../engine/remote/spark-plan/stop-operation.ts';
import { programHash } from '../../../engine/remote/spark-plan/output-rows.ts';
import { pushPipeline } from '../../../engine/remote/spark-plan/push-pipeline.ts';
import type { Engine, PreparedPush } from '../../../engine/run/engine-api.ts';
import { pushPorts } from '../../../engine/run/push-ports.ts';
import { type ArrowFolder, openArrowFolder } from '../../../engine/runtime/arrow-folder.ts';
import { cancelSignal } from './cancel-request.ts';
import { unheardOf } from './cancel-push.ts';
import { clusterFiles, type GuardPath, guardedFiles } from './cluster-files.ts';
import type { ClusterHost, NamedCluster } from './cluster-host.ts';
import type { KeptRequest } from './kept-request.ts';
import { forgetUnlessKept } from './new-push.ts';
import { sizeOfCluster } from './cluster-size.ts';
import { openSession } from './open-session.ts';
import { openPushLog, type PushLog } from './push-log.ts';

export interface PushRun {
  readonly host: ClusterHost;
  readonly cluster: NamedCluster;
  readonly engine: Engine;
  readonly document: PipelineDocument;
  readonly request: KeptRequest;
  /** A job that is gone on with, or what is known of a new one. */
  readonly start: NewPush | PushJob;
  /** Cancels it, there too. */
  readonly signal: AbortSignal;
  /** The client goes away: what was sent goes on, and the job can be fetched. */
  readonly leaving?: AbortSignal;
  readonly onEvent?: (event: PushEvent, job: PushJob | undefined) => void;
  readonly onRetry?: (retry: Retry) => void;
  /** Absent: whoever pushes may read and write what the cluster may. */
  readonly guard?: GuardPath;
  /** Where rows are kept until they are written; absent: in a folder that this engine may read. */
  readonly openFolder?: () => Promise<ArrowFolder>;
  /** Takes the rows of a step that is looked at. */
  readonly onRows?: (ipc: Uint8Array) => Promise<void>;
}

/** @throws what the push failed with, after the job was kept */
export async function runPush(run: PushRun): Promise<PushJob> {
  const { host, start } = run;
  const folder = await host.folderOf(start.id);
  const log = openPushLog(folder, host.mask, 'operations' in start ? start.operations : []);
  const { signal, close } = cancelSignal(folder, run.signal);
  try {
    return await inSession(run, log, (session) => follow(run, log, session, signal));
  } catch (thrown) {
    // Nothing where the end was told before.
    tellEnd(run, log, thrown);
    throw thrown;
  } finally {
    close();
    await log.close();
    await forgetUnlessKept(host, start.id);
  }
}

function tellEnd(run: PushRun, log: PushLog, thrown: unknown): void {
  if (isLeaving(run)) log.end('the client has left; what was sent goes on');
  else log.failed(thrown);
}

/** The log has the end when the job has it: whoever sees the one may look at the other. */
async function* logged(
  run: PushRun,
  log: PushLog,
  events: AsyncIterable<PushEvent>,
): AsyncGenerator<PushEvent, void> {
  try {
    yield* events;
    log.end('succeeded');
  } catch (thrown) {
    tellEnd(run, log, thrown);
    throw thrown;
  } finally {
    await log.close();
  }
}

const isLeaving = ({ leaving }: PushRun): boolean => leaving?.aborted === true;

async function follow(
  run: PushRun,
  log: PushLog,
  session: SparkSession,
  signal: AbortSignal,
): Promise<PushJob> {
  const { host, start, leaving } = run;
  const onEvent = (event: PushEvent, job: PushJob | undefined): void => {
    log.event(event);
    run.onEvent?.(event, job);
  };
  // What this computer does ends in both cases; what the cluster does ends by a cancel alone.
  const here = leaving === undefined ? signal : AbortSignal.any([signal, leaving]);
  const prepared = await planPush(run, session, here);
  for (const diagnostic of prepared.diagnostics)
    onEvent({ type: 'warning', diagnostic }, undefined);
  if ('state' in start && programHash(prepared.program) !== start.planHash) throw changed(start);
  return followPush(start, logged(run, log, eventsOf(run, prepared, session, { signal, here })), {
    store: host.jobs.pushes,
    now: Date.now,
    onEvent,
    ...(leaving === undefined ? {} : { leaving }),
  });
}

/** The plan of what was asked for; nothing was sent but questions about the columns of files. */
export async function planPush(
  {
    engine,
    document,
    request,
    cluster,
    guard,
    onlyPlan = false,
  }: Pick<PushRun, 'engine' | 'document' | 'request' | 'cluster' | 'guard'> & {
    readonly onlyPlan?: boolean;
  },
  session: Pick<SparkSession, 'schema'>,
  signal: AbortSignal,
): Promise<PreparedPush> {
  const { parameters, preview, directory } = request;
  const files = guardedFiles(clusterFiles(cluster.connection, directory), directory, guard);
  const { uriOf, sinkUriOf } = files;
  const prepared = await engine.planPush(document, {
    signal,
    parameters,
    onlyPlan,
    // Asked after every edit: what is found out from the data may be that of the first rows.
    sample: onlyPlan,
    uriOf,
    sinkUriOf,
    describeFiles: async (spec, node) => {
      await files.check('paths' in spec ? spec.paths : []);
      return describeFiles(spec, node, { session, uriOf, signal });
    },
    ...(preview === undefined ? {} : preview),
  });
  await files.checkAll();
  return prepared;
}

/** A session whose push has ended is of no use to anybody any more; one that may go on is left alone. */
async function inSession(
  run: PushRun,
  log: PushLog,
  work: (session: SparkSession) => Promise<PushJob>,
): Promise<PushJob> {
  const { host, cluster, start, leaving } = run;
  const session = await openSession(cluster, {
    sessionId: start.session,
    ...(await lifeOf(cluster, start)),
    onRetry: (retry) => {
      log.retry(retry);
      run.onRetry?.(retry);
    },
  });
  // What waits for the server ends with it, and nothing is said to the server.
  const leave = (): void => session.close();
  if (isLeaving(run)) leave();
  else leaving?.addEventListener('abort', leave, { once: true });
  let isOver = true;
  try {
    return await work(session);
  } catch (thrown) {
    const error = toEngineError(thrown);
    isOver = !isLeaving(run) && (await endEarly(host, start, session, error));
    throw thrown;
  } finally {
    leaving?.removeEventListener('abort', leave);
    // Asked for at the end alone: whether it is heard changes nothing about the push.
    if (isOver) await session.release().catch(() => undefined);
    session.close();
  }
}

/**
 * What a push that is gone on with ends by before there is anything to follow: that it is lost, found out by
 * asking for the columns of files, and a cancel. Anything else, such as a source that is gone, says nothing
 * about what runs there, which another try may find.
 * @returns whether nobody needs its session any more
 */
async function endEarly(
  { jobs: { pushes } }: ClusterHost,
  { id }: Pick<PushJob, 'id'>,
  session: SparkSession,
  error: EngineError,
): Promise<boolean> {
  const end = endOf(error);
  const job = await pushes.read(id);
  const goesOn = job !== undefined && !isEnded(job);
  if (goesOn && end === 'cancelled') await stopTagged(session, pushTag(job), unheardOf(job));
  if (goesOn && end !== 'failed') {
    await pushes.save(advance(job, { type: 'ended', error }, Date.now()));
  }
  if (goesOn && end === 'failed') return false;
  return end !== 'lost' && error.code !== 'spark-unreachable';
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
  { signal, here }: { readonly signal: AbortSignal; readonly here: AbortSignal },
): AsyncGenerator<PushEvent, void> {
  const { start, onRows } = run;
  const before = 'operations' in start ? start.operations : undefined;
  const ports = pushPorts({
    prepared,
    signal: here,
    openFolder: run.openFolder ?? openArrowFolder,
    ...(onRows === undefined ? {} : { onRows }),
  });
  const events = pushPipeline(session, prepared.program, ports, {
    signal,
    tags: [pushTag(start)],
    settings: await sizingOf(run, here),
    ...(before === undefined ? {} : { before, written: writtenSteps(start) }),
  });
  let told: string | undefined;
  let sized: PushEvent | undefined;
  for await (const event of events) {
    // The server has answered once its settings are made, which is right after the translation.
    const { serverSessionId } = session;
    if (event.type !== 'translated' && serverSessionId !== undefined && told !== serverSessionId) {
      told = serverSessionId;
      yield { type: 'connected', serverSession: serverSessionId };
      // Beside the work: what follows does not wait for it.
      // A size that cannot be told is none: whether the server is there, the push itself finds out.
      void sizeOfCluster(session).then(
        (size) => (sized = { type: 'sized', size }),
        () => undefined,
      );
    }
    yield event;
    if (sized !== undefined) {
      yield sized;
      sized = undefined;
    }
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
