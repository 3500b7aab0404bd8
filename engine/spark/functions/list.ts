/** Lists. Both sides count positions from 1; Spark fails where DuckDB has null, unless asked to try. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed, unified } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { commonType, is, isIntegral, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { LIST_AGGREGATES } from './list-aggregate.ts';
import { LIST_ORDER } from './list-order.ts';
import { UNORDERED_REFUSED } from './list-unordered.ts';
import { arrayOf, elementOf, hashed, present } from './lists.ts';
import { keyOf, mapArgument } from './struct-map.ts';

const INT = simple('INT');
const BIGINT = simple('BIGINT');
const BOOLEAN = simple('BOOLEAN');

const empty = (type: SparkType): SparkExpression => sx.cast(sx.call('array'), type);

/** A list and a value in the common type of its items and the value. */
function listAndValue(list: Typed, value: Typed): { list: Typed; value: SparkExpression } {
  const element =
    commonType(elementOf(list), value.type) ??
    refuse(`${typeText(list.type)} is not searched for ${typeText(value.type)}.`);
  const type = arrayOf(element);
  return { list: typed(as(list, type), type), value: as(value, element) };
}

/** Several lists in their common type; DuckDB takes null for an empty list. */
function concatenated(lists: readonly Typed[]): Typed {
  lists.forEach(elementOf);
  const { values, type } = unified(lists);
  const whole = values.map((value) =>
    value.kind === 'call' && value.name === 'array'
      ? value
      : sx.call('coalesce', value, empty(type)),
  );
  return typed(sx.call('concat', ...whole), type);
}

const single = (value: Typed): Typed =>
  typed(sx.call('array', value.expression), arrayOf(value.type));

const extract: SparkFunction = (args) => {
  const [list, index] = [argument(args, 0), argument(args, 1)];
  if (list.type.kind === 'map') {
    const key = keyOf(mapArgument(list), index);
    return typed(sx.call('try_element_at', list.expression, key.expression), list.type.value);
  }
  const element = elementOf(list);
  if (!isIntegral(index.type)) return refuse('Positions in lists are whole numbers.');
  const known = literalOf(index);
  if (known !== undefined) {
    const position = Number(known);
    if (position === 0 || Math.abs(position) >= 2 ** 31) return typed(sx.null(element), element);
    return typed(sx.call('try_element_at', list.expression, sx.int(position)), element);
  }
  // No list is longer than an INT can count.
  const position = is(index.type, 'BIGINT') ? sx.tryCast(index.expression, INT) : as(index, INT);
  // Spark takes neither 0 nor the least INT; greatest passes over null.
  const bounded = sx.call('greatest', position, sx.int(-2147483647));
  const real = sx.call('nullif', bounded, sx.int(0));
  return typed(sx.call('try_element_at', list.expression, real), element);
};

/** @param to absent: to the end */
export function sliceOf(list: Typed, from: Typed | undefined, to: Typed | undefined): Typed {
  elementOf(list);
  const bound = (value: Typed | undefined): number | undefined => {
    if (value === undefined) return undefined;
    const position = Number(literalOf(value));
    if (Number.isSafeInteger(position) && position >= 0 && position < 2 ** 31) return position;
    return refuse('Bounds of slices must be whole numbers from 0, written out.');
  };
  const start = Math.max(bound(from) ?? 1, 1);
  const end = bound(to);
  const length =
    end === undefined ? sx.call('size', list.expression) : sx.int(Math.max(end - start + 1, 0));
  return typed(sx.call('slice', list.expression, sx.int(start), length), list.type);
}

/** Whole numbers from one bound to another; the other one is not among them unless `inclusive`. */
const numbers =
  (inclusive: boolean): SparkFunction =>
  (args) => {
    const [first, second] = args.length === 1 ? [undefined, args[0]] : args;
    const stop = second ?? refuse('A bound is missing.');
    const start = first ?? typed(sx.literal(BIGINT, '0'), BIGINT);
    if (!isIntegral(start.type) || !isIntegral(stop.type)) {
      return refuse('Only ranges of whole numbers are translated.');
    }
    const step = args[2] === undefined ? 1 : Number(literalOf(args[2]));
    if (!Number.isSafeInteger(step) || step === 0) {
      return refuse('The step must be a whole number other than 0, written out.');
    }
    const names = inclusive ? ['numbers_up', 'numbers_down'] : ['numbers_below', 'numbers_above'];
    const helper = names[step > 0 ? 0 : 1] ?? '';
    const by = sx.literal(BIGINT, String(step));
    return typed(sx.helper(helper, as(start, BIGINT), as(stop, BIGINT), by), arrayOf(BIGINT));
  };

