/** The contract's expressions in Spark's terms, with the types that DuckDB gives them. */
import type {
  Between,
  Call,
  Case,
  Expression,
  FrameBound,
  In,
  Is,
  Lambda,
  Like,
  SortKey,
  WindowCall,
  WindowFrame,
} from '../../contract/expression.ts';
import { parseType } from '../../contract/parse-type.ts';
import type { ColumnType } from '../../contract/schema.ts';
import { findFunction } from '../../expression/functions/catalogue.ts';
import type { SparkExpression, SparkFrameBound, SparkSortKey, SparkWindow } from '../expression.ts';
import { sx } from '../expression.ts';
import { SPARK_FUNCTIONS } from '../functions/table.ts';
import { refuse, refusedAt } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, sameType, simple, sparkType } from '../types.ts';
import { translateCast } from './casts.ts';
import { translateInterval } from './intervals.ts';
import { translateLike } from './like.ts';
import { translateLiteral } from './literals.ts';
import type { ResultType } from './operators.ts';
import { translateBinary, translateUnary } from './operators.ts';
import type { TranslateContext, Typed } from './typed.ts';
import { as, typed, unified } from './typed.ts';

const BOOLEAN = simple('BOOLEAN');

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
  /** Parameters of the lambdas around, with their types. */
  readonly #variables: ReadonlyMap<string, SparkType>;

  constructor(context: TranslateContext, variables: ReadonlyMap<string, SparkType> = new Map()) {
    this.#context = context;
    this.#variables = variables;
  }

  translate(expression: Expression): Typed {
    return refusedAt(expression.span, () => this.#translate(expression));
  }

  key({ expression, direction, nulls }: SortKey): SparkSortKey {
    const value = withoutInterval(this.translate(expression));
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
        const variable = this.#variables.get(expression.name);
        return variable === undefined
          ? this.#context.column(expression)
          : typed({ kind: 'variable', name: expression.name }, variable);
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
      case 'index':
        return this.#call({
          ...expression,
          kind: 'call',
          name: 'list_extract',
          args: [expression.operand, expression.index],
        });
      case 'slice':
        return refuse(
          'Slices [from:to] have no counterpart in Spark.',
          'Use list_slice or substring.',
        );
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

  #call(call: Call): Typed {
    const value = this.#callOf(call, call);
    const result = this.#result(call);
    // What only fails has the type of whatever stands beside it.
    if (is(value.type, 'VOID') || sameType(value.type, result)) return value;
    return typed(as(value, result), result);
  }

  /** @param whole what the types are asked of: the call, or the window around it */
  #callOf(call: Call, whole: Expression): Typed {
    const name = findFunction(call.name)?.name ?? call.name;
    const translate = SPARK_FUNCTIONS.get(name);
    if (translate === undefined) {
      return refuse(
        `${call.name}() has no counterpart in Spark with the same result.`,
        'The step runs locally only; another function may do.',
      );
    }
    if (call.orderBy !== undefined && call.orderBy.length > 0) {
      return refuse(`ORDER BY in ${call.name}() has no counterpart in Spark.`);
    }
    const args = this.#arguments(call);
    const resultType = this.#context.typeOf(whole);
    const result = resultOf(resultType);
    const argTypes = call.args.map((arg) =>
      arg.kind === 'lambda' ? resultType : this.#context.typeOf(arg),
    );
    const value = translate(args, { call, argTypes, resultType, result });
    const distinct = call.distinct === true ? asDistinct(value) : value;
    return call.filter === undefined ? distinct : this.#filtered(distinct, call.filter);
  }

  /** Lambdas see the elements of the list that stands first. */
  #arguments(call: Call): Typed[] {
    const args: Typed[] = [];
    for (const arg of call.args) {
      args.push(arg.kind === 'lambda' ? this.#lambda(arg, args[0]) : this.translate(arg));
    }
    return args;
  }

  #lambda({ params, body }: Lambda, list: Typed | undefined): Typed {
    if (list?.type.kind !== 'array') return refuse('A lambda needs a list before it.');
    const { element } = list.type;
    const variables = new Map(this.#variables);
    params.forEach((param, i) => variables.set(param, i === 0 ? element : simple('BIGINT')));
    const inner = new Translator(this.#context, variables).translate(body);
    return typed({ kind: 'lambda', params, body: inner.expression }, inner.type);
  }

  /** Aggregates that pass over nulls: what the filter leaves out becomes null. */
  #filtered({ expression, type }: Typed, filter: Expression): Typed {
    const condition = this.#boolean(filter);
    if (expression.kind === 'cast') {
      const inner = this.#filtered(typed(expression.operand, type), filter);
      return typed({ ...expression, operand: inner.expression }, type);
    }
    if (expression.kind !== 'call') return refuse('FILTER has no counterpart for this function.');
    const [first, ...rest] = expression.args;
    if (expression.name === 'count' && first === undefined) {
      return typed(sx.call('count_if', condition), type);
    }
    if (first === undefined || !PASSES_OVER_NULLS.has(expression.name)) {
      return refuse(`FILTER has no counterpart for ${expression.name}().`);
    }
    return typed({ ...expression, args: [sx.when(condition, first), ...rest] }, type);
  }

  /** The call's own translation, put over a window; a cast around it stays around. */
  #window(window: WindowCall): Typed {
    const { call, partitionBy, orderBy } = window;
    const result = this.#result(window);
    const value = this.#callOf(call, window);
    const over = (inner: SparkExpression): SparkExpression => {
      if (inner.kind === 'cast') return { ...inner, operand: over(inner.operand) };
      if (inner.kind !== 'call') {
        return refuse(`${call.name}() over a window has no counterpart in Spark.`);
      }
      if (orderBy.length === 0 && NEEDS_ORDER.has(inner.name)) {
        return refuse(
          `Spark cannot tell the order of the rows that ${call.name}() goes by.`,
          'Give the step an order.',
        );
      }
      const frame = translateFrame(window.frame);
      return {
        kind: 'window',
        call: inner,
        partitionBy: partitionBy.map((part) => this.translate(part).expression),
        orderBy: orderBy.map((key) => this.key(key)),
        ...(frame === undefined || FRAMELESS.has(inner.name) ? {} : { frame }),
        ...(call.ignoreNulls === true ? { ignoreNulls: true } : {}),
      };
    };
    return typed(as(typed(over(value.expression), value.type), result), result);
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

