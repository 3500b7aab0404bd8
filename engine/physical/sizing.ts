/**
 * The sizes that partitions aim at. They are constants, and everything derived from them depends on
 * the data alone: a plan never knows how many workers will run it, so results do not either.
 */

const MEGABYTE = 1 << 20;

export interface Sizing {
  /**
   * Set for an engine whose statements run on many threads by themselves: every relation is one
   * partition, and nothing is exchanged. Its statements say what hangs on the order of rows.
   */
  readonly whole?: true;
  /**
   * A stored right side up to this size is given whole to every task of the left side. Every task
   * builds its hash table anew; yet at TPC-H scale 1, limits of 1 to 64 MB cost the same processor time
   * as far as a busy machine could tell (the one query that they change, q09: 2.0 to 2.4 s).
   */
  readonly broadcastBytes: number;
  /** Bytes of stage input for each partition of a hash or range exchange. */
  readonly exchangePartitionBytes: number;
  /** Adjacent exchange partitions smaller than this together are read by one task. */
  readonly coalesceBytes: number;
  /** A smaller partition is never skewed: it is no trouble for one task. */
  readonly skewedBytes: number;
  /** From this many source bytes on, a sample of the keys tells whether partial aggregates pay. */
  readonly sampleKeysBytes: number;
  /** Rows from the front of a partition whose keys are looked at. */
  readonly sampledKeys: number;
  /** Fewer rows than this tell nothing of a partition's keys. */
  readonly fewestSampledKeys: number;
  /** From this many source bytes on, quantiles and modes of all rows are not gathered in one task. */
  readonly selectRanksBytes: number;
  /** Rows of this size are sorted in one task rather than range-partitioned. */
  readonly singleSortBytes: number;
}

export const DEFAULT_SIZING: Sizing = {
  broadcastBytes: 64 * MEGABYTE,
  exchangePartitionBytes: 16 * MEGABYTE,
  coalesceBytes: 8 * MEGABYTE,
  skewedBytes: 32 * MEGABYTE,
  sampleKeysBytes: 64 * MEGABYTE,
  sampledKeys: 50_000,
  fewestSampledKeys: 1_000,
  selectRanksBytes: 64 * MEGABYTE,
  singleSortBytes: 24 * MEGABYTE,
};

/** The scatter writes the target partition as UTINYINT. */
export const MAX_PARTITIONS = 128;

/** Keys sampled for each range splitter. */
export const SAMPLES_PER_SPLITTER = 64;

/** How many partitions an exchange makes of a stage that reads so many bytes. */
export const partitionsFor = (inputBytes: number, sizing: Sizing): number =>
  Math.max(1, Math.min(MAX_PARTITIONS, Math.ceil(inputBytes / sizing.exchangePartitionBytes)));

/**
 * Runs of adjacent partitions to read together.
 * @param bytes observed size of each partition, all inputs of the stage together
 * @returns for each task the partitions it reads
 */
export function coalescePartitions(bytes: readonly number[], sizing: Sizing): number[][] {
  const groups: number[][] = [];
  let group: number[] = [];
  let size = 0;
  bytes.forEach((partitionBytes, partition) => {
    if (group.length > 0 && size + partitionBytes > sizing.coalesceBytes) {
      groups.push(group);
      group = [];
      size = 0;
    }
    group.push(partition);
    size += partitionBytes;
  });
  if (group.length > 0) groups.push(group);
  return groups;
}
