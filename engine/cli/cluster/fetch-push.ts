/** `jobs fetch`: goes on with a push whose client has ended. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../electron/host/jobs/jobs.ts';
import { operationalError } from '../../contract/errors.ts';
import type { PushJob } from '../../contract/push-job.ts';
import { advance, isEnded } from '../../remote/jobs/job-states.ts';
import { EXIT, type CliHost } from '../host.ts';
import { parsePipelineFile, PipelineFailure } from '../load-document.ts';
import { batchLost } from './batch.ts';
import type { ClusterHost } from './cluster-host.ts';
import { findPush } from './find-job.ts';
import { formatPush, shortId } from './job-text.ts';
import { readRequest } from './kept-request.ts';
import { runPush } from './run-push.ts';
import { showPush } from './show-push.ts';

export async function fetchPush(host: CliHost, id: string, json: boolean): Promise<number> {
  const cluster = await host.openCluster();
  const push = await findPush(cluster, id);
  const { job } = push;
  if (isEnded(job)) {
    host.stdout.write(formatPush(push, host.stdout.style));
    return job.state === 'succeeded' ? EXIT.ok : EXIT.failed;
  }
  if (push.attended) throw attendedTo(job);
  const claimed = await claim(cluster, job);
  if (job.via === 'batch') {
    const lost = batchLost();
    await cluster.jobs.pushes.save(
      advance(claimed, { type: 'ended', error: lost.error }, Date.now()),
    );
    throw lost;
  }
  const request = await readRequest(cluster, job);
  const document = parsePipelineFile(request);
  const engine = await host.openEngine({ baseDirectory: request.directory });
  try {
    return await showPush(host, request, json, async (onEvent) =>
      runPush({
        host: cluster,
        cluster: await cluster.find(job.connection),
        engine,
        document,
        request,
        start: claimed,
        signal: host.signal,
        onEvent,
        tell: (line) => host.stderr.write(`${line}\n`),
      }),
    );
  } catch (cause) {
    throw new PipelineFailure(request, cause);
  } finally {
    await engine.close();
  }
}

/**
 * Takes over from the client that has ended: of several who try, one. Rows that came to it count no more,
 * as they come again from the start.
 */
async function claim(host: ClusterHost, job: PushJob): Promise<PushJob> {
  const path = join(await host.folderOf(job.id), `after-${job.process}`);
  try {
    await writeFile(path, `${process.pid}`, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const other = Number(await readFile(path, 'utf8'));
    if (isAlive(other)) throw attendedTo({ ...job, process: other });
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

const attendedTo = ({ id, process: client }: PushJob) =>
  operationalError('job-attended', `Process ${client} attends to the push ${shortId(id)}.`, {
    hint: 'Wait for it. If it hangs, end that process, then fetch.',
  });