function translateFrame(frame: WindowFrame | undefined): SparkWindow['frame'] {
  if (frame === undefined) return undefined;
  const { unit, start, end, exclude } = frame;
  if (unit === 'groups' || exclude !== undefined) {
    return refuse('Frames in GROUPS or with EXCLUDE have no counterpart in Spark.');
  }
  return { unit, start: translateBound(start), end: translateBound(end) };
}

function translateBound(bound: FrameBound): SparkFrameBound {
  if (bound.kind !== 'preceding' && bound.kind !== 'following') return bound.kind;
  const { offset } = bound;
  const rows = offset.kind === 'literal' && offset.value !== null ? Number(offset.value) : NaN;
  if (!Number.isSafeInteger(rows)) return refuse('Bounds of frames are whole numbers in Spark.');
  return bound.kind === 'preceding' ? -rows : rows;
}

/** Aggregates of Spark's that leave out nulls of their first argument. */
const PASSES_OVER_NULLS: ReadonlySet<string> = new Set([
  'avg',
  'bool_and',
  'bool_or',
  'collect_list',
  'count',
  'max',
  'median',
  'min',
  'mode',
  'percentile',
  'stddev_pop',
  'stddev_samp',
  'sum',
  'var_pop',
  'var_samp',
]);

function asDistinct({ expression, type }: Typed): Typed {
  if (expression.kind === 'cast') {
    const inner = asDistinct(typed(expression.operand, type));
    return typed({ ...expression, operand: inner.expression }, type);
  }
  if (expression.kind !== 'call') return refuse('DISTINCT has no counterpart for this function.');
  return typed({ ...expression, distinct: true }, type);
}
