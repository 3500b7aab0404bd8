/** How large a cluster is, as its server knows by now: one that grows with its work begins small. */
import type { ClusterSize } from '../../../engine/contract/push-job.ts';
import type { SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import { queryPlan, sqlRelation } from '../../../engine/remote/spark-plan/connect-plans.ts';

const PARALLELISM = 'spark.default.parallelism';
const EXECUTORS = 'spark.executor.instances';
const CORES_EACH = 'spark.executor.cores';

/**
 * Nothing runs for it: into how many parts Spark would cut a range, where nobody set that, is how many
 * cores it has.
 */
export async function sizeOfCluster({
  config,
  explain,
}: Pick<SparkSession, 'config' | 'explain'>): Promise<ClusterSize> {
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
