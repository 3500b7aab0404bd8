/** The contract's expressions in Spark's terms, with the types that DuckDB gives them. */
import type {
  Between,
  Call,
  Case,
  Expression,
  In,
  Is,
  Lambda,
  Like,
  SortKey,
  WindowCall,
} from '../../contract/expression.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { nameKey } from '../../contract/schema.ts';
import { findFunction } from '../../expression/functions/catalogue.ts';
import type { SparkExpression, SparkSortKey, SparkWindow } from '../expression.ts';
import { sx } from '../expression.ts';
import { sliceOf } from '../functions/list.ts';
import { ORDER_FREE, UNORDERED_LISTS } from '../functions/list-unordered.ts';
import { requireOrder } from '../functions/order.ts';
import { takesOrder } from '../functions/ordered-aggregate.ts';
import { SPARK_FUNCTIONS } from '../functions/table.ts';
import { hasAggregate, mapAggregates } from '../map-parts.ts';
import { refuse, refusedAt } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, sameType, simple, sparkType } from '../types.ts';
import { translateCast } from './casts.ts';
import { translateInterval } from './intervals.ts';
import { translateLike } from './like.ts';
import { translateFrame } from './frames.ts';
import { translateLiteral } from './literals.ts';
import type { ResultType } from './operators.ts';
import { translateBinary, translateUnary } from './operators.ts';
import type { TranslateContext, Typed } from './typed.ts';
import { as, typed, unified } from './typed.ts';

const BOOLEAN = simple('BOOLEAN');
const BIGINT = simple('BIGINT');

/**
 * The expression with the type that stands for DuckDB's.
 * @throws NotOnSpark with the place in the user's text
 */
export function translateExpression(expression: Expression, context: TranslateContext): Typed {
  return refusedAt(expression.span, () =>
    withoutInterval(new Translator(context).translate(expression)),
  );
}

/** Intervals are only added to times and compared. */
function withoutInterval(value: Typed): Typed {
  if (!is(value.type, 'INTERVAL')) return value;
  return refuse(
    'Intervals are no values of columns in Spark.',
    "Use a number, such as epoch(…) or date_diff('day', …).",
  );
}

/** Keys to sort by; nulls as the key says. */
export const translateKeys = (
  keys: readonly SortKey[],
  context: TranslateContext,
): SparkSortKey[] => keys.map((key) => new Translator(context).key(key));

const resultOf = (type: ColumnType): SparkType =>
  type.kind === 'scalar' && type.name === 'INTERVAL' ? simple('INTERVAL') : sparkType(type);

class Translator {
  readonly #context: TranslateContext;
  /** Parameters of the lambdas around. */
  readonly #variables: ReadonlyMap<string, Typed>;

  constructor(context: TranslateContext, variables: ReadonlyMap<string, Typed> = new Map()) {
    this.#context = context;
    this.#variables = variables;
  }

