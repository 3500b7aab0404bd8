/** What translating an expression takes and gives. */
import type { Call, ColumnRef, Expression } from '../../contract/expression.ts';
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SimpleTypeName, SparkType } from '../types.ts';
import { commonType, is, isIntegral, sameType, simple, typeText } from '../types.ts';

/** An expression and the type that Spark gives it. */
export interface Typed {
  readonly expression: SparkExpression;
  readonly type: SparkType;
  /** Of an interval without months: its length in microseconds, a BIGINT. */
  readonly micros?: SparkExpression;
}

export const typed = (expression: SparkExpression, type: SparkType): Typed => ({
  expression,
  type,
});

export interface TranslateContext {
  /** DuckDB's type of an expression, of any part of what is translated. */
  readonly typeOf: (expression: Expression) => ColumnType;
  readonly column: (column: ColumnRef) => Typed;
}

/** Of the call that a function's translation is asked for. */
export interface CallContext {
  readonly call: Call;
  /** DuckDB's types of the arguments, and of the result. */
  readonly argTypes: readonly ColumnType[];
  readonly resultType: ColumnType;
  /** Spark's type for the result: what the translation has is cast to it where it differs. */
  readonly result: SparkType;
  /** ORDER BY inside of the call, of functions that `takesOrder`. */
  readonly orderBy: readonly SparkSortKey[];
}

/**
 * How a function of DuckDB is said in Spark's terms, from its translated arguments. Gives what means
 * the same for every argument, or refuses with a reason.
 */
export type SparkFunction = (args: readonly Typed[], context: CallContext) => Typed;

/** The expression with a type; a cast only where it has another. */
export function as(value: Typed, type: SparkType): SparkExpression {
  if (sameType(value.type, type)) return value.expression;
  const { expression } = value;
  if (expression.kind === 'literal') {
    if (expression.value === null) return sx.null(type);
    if (holdsLiteral(value.type, expression.value, type)) return sx.literal(type, expression.value);
    if (value.type.kind === 'decimal' && is(type, 'DOUBLE') && fitsDouble(expression.value)) {
      return sx.double(Number(expression.value));
    }
    if (value.type.kind === 'decimal' && holdsDecimal(value.type, type)) {
      return sx.literal(type, expression.value);
    }
  }
  return sx.cast(expression, type);
}

/** Whether the text of a whole number is a literal of a further number type, too. */
function holdsLiteral(from: SparkType, text: string, to: SparkType): boolean {
  if (!isIntegral(from) || !/^(?:0|-?[1-9]\d{0,8})$/.test(text)) return false;
  return is(to, 'INT') || is(to, 'BIGINT') || is(to, 'DOUBLE');
}

/** Whether a DECIMAL holds every value of another. */
function holdsDecimal(from: SparkType, to: SparkType): boolean {
  if (from.kind !== 'decimal' || to.kind !== 'decimal') return false;
  return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale;
}

/**
 * Values that Spark itself brings to a type when they stand together in one operation: where one has the
 * type, whole numbers beside it need no cast.
 */
export function together(values: readonly Typed[], type: SparkType): SparkExpression[] {
  const known = values.some((value) => sameType(value.type, type));
  return values.map((value) => (known && widens(value, type) ? value.expression : as(value, type)));
}

function widens({ expression, type: from }: Typed, to: SparkType): boolean {
  if (expression.kind === 'literal') return is(from, 'INT') && is(to, 'BIGINT');
  const wider = isIntegral(to) ? WHOLE.indexOf(nameOf(to)) : WHOLE.length;
  if (isIntegral(from)) {
    return (isIntegral(to) || is(to, 'DOUBLE')) && WHOLE.indexOf(nameOf(from)) < wider;
  }
  return is(from, 'FLOAT') && is(to, 'DOUBLE');
}

const WHOLE = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT'];

const nameOf = (type: SparkType): string => (type.kind === 'simple' ? type.name : '');

/** A literal of fewer digits than a DOUBLE holds is the nearest DOUBLE, however it is cast. */
const fitsDouble = (value: string): boolean => value.replace(/\D/g, '').length <= 15;

interface Unified {
  readonly values: SparkExpression[];
  readonly type: SparkType;
}

/** All values in the type that DuckDB compares or unites them in. */
export function unified(given: readonly Typed[]): Unified {
  const values = withDates(given);
  const type = commonOf(values);
  return { values: values.map((value) => as(value, type)), type };
}

/** As `unified`, for operands of one operation of Spark's that brings them to that type by itself. */
export function operands(given: readonly Typed[]): Unified {
  const values = withDates(given);
  const type = commonOf(values);
  return { values: together(values, type), type };
}

function commonOf(values: readonly Typed[]): SparkType {
  const [first, ...rest] = values;
  if (first === undefined) return refuse('Nothing to bring to a common type.');
  const type = rest.reduce((so, { type: next }) => common(so, next), first.type);
  return is(type, 'INTERVAL') ? refuse('Spark puts no intervals beside each other.') : type;
}

const DAY = String.raw`\d{4}-\d{2}-\d{2}`;
const WRITTEN_DATES: readonly (readonly [type: SimpleTypeName, text: RegExp])[] = [
  ['DATE', new RegExp(`^${DAY}$`)],
  ['TIMESTAMP_NTZ', new RegExp(String.raw`^${DAY}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?)?$`)],
];

/** Text literals beside dates and times are dates and times, where both sides read them alike. */
function withDates(values: readonly Typed[]): readonly Typed[] {
  for (const [name, text] of WRITTEN_DATES) {
    if (!values.every(({ type }) => is(type, name) || is(type, 'STRING') || is(type, 'VOID'))) {
      continue;
    }
    if (!values.some(({ type }) => is(type, name))) continue;
    return values.map((value) => {
      const literal = is(value.type, 'STRING') ? literalOf(value) : undefined;
      if (literal === undefined || !text.test(literal)) return value;
      return typed(sx.literal(simple(name), literal), simple(name));
    });
  }
  return values;
}

function common(a: SparkType, b: SparkType): SparkType {
  return (
    commonType(a, b) ??
    refuse(
      `DuckDB and Spark bring ${typeText(a)} and ${typeText(b)} together differently.`,
      'Cast one of them.',
    )
  );
}

/** The argument at a place that the function's signature promises. */
export function argument(args: readonly Typed[], at: number): Typed {
  return args[at] ?? refuse('An argument is missing.');
}

/** The text of an argument that is a literal; undefined for NULL and for what is computed. */
export const literalOf = (value: Typed | undefined): string | undefined =>
  value?.expression.kind === 'literal' ? (value.expression.value ?? undefined) : undefined;
