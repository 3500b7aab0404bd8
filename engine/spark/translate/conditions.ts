/** CASE, and what is true or false: BETWEEN, IN, IS, LIKE. */
import type { Between, Case, In, Is, Like } from '../../contract/expression.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { isFloating, simple } from '../types.ts';
import { translateLike } from './like.ts';
import { compare } from './operators.ts';
import type { PartTranslator } from './parts.ts';
import { booleanOf } from './parts.ts';
import type { Typed } from './typed.ts';
import { as, operands, typed, unified } from './typed.ts';

const BOOLEAN = simple('BOOLEAN');

export function translateCase(
  parts: PartTranslator,
  { operand, branches, otherwise }: Case,
): Typed {
  const compared = operand === undefined ? undefined : parts.translate(operand);
  const whens = branches.map(({ when }) => {
    if (compared === undefined) return booleanOf(parts, when);
    return compare('=', compared, parts.translate(when)).expression;
  });
  const results = [
    ...branches.map(({ then }) => parts.translate(then)),
    ...(otherwise === undefined ? [] : [parts.translate(otherwise)]),
  ];
  const { values, type } = operands(results);
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

const unless = (negated: boolean, condition: SparkExpression): Typed =>
  typed(negated ? sx.not(condition) : condition, BOOLEAN);

export function translateBetween(
  parts: PartTranslator,
  { operand, low, high, negated }: Between,
): Typed {
  const all = [operand, low, high].map(parts.translate) as [Typed, Typed, Typed];
  const { values, type } = unified(all);
  // As floating-point numbers all three lose what whole numbers would tell apart.
  const [value, from, to] = isFloating(type)
    ? (values.map((each) => typed(each, type)) as [Typed, Typed, Typed])
    : all;
  const [above, below] = [compare('>=', value, from), compare('<=', value, to)];
  return unless(negated, sx.and(above.expression, below.expression));
}

export function translateIn(parts: PartTranslator, { operand, list, negated }: In): Typed {
  if (list.length === 0) return typed(sx.boolean(negated), BOOLEAN);
  const { values } = operands([operand, ...list].map(parts.translate));
  const [value, ...items] = values as [SparkExpression, ...SparkExpression[]];
  return unless(negated, { kind: 'in', operand: value, list: items });
}

export function translateIs(parts: PartTranslator, { operand, test, negated }: Is): Typed {
  const value = parts.translate(operand);
  if (test === 'null' || test === 'unknown') {
    return typed({ kind: 'is-null', operand: value.expression, negated }, BOOLEAN);
  }
  return unless(negated, sx.same(as(value, BOOLEAN), sx.boolean(test === 'true')));
}

export function translateLikeTest(parts: PartTranslator, like: Like): Typed {
  const escape = like.escape === undefined ? undefined : parts.translate(like.escape);
  return translateLike(like, parts.translate(like.operand), parts.translate(like.pattern), escape);
}
