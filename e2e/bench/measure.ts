/** Timings, and what is said about them. */
import type { State } from './contender.ts';

export interface Measurement {
  /** What was computed, e.g. `q01` or `csv`. */
  readonly job: string;
  /** By whom, e.g. `sluice node 2` or `native 1`. */
  readonly contender: string;
  /** `first`: nothing was kept from before. `again`: the same contender had done the same job. */
  readonly state: State;
  readonly milliseconds: readonly number[];
}

/** Collects samples under their job, contender and state. */
export class Measurements {
  readonly #samples = new Map<
    string,
    { readonly of: Omit<Measurement, 'milliseconds'>; readonly values: number[] }
  >();

  add(of: Omit<Measurement, 'milliseconds'>, milliseconds: number): void {
    const key = JSON.stringify([of.job, of.contender, of.state]);
    const entry = this.#samples.get(key) ?? { of, values: [] };
    entry.values.push(milliseconds);
    this.#samples.set(key, entry);
  }

  all(): Measurement[] {
    return [...this.#samples.values()].map(({ of, values }) => ({ ...of, milliseconds: values }));
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const from = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - from };
}
