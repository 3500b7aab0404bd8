/**
 * How Spark is told to cut a pipeline into tasks, from the sizes of its sources (docs/scaling.md). Spark's
 * own 200 partitions are too many for megabytes and too few for terabytes; its adaptive execution merges
 * small ones and splits skewed ones of joins, but never makes more of an even exchange.
 */
import { type PlanMeasure, shuffleBytesOf, sourceBytesOf } from '../../contract/plan-measure.ts';
import type { SparkSizing } from '../../contract/push-estimate.ts';

const MIB = 1024 ** 2;

/** Of stored input, which is compressed, for each task that reads: Spark's own measure. */
const READ_TASK_BYTES = 128 * MIB;
/** What one task gets of an exchange: half of it leaves room where the guess is half of the truth. */
const SHUFFLE_TASK_BYTES = 64 * MIB;
/** Guesses of exchanges may be short by this; partitions that turn out small are merged again. */
const HEADROOM = 2;
/** Waves of tasks: with fewer, the slowest task keeps the others waiting. */
const TASKS_PER_CORE = 2;
/** No wave of tasks is worth one with less than this: starting it takes longer. */
const LEAST_TASK_BYTES = MIB;
/** As many as the largest published run of Spark had (1 PB sorted on 6,080 cores). */
export const MOST_PARTITIONS = 250_000;

/** @param cores of the cluster, as far as they are known */
export function sparkSizing(measure: PlanMeasure, cores: number | undefined): SparkSizing {
  const largest = Math.max(
    0,
    ...measure.exchanges
      .filter(({ kind }) => kind === 'hash' || kind === 'range')
      .map(({ bytes }) => bytes),
  );
  const sourceBytes = sourceBytesOf(measure);
  const readTaskBytes = Math.max(READ_TASK_BYTES, Math.ceil(sourceBytes / MOST_PARTITIONS));
  const readTasks = Math.max(1, Math.ceil(sourceBytes / readTaskBytes));
  const wanted = Math.ceil((HEADROOM * largest) / SHUFFLE_TASK_BYTES);
  const busy = Math.min(TASKS_PER_CORE * (cores ?? 1), Math.ceil(largest / LEAST_TASK_BYTES));
  const shufflePartitions = Math.min(MOST_PARTITIONS, Math.max(1, wanted, busy));
  return {
    readTasks,
    shufflePartitions,
    bytesPerShuffleTask: Math.ceil(largest / shufflePartitions),
    settings: {
      'spark.sql.adaptive.enabled': 'true',
      'spark.sql.adaptive.coalescePartitions.enabled': 'true',
      'spark.sql.adaptive.skewJoin.enabled': 'true',
      'spark.sql.adaptive.advisoryPartitionSizeInBytes': `${SHUFFLE_TASK_BYTES}b`,
      // Else partitions are merged up to 1 MiB only, whatever the advice says: thousands of short tasks.
      'spark.sql.adaptive.coalescePartitions.parallelismFirst':
        shuffleBytesOf(measure) < SHUFFLE_TASK_BYTES * (cores ?? 1) ? 'true' : 'false',
      'spark.sql.files.maxPartitionBytes': `${readTaskBytes}b`,
      'spark.sql.shuffle.partitions': `${shufflePartitions}`,
    },
  };
}
