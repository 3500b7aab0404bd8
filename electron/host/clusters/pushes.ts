/** Pushes that this host attends to: they go on when the page that asked for them is gone. */
import { parseDocument } from '../../../engine/document/parse.ts';
import { cancelledError, internalError, userError } from '../../../engine/contract/errors.ts';
import type { ComparisonStage, PushComparison } from '../../../engine/contract/push-comparison.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { NewPush } from '../../../engine/remote/jobs/follow-push.ts';
import { advance, isEnded } from '../../../engine/remote/jobs/job-states.ts';
import type { PreviewAnswer } from '../../../engine/run/engine-questions.ts';
import type { PushCheck } from '../api/cluster-methods.ts';
import type { DocumentOfHost, HostEngines } from '../engine/host-engines.ts';
import { batchLost } from './batch.ts';
import { checkPush } from './check-push.ts';
import type { ClusterServices, NamedCluster } from './cluster-host.ts';
import { compareOnCluster } from './compare-push.ts';
import { guardOf, lendingFolder } from './engine-access.ts';
import { type KeptRequest, readRequest } from './kept-request.ts';
import { forgetUnlessKept, newPush } from './new-push.ts';
import { previewPush } from './preview-push.ts';
import { runPush } from './run-push.ts';
import { attendTo, takeOver } from './take-over.ts';

export interface ClusterQuestion extends DocumentOfHost {
  readonly document: PipelineDocument;
  readonly parameters: Readonly<Record<string, string>>;
  /** Name of a connection. */
  readonly cluster: string;
}

export interface Pushes {
  readonly check: (question: ClusterQuestion, signal: AbortSignal) => Promise<PushCheck>;
  /** Gives the id when the job was kept. */
  readonly start: (question: ClusterQuestion) => Promise<string>;
  readonly preview: (
    question: ClusterQuestion & { readonly target: string; readonly rows: number },
    signal: AbortSignal,
  ) => Promise<PreviewAnswer>;
  readonly compare: (
    question: ClusterQuestion & { readonly rows: number },
    signal: AbortSignal,
    onStage: (stage: ComparisonStage) => void,
  ) => Promise<PushComparison>;
  readonly retry: (job: PushJob) => Promise<string>;
  readonly fetch: (job: PushJob) => Promise<void>;
  /** What was sent goes on; who fetches it finds it. */
  readonly close: () => Promise<void>;
}

/** What a push works with: who it is for, what is asked, and the cluster. */
interface Work {
  readonly owner: DocumentOfHost;
  readonly document: PipelineDocument;
  readonly request: KeptRequest;
  readonly cluster: NamedCluster;
}

