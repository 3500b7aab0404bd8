/** Short forms for the tables of functions. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { as, typed } from '../translate/typed.ts';
import { refuse } from '../refusal.ts';
import type { SimpleTypeName, SparkType } from '../types.ts';
import { is, isNumber, simple, typeText } from '../types.ts';

export type SparkFunctions = Readonly<Record<string, SparkFunction>>;

const typeOf = (name: SimpleTypeName | SparkType): SparkType =>
  typeof name === 'string' ? simple(name) : name;

/**
 * A function that Spark has with the same meaning.
 * @param name its name in Spark's SQL
 * @param takes types that the arguments are brought to; the last one holds for all that follow
 * @param gives the type of what Spark returns
 */
export const same =
  (
    name: string,
    takes: readonly (SimpleTypeName | SparkType)[],
    gives: SimpleTypeName | SparkType,
  ): SparkFunction =>
  (args) =>
    typed(
      sx.call(name, ...args.map((arg, i) => take(arg, takes[i] ?? takes.at(-1)))),
      typeOf(gives),
    );

/** Arguments in given types, and the expression made of them. */
export const build =
  (
    takes: readonly (SimpleTypeName | SparkType)[],
    gives: SimpleTypeName | SparkType,
    make: (...args: SparkExpression[]) => SparkExpression,
  ): SparkFunction =>
  (args) =>
    typed(make(...args.map((arg, i) => take(arg, takes[i] ?? takes.at(-1)))), typeOf(gives));

/** Text is never made from other types on the way: their texts differ. */
function take(arg: Typed, wanted: SimpleTypeName | SparkType | undefined): SparkExpression {
  if (wanted === undefined) return arg.expression;
  const type = typeOf(wanted);
  if (is(type, 'STRING') && !is(arg.type, 'STRING') && !is(arg.type, 'VOID')) {
    return refuse(`Text is needed where ${typeText(arg.type)} stands.`, 'Cast it to VARCHAR.');
  }
  if (isNumber(type) && !isNumber(arg.type) && !is(arg.type, 'VOID')) {
    return refuse(`A number is needed where ${typeText(arg.type)} stands.`);
  }
  return as(arg, type);
}
