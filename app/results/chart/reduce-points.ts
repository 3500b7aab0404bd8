/** Fewer points with the same picture. Pure. */

/** A place along X, and a value. */
export type Point = readonly [x: string | number, y: number | null];

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/**
 * `all`: nothing is left out. `shape`: those that the line's shape hangs on. `even`: one in so many.
 * `first`: from the front. `largest`: the rest is one.
 */
export type Reduction = 'all' | 'shape' | 'even' | 'first' | 'largest';

export interface Reduced {
  readonly series: readonly Series[];
  readonly how: Reduction;
}

/** Points that are drawn; more of them are no better picture, and slow. */
export const MOST_POINTS = 5000;

export function reducePoints(
  series: readonly Series[],
  how: Exclude<Reduction, 'all' | 'largest'>,
  most = MOST_POINTS,
): Reduced {
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  if (total <= most) return { series, how: 'all' };
  const reduced = series.map(({ name, points }) => {
    const keep = Math.max(2, Math.floor((points.length / total) * most));
    return { name, points: REDUCERS[how](points, keep) };
  });
  return { series: reduced, how };
}

const REDUCERS = {
  shape: keepShape,
  even: takeEvenly,
  first: (points: readonly Point[], keep: number) => points.slice(0, keep),
} as const;

export function takeEvenly<T>(items: readonly T[], keep: number): readonly T[] {
  if (items.length <= keep) return items;
  return Array.from({ length: keep }, (_, i) => items[Math.floor((i * items.length) / keep)] as T);
}

/**
 * Largest-Triangle-Three-Buckets (S. Steinarsson, Downsampling Time Series for Visual
 * Representation, 2013): of each bucket the point that makes the largest triangle with the point
 * kept before it and the middle of the bucket after it. Peaks stay.
 */
export function keepShape(points: readonly Point[], keep: number): readonly Point[] {
  const count = points.length;
  if (count <= keep || keep < 3) return takeEvenly(points, keep);
  const xAt = (i: number): number => {
    const x = points[i]?.[0];
    return typeof x === 'number' ? x : i;
  };
  const yAt = (i: number): number => points[i]?.[1] ?? 0;
  const size = (count - 2) / (keep - 2);
  const startOf = (bucket: number): number => Math.min(count - 1, Math.floor(bucket * size) + 1);
  const kept = [0];
  for (let bucket = 0; bucket < keep - 2; bucket += 1) {
    const last = kept.at(-1) ?? 0;
    const [start, end] = [startOf(bucket), startOf(bucket + 1)];
    const middle = middleOf(end, Math.max(end + 1, startOf(bucket + 2)), xAt, yAt);
    let best = start;
    let largest = -1;
    for (let i = start; i < end; i += 1) {
      const area = Math.abs(
        (xAt(last) - middle.x) * (yAt(i) - yAt(last)) -
          (xAt(last) - xAt(i)) * (middle.y - yAt(last)),
      );
      if (area > largest) [best, largest] = [i, area];
    }
    kept.push(best);
  }
  return [...kept, count - 1].map((i) => points[i] as Point);
}

function middleOf(
  start: number,
  end: number,
  xAt: (i: number) => number,
  yAt: (i: number) => number,
): { readonly x: number; readonly y: number } {
  let [x, y] = [0, 0];
  for (let i = start; i < end; i += 1) {
    x += xAt(i);
    y += yAt(i);
  }
  return { x: x / (end - start), y: y / (end - start) };
}

/** Slices that can be told from each other. */
export const MOST_SLICES = 30;

export interface Slice {
  readonly name: string;
  readonly value: number;
}

/** The largest slices, in their order, and one for all the others. */
export function gatherSlices(
  slices: readonly Slice[],
  others: (count: number) => string,
  most = MOST_SLICES,
): { readonly slices: readonly Slice[]; readonly how: Reduction } {
  if (slices.length <= most) return { slices, how: 'all' };
  const largest = new Set(slices.toSorted((a, b) => b.value - a.value).slice(0, most));
  const rest = slices.filter((slice) => !largest.has(slice));
  const value = rest.reduce((sum, slice) => sum + slice.value, 0);
  return {
    slices: [...slices.filter((slice) => largest.has(slice)), { name: others(rest.length), value }],
    how: 'largest',
  };
}