export function createPushes(
  { access, clusters: host }: Pick<ClusterServices, 'access' | 'clusters'>,
  engines: HostEngines,
): Pushes {
  const leaving = new AbortController();
  const never = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  const workOf = async (question: ClusterQuestion): Promise<Work> => {
    const { document, parameters, file, documentId, cluster } = question;
    const { base } = await access.forEngine(file);
    const path = file === undefined ? undefined : await access.realPathOf(file);
    const request: KeptRequest = {
      name: file === undefined ? document.name : await access.locationOf(file),
      directory: base,
      text: JSON.stringify(document),
      parameters: { ...parameters },
      document: {
        ...(path === undefined ? {} : { path }),
        ...(documentId === undefined ? {} : { id: documentId }),
      },
    };
    const owner = { file, documentId };
    return { owner, document, request, cluster: await host.find(cluster) };
  };

  /** The same again, by what was kept of it; what may not be used by a page is refused. */
  const workAgain = async (job: PushJob): Promise<Work> => {
    const request = await readRequest(host, job);
    const { path = job.location, id } = request.document ?? {};
    const isUnsaved = request.document !== undefined && request.document.path === undefined;
    const file = isUnsaved ? undefined : await access.tokenAt(path ?? request.directory);
    const parsed = parseDocument(request.text);
    if (!parsed.ok) throw internalError('What was kept of a push is no pipeline.');
    return {
      owner: { file, documentId: id },
      document: parsed.document,
      request,
      cluster: await host.find(job.connection),
    };
  };

  /** Follows it to its end; what becomes of it stands in the job. */
  const follow = (
    { owner, document, request, cluster }: Work,
    start: NewPush | PushJob,
    onKept: (job: PushJob) => void,
  ): Promise<PushJob> =>
    engines.use(owner, async ({ engine }) => {
      const files = await access.forEngine(owner.file);
      return runPush({
        host,
        cluster,
        engine,
        document,
        request,
        start,
        signal: never.signal,
        leaving: leaving.signal,
        guard: guardOf(files),
        openFolder: lendingFolder(files),
        onEvent: (_event, job) => {
          if (job !== undefined) onKept(job);
        },
      });
    });

  const track = (work: Promise<unknown>): void => {
    const done = work.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  };

  const begin = async (work: Work, location: string | undefined): Promise<string> => {
    if (leaving.signal.aborted) throw cancelledError();
    const { document, cluster, request } = work;
    const name = document.name;
    const start = await newPush(host, { cluster, name, location, via: 'connect', request });
    await new Promise<void>((resolve, reject) => {
      const followed = attendTo(host, start, () => follow(work, start, () => resolve())).finally(
        () => forgetUnlessKept(host, start.id),
      );
      followed.catch(reject);
      track(followed);
    });
    return start.id;
  };

  const asked = <T>(
    { owner, ...work }: Work,
    signal: AbortSignal,
    ask: (
      question: Parameters<typeof checkPush>[0],
      openFolder: ReturnType<typeof lendingFolder>,
    ) => Promise<T>,
  ): Promise<T> =>
    engines.use(owner, async ({ engine }) => {
      const files = await access.forEngine(owner.file);
      return ask({ ...work, engine, guard: guardOf(files), signal }, lendingFolder(files));
    });

  return {
    check: async (question, signal) => asked(await workOf(question), signal, checkPush),
    preview: async ({ target, rows, ...question }, signal) =>
      asked(await workOf(question), signal, (about, openFolder) =>
        previewPush({ ...about, target, rows, openFolder }),
      ),
    compare: async ({ rows, ...question }, signal, onStage) =>
      asked(await workOf(question), signal, (about, openFolder) =>
        compareOnCluster({ ...about, rows, openFolder, onStage }),
      ),
    start: async (question) => {
      const { file } = question;
      const location = file === undefined ? undefined : await access.locationOf(file);
      return begin(await workOf(question), location);
    },
    retry: async (job) => {
      if (!isEnded(job)) throw stillGoesOn(job);
      if (job.via === 'batch') throw isBatch(job);
      const work = await workAgain(job);
      return begin({ ...work, request: withoutSettings(work.request) }, job.location);
    },
    fetch: async (job) => {
      if (isEnded(job)) throw hasEnded(job);
      await new Promise<void>((resolve, reject) => {
        const followed = takeOver(host, job, async (claimed) => {
          if (job.via === 'batch') {
            const { error } = batchLost();
            await host.jobs.pushes.save(advance(claimed, { type: 'ended', error }, Date.now()));
            return;
          }
          const work = await workAgain(job);
          // Once it is heard of; its end is told by the job.
          await follow(work, claimed, () => resolve());
        });
        followed.then(() => resolve(), reject);
        track(followed);
      });
    },
    close: async () => {
      leaving.abort();
      await Promise.all(underWay);
    },
  };
}

const withoutSettings = ({ settings: _none, ...request }: KeptRequest): KeptRequest => request;

const hasEnded = ({ name, state }: PushJob) =>
  userError('job-ended', `The push of ${name} has ended: it ${state}.`);

const stillGoesOn = ({ name }: PushJob) =>
  userError('job-running', `The push of ${name} has not ended.`, {
    hint: 'Stop it first, or wait.',
  });

const isBatch = ({ name }: PushJob) =>
  userError('job-not-retried', `${name} was handed in as a batch, by the command line.`, {
    hint: 'Hand it in again there: sluice push --detach. Or push the pipeline.',
  });
