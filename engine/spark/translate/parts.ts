/** What the translation of one kind of expression asks of the others. */
import type { Expression, SortKey } from '../../contract/expression.ts';
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, simple, sparkType } from '../types.ts';
import type { Typed } from './typed.ts';
import { as } from './typed.ts';

export interface PartTranslator {
  /** DuckDB's type of a part. */
  readonly typeOf: (expression: Expression) => ColumnType;
  /** @throws NotOnSpark with the place in the user's text */
  readonly translate: (expression: Expression) => Typed;
  readonly key: (key: SortKey) => SparkSortKey;
  /** The same, inside of a lambda: its parameters by the keys of their names. */
  readonly within: (parameters: ReadonlyMap<string, Typed>) => PartTranslator;
}

/** Spark's type for a result of DuckDB's; intervals stay what they are until they are used up. */
export const resultOf = (type: ColumnType): SparkType =>
  type.kind === 'scalar' && type.name === 'INTERVAL' ? simple('INTERVAL') : sparkType(type);

/** Intervals are only added to times and compared. */
export function withoutInterval(value: Typed): Typed {
  if (!is(value.type, 'INTERVAL')) return value;
  return refuse(
    'Intervals are no values of columns in Spark.',
    "Use a number, such as epoch(…) or date_diff('day', …).",
  );
}

export const booleanOf = (parts: PartTranslator, expression: Expression): SparkExpression =>
  as(parts.translate(expression), simple('BOOLEAN'));
