/** Whether a cluster answers, and what it says of itself. Fails as a push would. */
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import { queryPlan, sqlRelation } from '../../../engine/remote/spark-plan/connect-plans.ts';
import type { ClusterTested } from '../api/cluster-methods.ts';
import type { NamedCluster } from './cluster-host.ts';
import { openSession } from './open-session.ts';

const PARALLELISM = 'spark.default.parallelism';
const EXECUTORS = 'spark.executor.instances';
const CORES_EACH = 'spark.executor.cores';

export async function testCluster(cluster: NamedCluster): Promise<ClusterTested> {
  const session = await openSession(cluster, { retry: BRIEF_RETRIES });
  try {
    const started = performance.now();
    const version = await session.version();
    const milliseconds = Math.round(performance.now() - started);
    return { version, milliseconds, ...(await sizeOf(session)) };
  } finally {
    if (session.serverSessionId !== undefined) await session.release().catch(() => undefined);
    session.close();
  }
}

/**
 * What the server knows of its size by now: a cluster that grows with its work begins small. Nothing runs:
 * into how many parts Spark would cut a range, where nobody set that, is how many cores it has.
 */
async function sizeOf({
  config,
  explain,
}: Pick<SparkSession, 'config' | 'explain'>): Promise<Pick<ClusterTested, 'cores' | 'executors'>> {
  const settings = await config.get([PARALLELISM, EXECUTORS, CORES_EACH]);
  const numberOf = (name: string): number | undefined => {
    const text = settings.get(name) ?? '';
    return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
  };
  const range = sqlRelation('SELECT id FROM range(1)', {}, new Map());
  const [, parts] =
    settings.get(PARALLELISM) === undefined
      ? (/\bsplits=(\d+)/.exec(await explain(queryPlan(range), 'simple')) ?? [])
      : [];
  const cores = parts === undefined ? undefined : Number(parts);
  const each = numberOf(CORES_EACH);
  const executors =
    numberOf(EXECUTORS) ??
    (cores === undefined || each === undefined ? undefined : Math.max(1, Math.floor(cores / each)));
  return {
    ...(cores === undefined ? {} : { cores }),
    ...(executors === undefined ? {} : { executors }),
  };
}
