/** Goes on for a client that has ended: of several who try, one. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationalError } from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { isEnded } from '../../../engine/remote/jobs/job-states.ts';
import { isAlive, NOBODY } from '../jobs/jobs.ts';
import type { ClusterHost } from './cluster-host.ts';
import { shortId } from './short-id.ts';

/**
 * Takes over a push from a client that has ended, and attends to it while `work` goes on.
 * @throws operational `job-attended`
 */
export async function takeOver<T>(
  host: ClusterHost,
  job: PushJob,
  work: (claimed: PushJob) => Promise<T>,
): Promise<T> {
  if (host.jobs.isAttended(job)) throw attendedTo(job);
  const path = join(await host.folderOf(job.id), `after-${job.process}`);
  return await attendTo(host, job, async () => {
    const claimed = await claim(host, job, path);
    try {
      return await work(claimed);
    } finally {
      if (await leaveToOthers(host, job)) await rm(path, { force: true });
    }
  });
}

/** Says that this process attends to a push while `work` goes on. */
export async function attendTo<T>(
  host: ClusterHost,
  job: Pick<PushJob, 'id' | 'process'>,
  work: () => Promise<T>,
): Promise<T> {
  const leave = host.jobs.attend(job.id);
  if (leave === undefined) throw attendedTo({ ...job, process: process.pid });
  try {
    return await work();
  } finally {
    await leaveToOthers(host, job);
    leave();
  }
}

/**
 * A push that goes on without this client, as when its server does not answer: another may fetch it, though
 * this process lives. Whether it was one.
 */
async function leaveToOthers(
  { jobs: { pushes } }: ClusterHost,
  { id }: Pick<PushJob, 'id'>,
): Promise<boolean> {
  const job = await pushes.read(id);
  if (job === undefined || isEnded(job)) return false;
  if (job.process === process.pid) {
    await pushes.save({ ...job, process: NOBODY }).catch(() => undefined);
  }
  return true;
}

/** Rows that came to the client before count no more, as they come again from the start. */
async function claim(host: ClusterHost, job: PushJob, path: string): Promise<PushJob> {
  try {
    await writeFile(path, `${process.pid}`, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const other = Number(await readFile(path, 'utf8'));
    // A process of the same number was another life of this one: it attends to nothing of that name.
    if (other !== process.pid && isAlive(other)) throw attendedTo({ ...job, process: other });
    await writeFile(path, `${process.pid}`);
  }
  const claimed: PushJob = {
    ...job,
    process: process.pid,
    operations: job.operations.map(({ fetched: _gone, ...operation }) => operation),
  };
  await host.jobs.pushes.save(claimed);
  return claimed;
}

const attendedTo = ({ id, process: client }: Pick<PushJob, 'id' | 'process'>) =>
  operationalError('job-attended', `Process ${client} attends to the push ${shortId(id)}.`, {
    hint: 'Wait for it. If it hangs, end that process, then fetch.',
  });
