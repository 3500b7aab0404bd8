/**
 * Aggregates that go by the order of rows, which in Spark only ORDER BY gives: the rows of a group are
 * collected as structs of the keys and the value, and put in order as those are.
 */
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { CallContext, SparkFunction, Typed } from '../translate/typed.ts';
import { argument, literalOf, typed } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { is, simple } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { requireOrder } from './order.ts';

/** The rows of a call in its order, checked. */
interface Ordered {
  readonly value: Typed;
  readonly keys: readonly SparkSortKey[];
  /** Of all keys; absent where they go in both directions. */
  readonly direction: 'asc' | 'desc' | undefined;
  /** The keys in fields that put rows in order, null where a row does not count. */
  readonly place: (nulls: boolean, value?: SparkExpression) => SparkExpression;
}

function ordered(value: Typed, { call, orderBy }: CallContext): Ordered {
  if (call.distinct === true) return refuse(`DISTINCT in ${call.name}() is not translated.`);
  const [first] = orderBy;
  if (first === undefined) {
    return refuse(
      `Spark cannot tell the order of the rows that ${call.name}() goes by.`,
      'Add ORDER BY to it, with keys that leave no ties.',
    );
  }
  const alike = orderBy.every((key) => key.direction === first.direction);
  const direction = alike ? first.direction : undefined;
  const numbered = orderBy.flatMap((key, i) => keyFields(key, `key_${i + 1}`, direction));
  return {
    value,
    keys: orderBy,
    direction,
    place: (nulls, last) => {
      const row: SparkExpression = {
        kind: 'struct',
        fields:
          last === undefined
            ? (byColumn(orderBy, direction) ?? numbered)
            : [...numbered, { name: 'value', value: last }],
      };
      return nulls ? row : sx.when(sx.isNotNull(value.expression), row);
    },
  };
}

/** The fields under the names of their columns, where all keys are columns. */
function byColumn(
  keys: readonly SparkSortKey[],
  direction: 'asc' | 'desc' | undefined,
): ReturnType<typeof keyFields> | undefined {
  const fields = keys.flatMap((key) =>
    key.expression.kind === 'column' ? keyFields(key, key.expression.name, direction) : [],
  );
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const all = keys.every(({ expression }) => expression.kind === 'column');
  return all && names.size === fields.length ? fields : undefined;
}

/** The values of a group in order, null where there are none; nulls only with `nulls`. */
function inOrder(value: Typed, context: CallContext, nulls: boolean): SparkExpression {
  const { keys, direction, place } = ordered(value, context);
  if (holdsMap(value.type)) return refuse('Spark puts no maps in order.');
  const rows = sx.call('collect_list', place(nulls, value.expression));
  if (direction === undefined) {
    return sx.helper('values_of', sx.call('array_sort', rows, comparison(keys)));
  }
  return sx.helper('in_order', rows, sx.boolean(direction === 'asc'));
}

/** What `array_sort` compares rows by whose keys go in both directions. */
function comparison(keys: readonly SparkSortKey[]): SparkExpression {
  const field = (row: string, name: string): SparkExpression => ({
    kind: 'field',
    operand: { kind: 'variable', name: row },
    name,
  });
  const order = (
    name: string,
    ascending: boolean,
  ): { when: SparkExpression; then: SparkExpression }[] => [
    { when: sx.less(field('a', name), field('b', name)), then: sx.int(ascending ? -1 : 1) },
    { when: sx.greater(field('a', name), field('b', name)), then: sx.int(ascending ? 1 : -1) },
  ];
  const branches = keys.flatMap(({ direction, nulls }, i) => [
    ...order(`no_key_${i + 1}`, nulls === 'last'),
    ...order(`key_${i + 1}`, direction === 'asc'),
  ]);
  return {
    kind: 'lambda',
    params: ['a', 'b'],
    body: { kind: 'case', branches, otherwise: sx.int(0) },
  };
}

/**
 * Spark has nulls before all others when ascending, and behind them when descending.
 * @param direction of all keys; where they have none, each is compared by itself
 */
