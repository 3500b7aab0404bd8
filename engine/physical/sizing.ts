/**
 * The sizes that partitions aim at. They are constants, and everything derived from them depends on
 * the data alone: a plan never knows how many workers will run it, so results do not either.
 */

const MEGABYTE = 1 << 20;

/** A stored right side up to this size is given whole to every task of the left side. */
export const BROADCAST_BYTES = 64 * MEGABYTE;

/** Bytes of stage input for each partition of a hash or range exchange. */
export const EXCHANGE_PARTITION_BYTES = 16 * MEGABYTE;

/** Adjacent exchange partitions smaller than this together are read by one task. */
export const COALESCE_BYTES = 8 * MEGABYTE;

/** Rows that are sorted in one task rather than range-partitioned. */
export const SINGLE_SORT_BYTES = 24 * MEGABYTE;

/** The scatter writes the target partition as UTINYINT. */
export const MAX_PARTITIONS = 128;

/** Keys sampled for each range splitter. */
export const SAMPLES_PER_SPLITTER = 64;

/** How many partitions an exchange makes of a stage that reads so many bytes. */
export const partitionsFor = (inputBytes: number): number =>
  Math.max(1, Math.min(MAX_PARTITIONS, Math.ceil(inputBytes / EXCHANGE_PARTITION_BYTES)));

/**
 * Runs of adjacent partitions to read together.
 * @param bytes observed size of each partition, all inputs of the stage together
 * @returns for each task the partitions it reads
 */
export function coalescePartitions(bytes: readonly number[]): number[][] {
  const groups: number[][] = [];
  let group: number[] = [];
  let size = 0;
  bytes.forEach((partitionBytes, partition) => {
    if (group.length > 0 && size + partitionBytes > COALESCE_BYTES) {
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
