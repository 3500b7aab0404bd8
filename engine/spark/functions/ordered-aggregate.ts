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

/** The values of a group in order, null where there are none; nulls only with `nulls`. */
function inOrder(value: Typed, { call, orderBy }: CallContext, nulls: boolean): SparkExpression {
  if (call.distinct === true) return refuse(`DISTINCT in ${call.name}() is not translated.`);
  const [first] = orderBy;
  if (first === undefined) {
    return refuse(
      `Spark cannot tell the order of the rows that ${call.name}() goes by.`,
      'Add ORDER BY to it, with keys that leave no ties.',
    );
  }
  const { direction } = first;
  if (orderBy.some((key) => key.direction !== direction)) {
    return refuse('Keys in both directions are not translated inside of an aggregate.');
  }
  if (holdsMap(value.type)) return refuse('Spark puts no maps in order.');
  const fields = orderBy.flatMap((key, i) => keyFields(key, i));
  const row: SparkExpression = {
    kind: 'struct',
    fields: [...fields, { name: 'value', value: value.expression }],
  };
  const collected = nulls ? row : sx.when(sx.isNotNull(value.expression), row);
  return sx.helper('in_order', sx.call('collect_list', collected), sx.boolean(direction === 'asc'));
}

/** Spark has nulls before all others when ascending, and behind them when descending. */
function keyFields(
  { expression, direction, nulls }: SparkSortKey,
  i: number,
): { name: string; value: SparkExpression }[] {
  const key = { name: `key_${i + 1}`, value: expression };
  const usual = direction === 'asc' ? 'first' : 'last';
  if (nulls === usual) return [key];
  // true is above false: null keys come last when ascending, first when descending.
  return [{ name: `no_key_${i + 1}`, value: sx.isNull(expression) }, key];
}

const holdsMap = (type: SparkType): boolean =>
  type.kind === 'map' ||
  (type.kind === 'array' && holdsMap(type.element)) ||
  (type.kind === 'struct' && type.fields.some((field) => holdsMap(field.type)));

const at =
  (position: 1 | -1, nulls: boolean): SparkFunction =>
  (args, context) => {
    const value = argument(args, 0);
    const values = inOrder(value, context, nulls);
    return typed(sx.call('element_at', values, sx.int(position)), value.type);
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
  first: at(1, true),
  last: at(-1, true),
  any_value: at(1, false),
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
