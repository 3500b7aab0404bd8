/** Calls of functions: arguments, lambdas, DISTINCT and FILTER. */
import type { Call, Expression, Lambda } from '../../contract/expression.ts';
import { nameKey } from '../../contract/schema.ts';
import { findFunction } from '../../expression/functions/catalogue.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { ORDER_FREE, UNORDERED_LISTS } from '../functions/list-unordered.ts';
import { takesOrder } from '../functions/ordered-aggregate.ts';
import { SPARK_FUNCTIONS } from '../functions/table.ts';
import { mapAggregates, some } from '../map-parts.ts';
import { refuse, refusedAt } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, sameType, simple } from '../types.ts';
import type { PartTranslator } from './parts.ts';
import { booleanOf, resultOf } from './parts.ts';
import type { Typed } from './typed.ts';
import { as, typed } from './typed.ts';

/** @param whole what the types are asked of, where the call stands for other syntax */
export function translateCall(parts: PartTranslator, call: Call, whole: Expression = call): Typed {
  const value = callOf(parts, call, whole);
  const result = resultOf(parts.typeOf(whole));
  // What only fails has the type of whatever stands beside it.
  if (is(value.type, 'VOID') || sameType(value.type, result)) return value;
  return typed(as(value, result), result);
}

/**
 * The call as its function is translated, in the type that comes out there.
 * @param whole what the types are asked of: the call, or the window around it
 */
export function callOf(
  parts: PartTranslator,
  call: Call,
  whole: Expression,
  table = SPARK_FUNCTIONS,
): Typed {
  const name = nameOf(call);
  const translate = table.get(name);
  if (translate === undefined) {
    return refuse(
      `${call.name}() has no counterpart in Spark with the same result.`,
      'The step runs locally only; another function may do.',
    );
  }
  const { orderBy = [] } = call;
  const ordered = takesOrder(name);
  if (orderBy.length > 0 && (!ordered || whole.kind === 'window')) {
    return refuse(`ORDER BY in ${call.name}() has no counterpart in Spark.`);
  }
  const resultType = parts.typeOf(whole);
  const result = resultOf(resultType);
  const args = argumentsOf(parts, call, result);
  const argTypes = call.args.map((arg) => (arg.kind === 'lambda' ? resultType : parts.typeOf(arg)));
  const value = translate(args, {
    call,
    argTypes,
    resultType,
    result,
    orderBy: orderBy.map(parts.key),
  });
  const distinct = call.distinct === true && !ordered ? asDistinct(value) : value;
  return call.filter === undefined ? distinct : filtered(distinct, booleanOf(parts, call.filter));
}

/** Its name in the catalogue. */
const nameOf = ({ name }: Call): string => findFunction(name)?.name ?? name;

const UNORDERED = new Map(Object.entries(UNORDERED_LISTS));

/** Lambdas see the elements of the list that stands first. */
function argumentsOf(parts: PartTranslator, call: Call, result: SparkType): Typed[] {
  const args: Typed[] = [];
  const reduces = nameOf(call) === 'list_reduce';
  for (const arg of call.args) {
    if (arg.kind === 'call' && UNORDERED.has(nameOf(arg)) && ORDER_FREE.has(nameOf(call))) {
      args.push(refusedAt(arg.span, () => callOf(parts, arg, arg, UNORDERED)));
    } else if (arg.kind === 'lambda') {
      args.push(lambdaOf(parts, arg, args[0], reduces ? [result] : []));
    } else args.push(parts.translate(arg));
  }
  return args;
}

/** @param before types of the params that stand before the element; behind it stands its position */
function lambdaOf(
  parts: PartTranslator,
  { params, body }: Lambda,
  list: Typed | undefined,
  before: readonly SparkType[],
): Typed {
  if (list?.type.kind !== 'array') return refuse('A lambda needs a list before it.');
  const types = [...before, list.type.element];
  const BIGINT = simple('BIGINT');
  const parameters = new Map(
    params.map((name, i): [string, Typed] => {
      const type = types[i];
      const variable: SparkExpression = { kind: 'variable', name };
      // Spark counts positions from 0.
      const position = sx.cast(sx.plus(variable, sx.int(1)), BIGINT);
      return [nameKey(name), type === undefined ? typed(position, BIGINT) : typed(variable, type)];
    }),
  );
  const inner = parts.within(parameters).translate(body);
  return typed({ kind: 'lambda', params, body: inner.expression }, inner.type);
}

/** Window functions of Spark's that go by the order of rows, and those among them that take no frame. */
export const FRAMELESS: ReadonlySet<string> = new Set([
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
]);
export const NEEDS_ORDER: ReadonlySet<string> = new Set([
  ...FRAMELESS,
  'first_value',
  'last_value',
  'nth_value',
]);

/** Aggregates pass over nulls: what the filter leaves out becomes null. */
function filtered({ expression, type }: Typed, condition: SparkExpression): Typed {
  const aggregates = mapAggregates(expression, (call): SparkExpression => {
    const [first, ...rest] = call.args;
    if (call.name === 'count' && first === undefined) return sx.call('count_if', condition);
    if (first === undefined || NEEDS_ORDER.has(call.name)) {
      return refuse(`FILTER has no counterpart for ${call.name}().`);
    }
    const [key] = rest;
    // Of rows without a key, these take none.
    if (key !== undefined && (call.name === 'min_by' || call.name === 'max_by')) {
      return { ...call, args: [first, sx.when(condition, key)] };
    }
    return { ...call, args: [sx.when(condition, first), ...rest] };
  });
  return typed(aggregates, type);
}

function asDistinct({ expression, type }: Typed): Typed {
  const distinct = mapAggregates(expression, (call): SparkExpression => {
    if (ALIKE_IF_DISTINCT.has(call.name)) return call;
    if (call.name === 'avg') {
      const [sum, count] = ['sum', 'count'].map((name) => ({ ...call, name, distinct: true }));
      return sx.over(sum as SparkExpression, count as SparkExpression);
    }
    if (TAKES_DISTINCT.has(call.name)) {
      return !HAS_NAME.has(call.name) && some(call, ({ kind }) => kind === 'parameter')
        ? refuse(
            `Parameters in ${call.name}(DISTINCT …) cannot be arguments of a Spark program.`,
            'Compute the values in a step before.',
          )
        : { ...call, distinct: true };
    }
    return refuse(`DISTINCT has no counterpart for ${call.name}().`);
  });
  return typed(distinct, type);
}

const ALIKE_IF_DISTINCT: ReadonlySet<string> = new Set([
  'bit_and',
  'bit_or',
  'bool_and',
  'bool_or',
  'max',
  'min',
]);
/** With a function of the API of their own: the others are written in SQL, which sees no parameters. */
const HAS_NAME: ReadonlySet<string> = new Set(['count', 'sum']);
const TAKES_DISTINCT: ReadonlySet<string> = new Set([
  'count',
  'stddev_pop',
  'stddev_samp',
  'sum',
  'var_pop',
  'var_samp',
]);
