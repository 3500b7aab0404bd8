import type { Schema } from '../../../engine/contract/schema.ts';

/**
 * Indexes of the schema in the user's order. A column that the order does not know, because it came
 * later, stands behind the one that it stands behind in the schema.
 */
export function orderColumns(schema: Schema, order: readonly string[]): readonly number[] {
  const all = schema.map((_, i) => i);
  if (order.length === 0) return all;
  const rank = new Map(order.map((name, i) => [name, i]));
  let last = -1;
  const ranks = schema.map(({ name }) => {
    last = rank.get(name) ?? last;
    return last;
  });
  return all.toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
}
