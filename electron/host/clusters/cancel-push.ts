/** Stops a push, whoever attends to it. */
import {
  cancelledError,
  type EngineError,
  operationalError,
  toEngineError,
  userError,
} from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { advance, endOf, isEnded } from '../../../engine/remote/jobs/job-states.ts';
import { batchLost } from './batch.ts';
import { askToCancel } from './cancel-request.ts';
import type { ClusterHost } from './cluster-host.ts';
import { openSession } from './open-session.ts';
import { shortId } from './short-id.ts';
import { changesOf } from './watch-job.ts';
import { pushTag } from '../../../engine/remote/jobs/push-tag.ts';
import { stopTagged } from '../../../engine/remote/spark-plan/stop-operation.ts';

/** A client that attends looks as soon as it is told; its cluster may take a while to stop. */
const PATIENCE_MS = 60_000;

/** @returns the job when it has ended */
export async function cancelPush(host: ClusterHost, job: PushJob): Promise<PushJob> {
  if (isEnded(job)) {
    throw userError('job-ended', `The push ${shortId(job.id)} has ended: it ${job.state}.`);
  }
  await askToCancel(await host.folderOf(job.id));
  if (host.jobs.isAttended(job)) return untilEnded(host, job);
  const error = (await interrupt(host, job)) ?? cancelledError().error;
  const ended = advance(job, { type: 'ended', error }, Date.now());
  await host.jobs.pushes.save(ended);
  return ended;
}

/**
 * Stops what runs for a client that is gone.
 * @returns why nobody knows what became of it, if that is so
 * @throws what keeps it from being stopped: then the job is as it was
 */
async function interrupt(host: ClusterHost, job: PushJob): Promise<EngineError | undefined> {
  if (job.via === 'batch') return batchLost().error;
  const session = await openSession(await host.find(job.connection), {
    sessionId: job.session,
    ...(job.serverSession === undefined ? {} : { serverSessionId: job.serverSession }),
  });
  try {
    await stopTagged(session, pushTag(job), unheardOf(job));
    await session.release();
    return undefined;
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (endOf(error) !== 'lost') throw thrown;
    return error;
  } finally {
    session.close();
  }
}

/** Of the operations, the one that runs where nothing was heard of its tasks. */
export const unheardOf = ({ operations }: PushJob): string | undefined =>
  operations.findLast(({ state, progress }) => state === 'sent' && progress === undefined)?.id;

async function untilEnded(host: ClusterHost, job: PushJob): Promise<PushJob> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  let last = job;
  for await (const now of changesOf(host, job.id, late)) {
    last = now;
    if (isEnded(now)) return now;
  }
  throw notStopped(last);
}

const notStopped = ({ id, process: client }: PushJob) =>
  operationalError('job-not-stopped', `The push ${shortId(id)} has not stopped within a minute.`, {
    hint: `Its client, process ${client}, was asked to. See sluice jobs show ${shortId(id)}, or end that process.`,
  });
