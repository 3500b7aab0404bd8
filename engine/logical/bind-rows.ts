/** Relations that keep their input's columns: only their expressions are checked. */
import type { Expression, SortKey } from '../contract/expression.ts';
import type { Filter } from '../contract/relation.ts';
import { formatType, findColumn } from '../contract/schema.ts';
import type { ColumnType } from '../contract/schema.ts';
import type { BindContext, BindResult } from './bind-context.ts';
import { bound, failed, inputSchema, problem } from './bind-context.ts';
import { unknownColumn } from './bind-error.ts';
import { typesOf } from './type-expressions.ts';

export async function bindFilter(filter: Filter, context: BindContext): Promise<BindResult> {
  const schema = inputSchema(context);
  const [answer] = await typesOf([{ expression: filter.condition, place: 'condition' }], {
    ...context,
    schema,
  });
  if (answer === undefined) return bound(schema);
  if (!answer.ok) return failed(...answer.diagnostics);
  return isTruth(answer.type)
    ? bound(schema)
    : failed(notTruth(context, filter.condition, answer.type));
}

const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE)$/;

/** DuckDB takes numbers for truth values, and text until it meets one that is not `true` or `false`. */
export const isTruth = (type: ColumnType): boolean =>
  type.kind === 'decimal' ||
  (type.kind === 'scalar' &&
    (type.name === 'BOOLEAN' || type.name === 'NULL' || NUMBERS.test(type.name)));

export const notTruth = (context: BindContext, condition: Expression, type: ColumnType) =>
  problem(
    context,
    'type-mismatch',
    `A condition must be true or false; this is ${formatType(type)}.`,
    {
      hint: 'Compare it with something, for example with "= ..." or "IS NOT NULL".',
      at: condition,
    },
  );

/** Sort keys and groups, then column names that must exist. */
export async function bindKeys(
  context: BindContext,
  expressions: readonly Expression[],
  names: readonly string[] = [],
): Promise<BindResult> {
  const schema = inputSchema(context);
  const answers = await typesOf(
    expressions.map((expression) => ({ expression, place: 'row' as const })),
    { ...context, schema },
  );
  const diagnostics = answers.flatMap((answer) => (answer.ok ? [] : answer.diagnostics));
  for (const name of names) {
    if (findColumn(schema, name) !== undefined) continue;
    const { code, message, hint } = unknownColumn(
      name,
      schema.map((column) => column.name),
    );
    diagnostics.push(problem(context, code, message, { hint }));
  }
  return diagnostics.length === 0 ? bound(schema) : failed(...diagnostics);
}

export const keyExpressions = (keys: readonly SortKey[]): Expression[] =>
  keys.map((key) => key.expression);
