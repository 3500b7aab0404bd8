/** What was counted in partitions, put together. Pure. */

export interface ValueCounts {
  /** Different values that are not null. */
  readonly distinct: number;
  readonly isEstimate: boolean;
  /** Most frequent first, values that are equally frequent by their text. */
  readonly top: readonly { readonly value: string | null; readonly rows: number }[];
  /** Rows by the position of the bin. */
  readonly bins: ReadonlyMap<number, number>;
}

/** `(column, what, value, count)` as `emitValueCounts` gives them. */
export type CountRow = readonly (string | null)[];

export interface MergeOptions {
  /** Values to keep. */
  readonly top: number;
  /** Hashes that each partition gave at most; 0 where there is one partition, whose count is exact. */
  readonly hashes: number;
}

/** @param partitions the rows of each */
export function mergeCounts(
  column: number,
  partitions: readonly (readonly CountRow[])[],
  { top, hashes }: MergeOptions,
): ValueCounts {
  const values = new Map<string | null, number>();
  const bins = new Map<number, number>();
  const found = new Set<string>();
  let largest = 0;
  for (const rows of partitions) {
    for (const [c, what, value = null, count] of rows) {
      if (Number(c) !== column) continue;
      if (what === 'values') largest = Math.max(largest, Number(count));
      if (what === 'hash' && value !== null) found.add(value);
      if (what === 'top') add(values, value, Number(count));
      if (what === 'bin') add(bins, Number(value), Number(count));
    }
  }
  const sorted = [...values].sort(([a, n], [b, m]) => m - n || byText(a, b));
  return {
    ...distinctOf(found, largest, hashes),
    top: sorted.slice(0, top).map(([value, rows]) => ({ value, rows })),
    bins,
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, rows: number): void {
  counts.set(key, (counts.get(key) ?? 0) + rows);
}

const byText = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null || (b !== null && a > b) ? 1 : -1;

const HASHES = 2n ** 64n;

/**
 * The k-th smallest of n evenly spread hashes lies at about k/n of their range: Bar-Yossef et al.,
 * "Counting Distinct Elements in a Data Stream" (2002). With all hashes at hand it is a count.
 * @param largest most values that one partition has: there are no fewer
 */
function distinctOf(
  found: ReadonlySet<string>,
  largest: number,
  k: number,
): Pick<ValueCounts, 'distinct' | 'isEstimate'> {
  if (k === 0) return { distinct: largest, isEstimate: false };
  if (found.size < k && largest < k) return { distinct: found.size, isEstimate: false };
  const hashes = [...found].map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const last = hashes[k - 1];
  if (last === undefined || last === 0n) return { distinct: largest, isEstimate: true };
  const estimate = Number((BigInt(k - 1) * HASHES) / last);
  return { distinct: Math.max(largest, estimate), isEstimate: true };
}
