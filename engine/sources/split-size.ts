/** Bytes of one split of a text file. By size only, so that results do not depend on the machine. */
export const SPLIT_BYTES = 32 * 1024 * 1024;

/**
 * Where splits should begin, before they are moved to record borders: multiples of `splitBytes`.
 * A last piece of less than a quarter of a split stays with the one before it.
 */
export function splitTargets(size: number, splitBytes: number): number[] {
  const targets: number[] = [];
  for (let at = splitBytes; at < size - splitBytes / 4; at += splitBytes) targets.push(at);
  return targets;
}