function keyFields(
  { expression, nulls }: SparkSortKey,
  name: string,
  direction: 'asc' | 'desc' | undefined,
): { name: string; value: SparkExpression }[] {
  const key = { name, value: expression };
  const usual = direction === 'asc' ? 'first' : 'last';
  if (direction !== undefined && nulls === usual) return [key];
  // true is above false: null keys come last when ascending, first when descending.
  return [{ name: `no_${name}`, value: sx.isNull(expression) }, key];
}

const holdsMap = (type: SparkType): boolean =>
  type.kind === 'map' ||
  (type.kind === 'array' && holdsMap(type.element)) ||
  (type.kind === 'struct' && type.fields.some((field) => holdsMap(field.type)));

/** The value of the row that comes first, or last: no more than one row of a group is kept for it. */
const at =
  (end: 'first' | 'last', nulls: boolean): SparkFunction =>
  (args, context) => {
    const value = argument(args, 0);
    const { direction, place } = ordered(value, context);
    if (direction === undefined) {
      const values = inOrder(value, context, nulls);
      return typed(sx.call('element_at', values, sx.int(end === 'first' ? 1 : -1)), value.type);
    }
    const name = (direction === 'asc') === (end === 'first') ? 'min_by' : 'max_by';
    return typed(sx.call(name, value.expression, place(nulls)), value.type);
  };

/** DuckDB takes the first one of values that are equally frequent, Spark the smallest if told to. */
const mode: SparkFunction = (args, { call, argTypes, orderBy }) => {
  const value = argument(args, 0);
  const [key, ...more] = orderBy;
  const own =
    key !== undefined &&
    more.length === 0 &&
    JSON.stringify(key.expression) === JSON.stringify(value.expression);
  if (!own || key.direction !== 'asc' || call.distinct === true) {
    return refuse(
      'Of values that are equally frequent, Spark takes any.',
      `Order ${call.name}() by its own value, ascending.`,
    );
  }
  requireOrder(argTypes[0]);
  return typed(sx.call('mode', value.expression, sx.boolean(true)), value.type);
};

const stringAgg: SparkFunction = (args, context) => {
  const value = argument(args, 0);
  const separator = args.length > 1 ? literalOf(args[1]) : ',';
  if (separator === undefined) return refuse('The separator must be a text literal.');
  if (!is(value.type, 'STRING')) return refuse('string_agg() needs text.', 'Cast it to VARCHAR.');
  const { call, orderBy } = context;
  const [key] = orderBy;
  const result = simple('STRING');
  if (call.distinct !== true) {
    const values = inOrder(value, context, false);
    return typed(sx.call('array_join', values, sx.text(separator)), result);
  }
  if (key === undefined || orderBy.length > 1) return refuse('DISTINCT needs ORDER BY the text.');
  if (JSON.stringify(key.expression) !== JSON.stringify(value.expression)) {
    return refuse('DISTINCT texts are put in order by nothing but themselves.');
  }
  const sorted = sx.call(
    'sort_array',
    sx.call('collect_set', value.expression),
    sx.boolean(key.direction === 'asc'),
  );
  return typed(sx.helper('join_values', sorted, sx.text(separator)), result);
};

export const ORDERED_AGGREGATES: SparkFunctions = {
  first: at('first', true),
  last: at('last', true),
  any_value: at('first', false),
  mode,
  list: (args, context) => {
    const value = argument(args, 0);
    return typed(inOrder(value, context, true), { kind: 'array', element: value.type });
  },
  string_agg: stringAgg,
  arg_min: () => refuseByTies('first'),
  arg_max: () => refuseByTies('last'),
};

const refuseByTies = (name: 'first' | 'last'): never =>
  refuse(
    'Of rows that tie, Spark takes any.',
    `Use ${name}(… ORDER BY …) with keys that leave no ties.`,
  );

/** What takes ORDER BY and DISTINCT into its own translation. */
export const takesOrder = (name: string): boolean => Object.hasOwn(ORDERED_AGGREGATES, name);
