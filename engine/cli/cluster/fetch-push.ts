/** `jobs fetch`: goes on with a push whose client has ended. */
import { batchLost } from '../../../electron/host/clusters/batch.ts';
import type { ClusterHost } from '../../../electron/host/clusters/cluster-host.ts';
import { readRequest } from '../../../electron/host/clusters/kept-request.ts';
import { runPush } from '../../../electron/host/clusters/run-push.ts';
import { takeOver } from '../../../electron/host/clusters/take-over.ts';
import type { PushJob } from '../../contract/push-job.ts';
import { advance, isEnded } from '../../remote/jobs/job-states.ts';
import { EXIT, type CliHost } from '../host.ts';
import { parsePipelineFile, PipelineFailure } from '../load-document.ts';
import { findPush } from './find-job.ts';
import { formatPush, tellRetry } from './job-text.ts';
import { PUSH_ENGINE } from './push-engine.ts';
import { showPush } from './show-push.ts';

export async function fetchPush(host: CliHost, id: string, json: boolean): Promise<number> {
  const cluster = await host.openCluster();
  const job = await findPush(cluster, id);
  if (isEnded(job)) {
    host.stdout.write(formatPush(job, host.stdout.style));
    return job.state === 'succeeded' ? EXIT.ok : EXIT.failed;
  }
  return takeOver(cluster, job, (claimed) =>
    job.via === 'batch' ? loseBatch(cluster, claimed) : goOn(host, cluster, claimed, json),
  );
}

async function loseBatch({ jobs }: ClusterHost, job: PushJob): Promise<never> {
  const lost = batchLost();
  await jobs.pushes.save(advance(job, { type: 'ended', error: lost.error }, Date.now()));
  throw lost;
}

async function goOn(
  host: CliHost,
  cluster: ClusterHost,
  start: PushJob,
  json: boolean,
): Promise<number> {
  const request = await readRequest(cluster, start);
  const document = parsePipelineFile(request);
  const engine = await host.openEngine({ baseDirectory: request.directory, ...PUSH_ENGINE });
  try {
    return await showPush(host, request, json, async (onEvent) =>
      runPush({
        host: cluster,
        cluster: await cluster.find(start.connection),
        engine,
        document,
        request,
        start,
        signal: host.signal,
        onEvent,
        onRetry: (retry) => host.stderr.write(`${tellRetry(retry)}\n`),
      }),
    );
  } catch (cause) {
    throw new PipelineFailure(request, cause);
  } finally {
    await engine.close();
  }
}