  translate(expression: Expression): Typed {
    return refusedAt(expression.span, () => this.#translate(expression));
  }

  key({ expression, direction, nulls }: SortKey): SparkSortKey {
    const value = withoutInterval(this.translate(expression));
    refusedAt(expression.span, () => requireOrder(this.#context.typeOf(expression)));
    return { expression: value.expression, direction, nulls };
  }

  #result(expression: Expression): SparkType {
    return resultOf(this.#context.typeOf(expression));
  }

  #resultType(expression: Expression): ResultType {
    const duckdb = this.#context.typeOf(expression);
    return { duckdb, spark: resultOf(duckdb) };
  }

  #boolean(expression: Expression): SparkExpression {
    return as(this.translate(expression), BOOLEAN);
  }

  #translate(expression: Expression): Typed {
    switch (expression.kind) {
      case 'column': {
        const variable = this.#variables.get(nameKey(expression.name));
        return variable ?? this.#context.column(expression);
      }
      case 'literal':
        return translateLiteral(expression);
      case 'call':
        return this.#call(expression);
      case 'window':
        return this.#window(expression);
      case 'unary':
        return translateUnary(
          expression,
          this.translate(expression.operand),
          this.#resultType(expression),
        );
      case 'binary': {
        const { left, right } = expression;
        return translateBinary(
          expression,
          this.translate(left),
          this.translate(right),
          this.#resultType(expression),
        );
      }
      case 'cast':
        return translateCast(
          this.translate(expression.operand),
          this.#context.typeOf(expression.operand),
          parseType(expression.type),
          expression.try,
        );
      case 'case':
        return this.#case(expression);
      case 'between':
        return this.#between(expression);
      case 'in':
        return this.#in(expression);
      case 'is':
        return this.#is(expression);
      case 'like':
        return this.#like(expression);
      case 'list': {
        if (expression.items.length === 0) {
          const type = this.#result(expression);
          return typed(sx.cast(sx.call('array'), type), type);
        }
        const { values, type } = unified(expression.items.map((item) => this.translate(item)));
        return typed(sx.call('array', ...values), { kind: 'array', element: type });
      }
      case 'struct':
        return this.#struct(expression);
      case 'field': {
        const operand = this.translate(expression.operand);
        return typed(
          { kind: 'field', operand: operand.expression, name: expression.name },
          this.#result(expression),
        );
      }
      case 'lambda':
        return refuse('A lambda stands only as argument of a list function.');
      case 'index': {
        const { operand, index } = expression;
        return this.#call(
          { kind: 'call', name: 'list_extract', args: [operand, index] },
          expression,
        );
      }
      case 'slice': {
        const [operand, from, to] = [expression.operand, expression.from, expression.to].map(
          (part) => (part === undefined ? undefined : this.translate(part)),
        );
        if (operand?.type.kind === 'array') return sliceOf(operand, from, to);
        return refuse('Slices [from:to] of texts are not translated.', 'Use substring.');
      }
      case 'interval':
        return translateInterval(expression, () => this.translate(expression.value));
      case 'parameter':
        return refuse(`The parameter $${expression.name} has no value.`);
      case 'opaque':
        return refuse(
          'This is DuckDB syntax that Sluice does not translate; it runs locally only.',
        );
    }
  }

  #struct(expression: Extract<Expression, { kind: 'struct' }>): Typed {
    const fields = expression.fields.map(({ name, value }) => ({
      name,
      ...withoutInterval(this.translate(value)),
    }));
    return typed(
      { kind: 'struct', fields: fields.map(({ name, expression: value }) => ({ name, value })) },
      { kind: 'struct', fields: fields.map(({ name, type }) => ({ name, type })) },
    );
  }

  /** @param whole what the types are asked of, where the call stands for other syntax */
  #call(call: Call, whole: Expression = call): Typed {
    const value = this.#callOf(call, whole);
    const result = this.#result(whole);
    // What only fails has the type of whatever stands beside it.
    if (is(value.type, 'VOID') || sameType(value.type, result)) return value;
    return typed(as(value, result), result);
  }

  /** @param whole what the types are asked of: the call, or the window around it */
  #callOf(call: Call, whole: Expression, table = SPARK_FUNCTIONS): Typed {
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
    const resultType = this.#context.typeOf(whole);
    const result = resultOf(resultType);
    const args = this.#arguments(call, result);
    const argTypes = call.args.map((arg) =>
      arg.kind === 'lambda' ? resultType : this.#context.typeOf(arg),
    );
    const value = translate(args, {
      call,
      argTypes,
      resultType,
      result,
      orderBy: orderBy.map((key) => this.key(key)),
    });
    const distinct = call.distinct === true && !ordered ? asDistinct(value) : value;
    return call.filter === undefined ? distinct : this.#filtered(distinct, call.filter);
  }

  /** Lambdas see the elements of the list that stands first. */
  #arguments(call: Call, result: SparkType): Typed[] {
    const args: Typed[] = [];
    for (const arg of call.args) {
      if (arg.kind === 'call' && UNORDERED.has(nameOf(arg)) && ORDER_FREE.has(nameOf(call))) {
        args.push(refusedAt(arg.span, () => this.#callOf(arg, arg, UNORDERED)));
      } else if (arg.kind !== 'lambda') args.push(this.translate(arg));
      else if (isReduce(call)) args.push(this.#lambda(arg, args[0], [result]));
      else args.push(this.#lambda(arg, args[0], []));
    }
    return args;
  }

  /** @param before types of the params that stand before the element; behind it stands its position */
  #lambda({ params, body }: Lambda, list: Typed | undefined, before: readonly SparkType[]): Typed {
    if (list?.type.kind !== 'array') return refuse('A lambda needs a list before it.');
    const types = [...before, list.type.element];
    const variables = new Map(this.#variables);
    params.forEach((name, i) => {
      const type = types[i];
      const variable: SparkExpression = { kind: 'variable', name };
      // Spark counts positions from 0.
      const position = sx.cast(sx.plus(variable, sx.int(1)), BIGINT);
      variables.set(
        nameKey(name),
        type === undefined ? typed(position, BIGINT) : typed(variable, type),
      );
    });
    const inner = new Translator(this.#context, variables).translate(body);
    return typed({ kind: 'lambda', params, body: inner.expression }, inner.type);
  }

  /** Aggregates pass over nulls: what the filter leaves out becomes null. */
  #filtered({ expression, type }: Typed, filter: Expression): Typed {
    const condition = this.#boolean(filter);
    const filtered = mapAggregates(expression, (call): SparkExpression => {
      const [first, ...rest] = call.args;
      if (call.name === 'count' && first === undefined) return sx.call('count_if', condition);
      if (first === undefined || NEEDS_ORDER.has(call.name)) {
        return refuse(`FILTER has no counterpart for ${call.name}().`);
      }
      return { ...call, args: [sx.when(condition, first), ...rest] };
    });
    return typed(filtered, type);
  }

  /** The call's own translation with each of its aggregates over the window. */
  #window(window: WindowCall): Typed {
    const { call, partitionBy, orderBy } = window;
    const value = this.#callOf(call, window);
    if (!hasAggregate(value.expression)) {
      return refuse(`${call.name}() over a window has no counterpart in Spark.`);
    }
    const frame = this.#frame(window);
    const spec = {
      partitionBy: partitionBy.map((part) => this.translate(part).expression),
      orderBy: orderBy.map((key) => this.key(key)),
      ...(call.ignoreNulls === true ? { ignoreNulls: true } : {}),
    };
    const over = mapAggregates(value.expression, (inner): SparkExpression => {
      if (inner.distinct === true) return refuse('Spark takes no DISTINCT over a window.');
      if (orderBy.length === 0 && NEEDS_ORDER.has(inner.name)) {
        return refuse(
          `Spark cannot tell the order of the rows that ${call.name}() goes by.`,
          'Give the step an order.',
        );
      }
      const framed = frame === undefined || FRAMELESS.has(inner.name) ? {} : { frame };
      return { kind: 'window', call: inner, ...spec, ...framed };
    });
    const result = this.#result(window);
    return typed(as(typed(over, value.type), result), result);
  }

  #frame({ call, orderBy, frame }: WindowCall): SparkWindow['frame'] {
    if (frame === undefined) return undefined;
    const [key] = orderBy;
    const type = key === undefined ? undefined : this.#result(key.expression);
    const translated = translateFrame(frame, type);
    if (orderBy.length > 0 || translated === undefined) return translated;
    const whole =
      translated.start === 'unbounded-preceding' && translated.end === 'unbounded-following';
    if (whole) return undefined;
    return refuse(
      `Spark cannot tell the order of the rows that ${call.name}() goes by.`,
      'Give the step an order.',
    );
  }

  #case({ operand, branches, otherwise }: Case): Typed {
    const compared = operand === undefined ? undefined : this.translate(operand);
    const whens = branches.map(({ when }) => {
      if (compared === undefined) return this.#boolean(when);
      const { values } = unified([compared, this.translate(when)]);
      const [left, right] = values;
      return sx.equal(left as SparkExpression, right as SparkExpression);
    });
    const results = [
      ...branches.map(({ then }) => this.translate(then)),
      ...(otherwise === undefined ? [] : [this.translate(otherwise)]),
    ];
    const { values, type } = unified(results);
    const last = otherwise === undefined ? undefined : values.at(-1);
    return typed(
      {
        kind: 'case',
        branches: whens.map((when, i) => ({ when, then: values[i] as SparkExpression })),
        ...(last === undefined ? {} : { otherwise: last }),
      },
      type,
    );
  }

  #between({ operand, low, high, negated }: Between): Typed {
    const { values } = unified([operand, low, high].map((part) => this.translate(part)));
    const [value, from, to] = values as [SparkExpression, SparkExpression, SparkExpression];
    const inside = sx.and(sx.greaterOrEqual(value, from), sx.lessOrEqual(value, to));
    return typed(negated ? sx.not(inside) : inside, BOOLEAN);
  }

  #in({ operand, list, negated }: In): Typed {
    if (list.length === 0) return typed(sx.boolean(negated), BOOLEAN);
    const { values } = unified([operand, ...list].map((part) => this.translate(part)));
    const [value, ...items] = values as [SparkExpression, ...SparkExpression[]];
    const inside: SparkExpression = { kind: 'in', operand: value, list: items };
    return typed(negated ? sx.not(inside) : inside, BOOLEAN);
  }

  #is({ operand, test, negated }: Is): Typed {
    const value = this.translate(operand);
    if (test === 'null' || test === 'unknown') {
      return typed({ kind: 'is-null', operand: value.expression, negated }, BOOLEAN);
    }
    const equal = sx.same(as(value, BOOLEAN), sx.boolean(test === 'true'));
    return typed(negated ? sx.not(equal) : equal, BOOLEAN);
  }

  #like(like: Like): Typed {
    const parts = [like.operand, like.pattern, ...(like.escape === undefined ? [] : [like.escape])];
    const [operand, pattern, escape] = parts.map((part) => this.translate(part)) as [
      Typed,
      Typed,
      Typed?,
    ];
    return translateLike(like, operand, pattern, escape);
  }
}

/** Its name in the catalogue. */
const nameOf = ({ name }: Call): string => findFunction(name)?.name ?? name;

const isReduce = (call: Call): boolean => nameOf(call) === 'list_reduce';

const UNORDERED = new Map(Object.entries(UNORDERED_LISTS));

/** Window functions of Spark's that go by the order of rows, and those among them that take no frame. */
const FRAMELESS: ReadonlySet<string> = new Set([
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
]);
const NEEDS_ORDER: ReadonlySet<string> = new Set([
  ...FRAMELESS,
  'first_value',
  'last_value',
  'nth_value',
]);

function asDistinct({ expression, type }: Typed): Typed {
  const distinct = mapAggregates(expression, (call): SparkExpression => {
    if (ALIKE_IF_DISTINCT.has(call.name)) return call;
    if (TAKES_DISTINCT.has(call.name)) return { ...call, distinct: true };
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
const TAKES_DISTINCT: ReadonlySet<string> = new Set([
  'avg',
  'count',
  'stddev_pop',
  'stddev_samp',
  'sum',
  'var_pop',
  'var_samp',
]);
