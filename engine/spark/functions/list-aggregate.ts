/** Aggregates over the items of a list; nulls do not count. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { asDecimal, decimal, is, isFloating, isNumber, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';
import { arrayOf, elementOf, present } from './lists.ts';
import { requireOrder } from './order.ts';

const DOUBLE = simple('DOUBLE');

/** The items added up, in the widest type of their kind; null when there are none. */
function total(list: Typed): Typed {
  const element = elementOf(list);
  if (!isNumber(element)) return refuse(`Spark adds up no ${typeText(element)} values.`);
  const type = isFloating(element) ? DOUBLE : decimal(38, asDecimal(element).scale);
  const sum: SparkExpression = { kind: 'variable', name: 'sum' };
  const item: SparkExpression = { kind: 'variable', name: 'item' };
  const body = sx.call('coalesce', sx.plus(sum, item), sum, item);
  const added = sx.call('aggregate', as(list, arrayOf(type)), sx.null(type), {
    kind: 'lambda',
    params: ['sum', 'item'],
    body,
  });
  return typed(added, type);
}

const count = (list: Typed): SparkExpression => sx.call('size', present(list.expression));

const extreme =
  (name: 'array_min' | 'array_max'): SparkFunction =>
  (args, { argTypes }) => {
    const list = argument(args, 0);
    const element: SparkType = elementOf(list);
    const [type] = argTypes;
    requireOrder(type?.kind === 'list' || type?.kind === 'array' ? type.element : type);
    return typed(sx.call(name, list.expression), element);
  };

const BY_NAME: SparkFunctions = {
  list_sum: (args) => total(argument(args, 0)),
  list_avg: (args) => {
    const list = argument(args, 0);
    return typed(sx.over(as(total(list), DOUBLE), sx.cast(count(list), DOUBLE)), DOUBLE);
  },
  list_min: extreme('array_min'),
  list_max: extreme('array_max'),
  list_count: (args) => {
    elementOf(argument(args, 0));
    return typed(count(argument(args, 0)), simple('INT'));
  },
};

export const LIST_AGGREGATES: SparkFunctions = {
  ...BY_NAME,
  list_aggregate: (args, context) => {
    const name = literalOf(args[1]) ?? '';
    const translate = args.length > 2 ? undefined : BY_NAME[`list_${name.toLowerCase()}`];
    if (translate === undefined) return refuse(`The aggregate ${name} of items is not translated.`);
    return translate(args.slice(0, 1), context);
  },
  array_to_string: (args) => {
    const list = argument(args, 0);
    const separator = literalOf(args[1]);
    if (!is(elementOf(list), 'STRING')) {
      return refuse('The items are no text.', 'Make text of them with list_transform.');
    }
    if (separator === undefined) return refuse('The separator must be a text literal.');
    return typed(sx.helper('join_values', list.expression, sx.text(separator)), simple('STRING'));
  },
};
