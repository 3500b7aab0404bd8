/** What a step does to the columns that go into it. Pure. */
import type { Column, Schema } from '../../../engine/contract/schema.ts';
import { formatType, nameKey } from '../../../engine/contract/schema.ts';

export interface ColumnChange {
  readonly column: Column;
  /** A column that stays in its place among the others is `same`. */
  readonly change: 'same' | 'added' | 'removed' | 'retyped' | 'moved';
  /** Its type before, where it has another now. */
  readonly before?: string;
}

/** Columns of the output in their order, then those that are gone. */
export function diffSchemas(before: Schema, after: Schema): readonly ColumnChange[] {
  const old = new Map(before.map((column, index) => [nameKey(column.name), { column, index }]));
  const kept = after.flatMap(({ name }) => {
    const found = old.get(nameKey(name));
    return found === undefined ? [] : [found.index];
  });
  const inOrder = longestRising(kept);
  const outputs = after.map((column): ColumnChange => {
    const found = old.get(nameKey(column.name));
    if (found === undefined) return { column, change: 'added' };
    const type = formatType(found.column.type);
    if (type !== formatType(column.type)) return { column, change: 'retyped', before: type };
    return { column, change: inOrder.has(found.index) ? 'same' : 'moved' };
  });
  const names = new Set(after.map(({ name }) => nameKey(name)));
  const removed = before
    .filter(({ name }) => !names.has(nameKey(name)))
    .map((column): ColumnChange => ({ column, change: 'removed' }));
  return [...outputs, ...removed];
}

/** Members of a longest rising subsequence: the others are those that moved. Patience sorting. */
function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const number of numbers) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? Infinity) < number) low = middle + 1;
      else high = middle;
    }
    previous.set(number, tails[low - 1]);
    tails[low] = number;
  }
  const members = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) members.add(at);
  return members;
}

export type ChangeCounts = Readonly<Record<ColumnChange['change'], number>>;

export function countChanges(changes: readonly ColumnChange[]): ChangeCounts {
  const counts = { same: 0, added: 0, removed: 0, retyped: 0, moved: 0 };
  for (const { change } of changes) counts[change] += 1;
  return counts;
}