const withLambda =
  (name: string, result: (list: Typed, lambda: Typed) => SparkType): SparkFunction =>
  (args) => {
    const [list, lambda] = [argument(args, 0), argument(args, 1)];
    elementOf(list);
    if (lambda.expression.kind !== 'lambda') return refuse(`${name} needs a lambda.`);
    return typed(sx.call(name, list.expression, lambda.expression), result(list, lambda));
  };

const reduce: SparkFunction = (args, { result }) => {
  const [list, lambda] = [argument(args, 0), argument(args, 1)];
  const start = args[2];
  if (start === undefined) return refuse('list_reduce() needs a value to start with.');
  if (lambda.expression.kind !== 'lambda' || lambda.expression.params.length !== 2) {
    return refuse('list_reduce() with positions is not translated.');
  }
  elementOf(list);
  const { body } = lambda.expression;
  const merge = { ...lambda.expression, body: as(typed(body, lambda.type), result) };
  return typed(sx.call('aggregate', list.expression, as(start, result), merge), result);
};

/** `length` and `len`, which texts have too. */
export const listLength: SparkFunction = (args) => {
  elementOf(argument(args, 0));
  return typed(sx.call('size', argument(args, 0).expression), INT);
};

export const LIST: SparkFunctions = {
  list_value: (args) => {
    const { values, type } = unified(args);
    return typed(sx.call('array', ...values), arrayOf(type));
  },
  range: numbers(false),
  generate_series: numbers(true),
  list_extract: extract,
  list_slice: (args) => {
    if (args.length > 3) return refuse('Slices with a step are not translated.');
    return sliceOf(argument(args, 0), argument(args, 1), argument(args, 2));
  },
  // array_contains has null where a null is among the items; array_position passes over it.
  list_contains: (args) => {
    const { list, value } = listAndValue(argument(args, 0), argument(args, 1));
    const position = sx.call('array_position', list.expression, value);
    return typed(sx.greater(position, sx.int(0)), BOOLEAN);
  },
  list_position: (args) => {
    const { list, value } = listAndValue(argument(args, 0), argument(args, 1));
    return typed(sx.helper('position_in', list.expression, value), BIGINT);
  },
  list_has_any: (args) => typed(sx.helper('shares_any', ...hashed(args)), BOOLEAN),
  list_has_all: (args) => typed(sx.helper('has_all', ...hashed(args)), BOOLEAN),
  list_concat: concatenated,
  list_append: (args) => concatenated([argument(args, 0), single(argument(args, 1))]),
  list_prepend: (args) => concatenated([single(argument(args, 0)), argument(args, 1)]),
  list_unique: (args) => {
    const [list] = hashed([argument(args, 0), argument(args, 0)]);
    return typed(sx.call('size', sx.call('array_distinct', present(list))), INT);
  },
  list_transform: withLambda('transform', (_, { type }) => arrayOf(type)),
  list_filter: withLambda('filter', ({ type }) => type),
  list_reduce: reduce,
  list_resize: (args) => {
    const list = argument(args, 0);
    const element = elementOf(list);
    const size = Number(literalOf(args[1]));
    if (!Number.isSafeInteger(size) || size < 0 || size >= 2 ** 31) {
      return refuse('The size must be a whole number, written out.');
    }
    const filler = args[2] === undefined ? sx.null(element) : as(args[2], element);
    const filled = sx.call(
      'concat',
      list.expression,
      sx.call('array_repeat', filler, sx.int(size)),
    );
    return typed(sx.call('slice', filled, sx.int(1), sx.int(size)), list.type);
  },
  flatten: (args) => {
    const lists = argument(args, 0);
    const element = elementOf(lists);
    if (element.kind !== 'array') return refuse('flatten() needs a list of lists.');
    return typed(sx.call('flatten', present(lists.expression)), element);
  },
  ...UNORDERED_REFUSED,
  ...LIST_ORDER,
  ...LIST_AGGREGATES,
};
