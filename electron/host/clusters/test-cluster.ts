/** Whether a cluster answers, and what it says of itself. Fails as a push would. */
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { ClusterTested } from '../api/cluster-methods.ts';
import type { NamedCluster } from './cluster-host.ts';
import { sizeOfCluster } from './cluster-size.ts';
import { openSession } from './open-session.ts';

export async function testCluster(cluster: NamedCluster): Promise<ClusterTested> {
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const started = performance.now();
    const version = await session.version();
    const milliseconds = Math.round(performance.now() - started);
    return { version, milliseconds, ...(await sizeOfCluster(session)) };
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}
