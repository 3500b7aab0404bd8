/** The process of its own that lives as long as spark-submit does. */
import { followPush } from '../../remote/jobs/follow-push.ts';
import { EXIT, type CliHost } from '../host.ts';
import { runBatch, submitOf } from '../../../electron/host/clusters/batch.ts';
import { cancelSignal } from '../../../electron/host/clusters/cancel-request.ts';
import { readRequest } from '../../../electron/host/clusters/kept-request.ts';
import { findPush } from './find-job.ts';

export async function attendBatch(host: CliHost, id: string): Promise<number> {
  const cluster = await host.openCluster();
  const job = await findPush(cluster, id);
  const { connection, name } = await cluster.find(job.connection);
  const { settings = {} } = await readRequest(cluster, job);
  const folder = await cluster.folderOf(job.id);
  const { signal, close } = cancelSignal(folder, host.signal);
  try {
    const own = { ...job, process: process.pid };
    const options = { folder, submit: submitOf(name, connection), signal };
    await followPush(own, runBatch(own, settings, options), {
      store: cluster.jobs.pushes,
      now: Date.now,
    });
    return EXIT.ok;
  } finally {
    close();
  }
}
