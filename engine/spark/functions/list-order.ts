/** Lists put in order. */
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, literalOf, typed } from '../translate/typed.ts';
import type { SparkFunctions } from './entry.ts';
import { elementOf } from './lists.ts';
import { requireOrder } from './order.ts';

interface Order {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Spark's two functions, one of them turned around, make all four orders. */
function sorted(list: Typed, { descending, nullsFirst }: Order): Typed {
  const { expression, type } = list;
  if (descending !== nullsFirst) {
    return typed(sx.call('sort_array', expression, sx.boolean(!descending)), type);
  }
  const ascending = sx.call('array_sort', expression);
  return typed(descending ? sx.call('reverse', ascending) : ascending, type);
}

const ORDERS: Readonly<Record<string, boolean>> = { ASC: false, DESC: true };
const NULLS: Readonly<Record<string, boolean>> = { 'NULLS FIRST': true, 'NULLS LAST': false };

/** A word of DuckDB's, in any case. */
function choice(
  value: Typed | undefined,
  words: Readonly<Record<string, boolean>>,
): boolean | undefined {
  if (value === undefined) return undefined;
  return words[literalOf(value)?.toUpperCase() ?? ''] ?? refuse('The order must be written out.');
}

const sort =
  (descendingByDefault: boolean): SparkFunction =>
  (args, { argTypes }) => {
    const list = argument(args, 0);
    elementOf(list);
    const [type] = argTypes;
    requireOrder(type?.kind === 'list' || type?.kind === 'array' ? type.element : type);
    if (descendingByDefault) {
      if (args.length > 1) return refuse('list_reverse_sort() is translated without options.');
      return sorted(list, { descending: true, nullsFirst: false });
    }
    const descending = choice(args[1], ORDERS) ?? false;
    return sorted(list, { descending, nullsFirst: choice(args[2], NULLS) ?? false });
  };

export const LIST_ORDER: SparkFunctions = {
  list_sort: sort(false),
  list_reverse_sort: sort(true),
  list_reverse: (args) => {
    const list = argument(args, 0);
    elementOf(list);
    return typed(sx.call('reverse', list.expression), list.type);
  },
};
