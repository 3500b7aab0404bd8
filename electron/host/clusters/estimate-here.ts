/** `--estimate`: what a push would cost; nothing is sent, the cluster is not asked. */
import { statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import type { PlanMeasure } from '../../../engine/contract/plan-measure.ts';
import type { PushEstimate } from '../../../engine/contract/push-estimate.ts';
import type { SparkConnection } from '../../../engine/contract/spark-connection.ts';
import { estimatePush, type LocalMachine } from '../../../engine/remote/estimate/estimate-push.ts';

/** As a run takes it: a quarter of the memory, and what does not fit goes to the temporary folder. */
const MEMORY_SHARE = 4;

async function thisMachine(): Promise<LocalMachine> {
  const { bavail, bsize } = await statfs(tmpdir());
  return {
    cores: availableParallelism(),
    memoryBytes: totalmem() / MEMORY_SHARE,
    diskBytes: bavail * bsize,
  };
}

/** @param connection absent: of a cluster that nobody has said anything of */
export async function estimateHere(
  measure: PlanMeasure,
  connection: SparkConnection | undefined,
): Promise<PushEstimate> {
  const { cores, shared = {} } = connection ?? {};
  return estimatePush(measure, await thisMachine(), {
    ...(cores === undefined ? {} : { cores }),
    sharesFiles: Object.keys(shared).length > 0,
  });
}
