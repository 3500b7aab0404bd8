/** What translating an expression takes and gives. */
import type { Call, ColumnRef, Expression } from '../../contract/expression.ts';
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { commonType, sameType, typeText } from '../types.ts';

/** An expression and the type that Spark gives it. */
export interface Typed {
  readonly expression: SparkExpression;
  readonly type: SparkType;
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
  if (value.expression.kind === 'literal' && value.expression.value === null) return sx.null(type);
  return sx.cast(value.expression, type);
}

/** All values in the type that DuckDB compares or unites them in. */
export function unified(values: readonly Typed[]): { values: SparkExpression[]; type: SparkType } {
  const [first, ...rest] = values;
  if (first === undefined) refuse('Nothing to bring to a common type.');
  const type = rest.reduce((so, { type: next }) => common(so, next), first.type);
  return { values: values.map((value) => as(value, type)), type };
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
