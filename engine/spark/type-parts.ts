/** DuckDB's types of every part of expressions: what a faithful translation has to know. */
import type { Describe } from '../contract/describe.ts';
import { internalError } from '../contract/errors.ts';
import type { Expression } from '../contract/expression.ts';
import { parseType } from '../contract/parse-type.ts';
import type { Column, ColumnType, Schema } from '../contract/schema.ts';
import { scalar } from '../contract/schema.ts';
import { childrenOf } from '../expression/analyse.ts';
import type { TypeRequest } from '../logical/type-expressions.ts';
import { typesOf } from '../logical/type-expressions.ts';

export type TypeOf = (expression: Expression) => ColumnType;

/**
 * @param expressions each that stands in one relation, with its place
 * @param schema the columns that they read
 */
export async function typeParts(
  expressions: readonly TypeRequest[],
  schema: Schema,
  describe: Describe,
): Promise<TypeOf> {
  const types = new Map<Expression, ColumnType>();
  await typeInto(types, expressions, schema, describe);
  return (expression) => {
    const type = types.get(expression) ?? ownType(expression);
    if (type === undefined) throw internalError(`The type of a ${expression.kind} is not known.`);
    return type;
  };
}

async function typeInto(
  types: Map<Expression, ColumnType>,
  expressions: readonly TypeRequest[],
  schema: Schema,
  describe: Describe,
): Promise<void> {
  const requests: TypeRequest[] = [];
  const lambdas: { readonly list: Expression; readonly lambda: Expression }[] = [];
  const visit = (expression: Expression, place: TypeRequest['place']): void => {
    if (expression.kind === 'lambda') return;
    if (ownType(expression) === undefined) requests.push({ expression, place });
    const children = childrenOf(expression);
    const [first] = children;
    for (const child of children) {
      if (child.kind === 'lambda' && first !== undefined)
        lambdas.push({ list: first, lambda: child });
      else visit(child, 'row');
    }
  };
  for (const { expression, place } of expressions) visit(expression, place);
  const answers = await typesOf(requests, { describe, schema, node: undefined });
  answers.forEach((answer, i) => {
    const request = requests[i];
    // What cannot be typed alone (an interval unit, a star) is asked for by no translation.
    if (request !== undefined && answer.ok) types.set(request.expression, answer.type);
  });
  for (const { list, lambda } of lambdas) {
    if (lambda.kind !== 'lambda') continue;
    const type = types.get(list);
    const element = type?.kind === 'list' || type?.kind === 'array' ? type.element : undefined;
    if (element === undefined) continue;
    const hidden = new Set(lambda.params);
    const params = lambda.params.map((name, i): Column => ({
      name,
      type: i === 0 ? element : scalar('BIGINT'),
    }));
    const inner = [...schema.filter(({ name }) => !hidden.has(name)), ...params];
    await typeInto(types, [{ expression: lambda.body, place: 'row' }], inner, describe);
  }
}

/** The types of literals and casts stand in them. */
function ownType(expression: Expression): ColumnType | undefined {
  if (expression.kind === 'literal') return parseType(expression.type);
  if (expression.kind === 'cast') return parseType(expression.type);
  return undefined;
}
