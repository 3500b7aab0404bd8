/** What there is to read of a push. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { BATCH_LOG } from './batch.ts';
import type { ClusterHost } from './cluster-host.ts';
import { readPushLog } from './push-log.ts';

/** Of a batch, which may have said very much. */
const MOST_LINES = 5000;

/** The oldest line first, without secrets: of a batch, what spark-submit and the driver said. */
export async function logOf(host: ClusterHost, job: PushJob): Promise<string[]> {
  const folder = await host.folderOf(job.id);
  if (job.via !== 'batch') return readPushLog(folder);
  const text = await readFile(join(folder, BATCH_LOG), 'utf8').catch(() => '');
  const lines = text === '' ? [] : text.trimEnd().split('\n');
  return lines.slice(-MOST_LINES).map(host.mask);
}
