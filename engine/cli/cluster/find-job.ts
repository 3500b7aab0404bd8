/** A job by what a person types of its id. */
import { isAlive } from '../../../electron/host/jobs/jobs.ts';
import { userError } from '../../contract/errors.ts';
import type { PushJob } from '../../contract/push-job.ts';
import { isEnded } from '../../remote/jobs/job-states.ts';
import type { ClusterHost } from './cluster-host.ts';
import { type ListedPush, shortId } from './job-text.ts';

export const listed = (job: PushJob): ListedPush => ({
  job,
  attended: !isEnded(job) && isAlive(job.process),
});

/** @throws user `job-missing` for none or several */
export async function findPush(host: ClusterHost, typed: string): Promise<ListedPush> {
  const all = await host.jobs.pushes.list();
  const found = all.filter(({ id }) => id.startsWith(typed));
  const [first, ...others] = found;
  if (first === undefined) {
    throw userError('job-missing', `There is no push ${typed}.`, {
      hint: 'sluice jobs ls lists them.',
    });
  }
  if (others.length > 0) {
    throw userError('job-missing', `${typed} is the beginning of ${found.length} pushes.`, {
      hint: `Write more of it: ${found.map(({ id }) => shortId(id)).join(', ')}.`,
    });
  }
  return listed(first);
}
