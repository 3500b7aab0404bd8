/** Goes on for a client that has ended: of several who try, one. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationalError } from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { isAlive } from '../jobs/jobs.ts';
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
  return await attendTo(host, job, async () => work(await claim(host, job)));
}

/** Says that this process attends to a push while `work` goes on. */
export async function attendTo<T>(
  { jobs }: ClusterHost,
  job: Pick<PushJob, 'id' | 'process'>,
  work: () => Promise<T>,
): Promise<T> {
  const leave = jobs.attend(job.id);
  if (leave === undefined) throw attendedTo({ ...job, process: process.pid });
  try {
    return await work();
  } finally {
    leave();
  }
}

/** Rows that came to the client before count no more, as they come again from the start. */
async function claim(host: ClusterHost, job: PushJob): Promise<PushJob> {
  const path = join(await host.folderOf(job.id), `after-${job.process}`);
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
