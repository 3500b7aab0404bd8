/** Figures of the cluster, for people. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** One line for docs/performance.md. */
export function tell(name: string, figures: Readonly<Record<string, number>>): void {
  const cells = Object.entries(figures).map(([key, value]) => `${key} ${value.toPrecision(3)}`);
  console.log(`${name}: ${cells.join(', ')}`);
}
