/** Which versions of a document are worth keeping. Pure. */

interface Version {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Kept whatever their age. */
const NEWEST = 10;

/** The older, the fewer: one each so many milliseconds. */
const STEPS = [
  { until: HOUR, every: 5 * MINUTE },
  { until: DAY, every: HOUR },
  { until: 30 * DAY, every: DAY },
  { until: Number.POSITIVE_INFINITY, every: 30 * DAY },
] as const;

/** Ids of the versions to drop. */
export function versionsToDrop(versions: readonly Version[], now: number): number[] {
  const newestFirst = [...versions].sort((a, b) => b.time - a.time || b.id - a.id);
  const seen = new Set<string>();
  return newestFirst.slice(NEWEST).flatMap(({ id, time }) => {
    const age = Math.max(0, now - time);
    const step = STEPS.findIndex(({ until }) => age < until);
    const { every } = STEPS[step] ?? STEPS[0];
    const slot = `${step}:${Math.floor(time / every)}`;
    if (seen.has(slot)) return [id];
    seen.add(slot);
    return [];
  });
}
