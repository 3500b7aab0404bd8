/** Choosing between values. */
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction } from '../translate/typed.ts';
import { argument, as, literalOf, operands, typed } from '../translate/typed.ts';
import { is, sameType, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

const coalesce: SparkFunction = (args) => {
  const { values, type } = operands(args);
  const [first] = values;
  if (values.length === 1 && first !== undefined) return typed(first, type);
  return typed(sx.call('coalesce', ...values), type);
};

/** Both pass over nulls, hold NaN for the greatest, and keep the first of 0.0 and -0.0. */
const extreme =
  (name: 'greatest' | 'least'): SparkFunction =>
  (args) => {
    const { values, type } = operands(args);
    if (type.kind !== 'simple' && type.kind !== 'decimal') {
      return refuse(`Nulls inside ${typeText(type)} are ordered differently in Spark.`);
    }
    const [first] = values;
    if (values.length === 1 && first !== undefined) return typed(first, type);
    return typed(sx.call(name, ...values), type);
  };

export const CONDITIONAL: SparkFunctions = {
  coalesce,
  ifnull: coalesce,
  nullif: (args) => {
    const [value, other] = [argument(args, 0), argument(args, 1)];
    if (sameType(value.type, other.type)) {
      return typed(sx.call('nullif', value.expression, other.expression), value.type);
    }
    const [a, b] = operands([value, other]).values;
    if (a === undefined || b === undefined) return refuse('nullif() takes two values.');
    return typed(sx.when(sx.equal(a, b), sx.null(value.type), value.expression), value.type);
  },
  if: (args) => {
    const { values, type } = operands([argument(args, 1), argument(args, 2)]);
    const [then, otherwise] = values;
    if (then === undefined) return refuse('if() takes two values.');
    const condition = as(argument(args, 0), simple('BOOLEAN'));
    return typed(sx.when(condition, then, otherwise), type);
  },
  greatest: extreme('greatest'),
  least: extreme('least'),
  error: (args) => {
    const message = argument(args, 0);
    if (!is(message.type, 'STRING')) return refuse('The message of error() is a text.');
    const fail = sx.call('raise_error', message.expression);
    if (literalOf(message) !== undefined) return typed(fail, simple('VOID'));
    return typed(sx.when(sx.isNotNull(message.expression), fail), simple('VOID'));
  },
};
