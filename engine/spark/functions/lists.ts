/** What the functions of lists share. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { Typed } from '../translate/typed.ts';
import { argument, unified } from '../translate/typed.ts';
import type { SparkType } from '../types.ts';
import { isFloating, typeText } from '../types.ts';

export const arrayOf = (element: SparkType): SparkType => ({ kind: 'array', element });

/** @throws NotOnSpark for what is no list */
export function elementOf({ type }: Typed): SparkType {
  return type.kind === 'array'
    ? type.element
    : refuse(`A list is needed where ${typeText(type)} stands.`);
}

/** The items that are not null. */
export const present = (list: SparkExpression): SparkExpression => sx.call('array_compact', list);

/** Two lists of one type whose items are compared by hash: -0.0 and 0.0 would be different. */
export function hashed(args: readonly Typed[]): [SparkExpression, SparkExpression] {
  const lists = [argument(args, 0), argument(args, 1)];
  lists.forEach(elementOf);
  const { values, type } = unified(lists);
  if (type.kind !== 'array' || type.element.kind !== 'simple' || isFloating(type.element)) {
    return refuse(`Items of ${typeText(type)} are compared differently.`);
  }
  return values as [SparkExpression, SparkExpression];
}
