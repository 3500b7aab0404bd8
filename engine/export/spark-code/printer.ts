/** What the printers of single forms ask of the one that prints any expression. */
import type { SparkExpression, SparkSortKey } from '../../spark/expression.ts';
import type { Doc } from '../code/doc.ts';
import type { Language } from './language.ts';

export interface Printer {
  readonly language: Language;
  /** The expression as a column, in brackets where it binds less tightly than `minimum`. */
  readonly print: (expression: SparkExpression, minimum?: number) => Doc;
  /** A value of the language where one may stand, else a column. */
  readonly operand: (expression: SparkExpression, minimum?: number) => Doc;
  /** A value of the language, where the expression is one: a literal, or a plain parameter. */
  readonly value: (expression: SparkExpression) => string | undefined;
  /** What rows are grouped by. */
  readonly keys: (expressions: readonly SparkExpression[]) => readonly Doc[];
  readonly key: (key: SparkSortKey) => Doc;
  readonly function: (name: string, ...args: readonly Doc[]) => Doc;
}
