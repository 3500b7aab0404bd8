/** A job by what a person types of its id. */
import type { Push } from '../../../electron/host/api/machine-methods.ts';
import type { ClusterHost } from '../../../electron/host/clusters/cluster-host.ts';
import { shortId } from '../../../electron/host/clusters/short-id.ts';
import { userError } from '../../contract/errors.ts';

/** @throws user `job-missing` for none or several */
export async function findPush(host: ClusterHost, typed: string): Promise<Push> {
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
  return { ...first, attended: host.jobs.isAttended(first) };
}
