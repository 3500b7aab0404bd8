/** Whether a cluster answers, and what it says of itself. Fails as a push would. */
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { ClusterTested } from '../api/cluster-methods.ts';
import type { NamedCluster } from './cluster-host.ts';
import { openSession } from './open-session.ts';

const MASTER = 'spark.master';
const MOST_CORES = 'spark.cores.max';
const EXECUTORS = 'spark.executor.instances';
const CORES_EACH = 'spark.executor.cores';

export async function testCluster(cluster: NamedCluster): Promise<ClusterTested> {
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const started = performance.now();
    const version = await session.version();
    const milliseconds = Math.round(performance.now() - started);
    const settings = await session.config.get([MASTER, MOST_CORES, EXECUTORS, CORES_EACH]);
    return { version, milliseconds, ...sizeOf(settings) };
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}

/** What the settings say; where a cluster grows by itself, or takes all that there is, they say nothing. */
export function sizeOf(
  settings: ReadonlyMap<string, string>,
): Pick<ClusterTested, 'cores' | 'executors'> {
  const numberOf = (name: string): number | undefined => {
    const text = settings.get(name) ?? '';
    return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
  };
  const [, threads] = /^local\[(\d+)/.exec(settings.get(MASTER) ?? '') ?? [];
  if (threads !== undefined) return { cores: Number(threads), executors: 1 };
  const [most, each, given] = [numberOf(MOST_CORES), numberOf(CORES_EACH), numberOf(EXECUTORS)];
  const executors =
    given ?? (most === undefined || each === undefined ? undefined : Math.floor(most / each));
  const cores =
    most ?? (executors === undefined || each === undefined ? undefined : executors * each);
  return {
    ...(cores === undefined ? {} : { cores }),
    ...(executors === undefined ? {} : { executors }),
  };
}
