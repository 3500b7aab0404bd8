/** Lists whose items DuckDB gives in no fixed order: translated only where the order is not seen. */
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { argument, typed } from '../translate/typed.ts';
import type { SparkFunctions } from './entry.ts';
import { elementOf, hashed, present } from './lists.ts';

export const UNORDERED_LISTS: SparkFunctions = {
  list_distinct: (args) => {
    const list = argument(args, 0);
    elementOf(list);
    const [items] = hashed([list, list]);
    return typed(sx.call('array_distinct', present(items)), list.type);
  },
};

const refuseOrder = (): never =>
  refuse(
    'DuckDB gives the items in no fixed order.',
    'Put them in order: list_sort(list_distinct(…)).',
  );

/** Where they stand by themselves. */
export const UNORDERED_REFUSED: SparkFunctions = Object.fromEntries(
  Object.keys(UNORDERED_LISTS).map((name) => [name, refuseOrder]),
);

/** Functions that give the same for the items in any order. */
export const ORDER_FREE: ReadonlySet<string> = new Set([
  'length',
  'list_contains',
  'list_count',
  'list_max',
  'list_min',
  'list_reverse_sort',
  'list_sort',
  'list_unique',
]);
