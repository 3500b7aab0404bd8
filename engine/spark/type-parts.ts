/** DuckDB's types of every part of expressions: what a faithful translation has to know. */
import type { Describe } from '../contract/describe.ts';
import type { Expression } from '../contract/expression.ts';
import { parseType } from '../contract/parse-type.ts';
import type { Column, ColumnType, Schema } from '../contract/schema.ts';
import { nameKey, scalar } from '../contract/schema.ts';
import { childrenOf } from '../expression/analyse.ts';
import { findFunction } from '../expression/functions/catalogue.ts';
import type { TypeRequest } from '../logical/type-expressions.ts';
import { typesOf } from '../logical/type-expressions.ts';
import { refuse } from './refusal.ts';

export type TypeOf = (expression: Expression) => ColumnType;

interface Lambda {
  readonly call: Expression;
  readonly list: Expression;
  readonly lambda: Expression;
}

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
    if (type !== undefined) return type;
    // DuckDB has types that columns cannot have here, as structs without field names.
    return refuse(
      `Sluice has no type for what ${expression.kind === 'call' ? `${expression.name}()` : 'this'} gives.`,
    );
  };
}

async function typeInto(
  types: Map<Expression, ColumnType>,
  expressions: readonly TypeRequest[],
  schema: Schema,
  describe: Describe,
): Promise<void> {
  const requests: TypeRequest[] = [];
  const lambdas: Lambda[] = [];
  const visit = (expression: Expression, place: TypeRequest['place']): void => {
    if (expression.kind === 'lambda') return;
    if (ownType(expression) === undefined) requests.push({ expression, place });
    const children = childrenOf(expression);
    const [first] = children;
    for (const child of children) {
      if (child.kind === 'lambda' && first !== undefined)
        lambdas.push({ call: expression, list: first, lambda: child });
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
  for (const { call, list, lambda } of lambdas) {
    if (lambda.kind !== 'lambda') continue;
    const type = types.get(list) ?? ownType(list);
    const element = type?.kind === 'list' || type?.kind === 'array' ? type.element : undefined;
    if (element === undefined) continue;
    const hidden = new Set(lambda.params.map(nameKey));
    const params = [...accumulator(call, types), element];
    const inner = [
      ...schema.filter(({ name }) => !hidden.has(nameKey(name))),
      ...lambda.params.map((name, i): Column => ({ name, type: params[i] ?? scalar('BIGINT') })),
    ];
    await typeInto(types, [{ expression: lambda.body, place: 'row' }], inner, describe);
  }
}

/** What a lambda gets before the element: that of list_reduce, what it has given so far. */
function accumulator(call: Expression, types: ReadonlyMap<Expression, ColumnType>): ColumnType[] {
  const reduces = call.kind === 'call' && findFunction(call.name)?.name === 'list_reduce';
  const type = reduces ? types.get(call) : undefined;
  return type === undefined ? [] : [type];
}

/** The types of literals and casts stand in them. */
function ownType(expression: Expression): ColumnType | undefined {
  if (expression.kind === 'literal') return parseType(expression.type);
  if (expression.kind === 'cast') return parseType(expression.type);
  return undefined;
}
