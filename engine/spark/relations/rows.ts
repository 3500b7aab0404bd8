/** Relations that choose, order and group rows. */
import type { Expression, SortKey } from '../../contract/expression.ts';
import { ex } from '../../contract/expression.ts';
import type {
  Aggregate,
  Distinct,
  Filter,
  Limit,
  Relation,
  Sort,
  TopN,
} from '../../contract/relation.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { translateExpression, translateKeys } from '../translate/translate-expression.ts';
import { as } from '../translate/typed.ts';
import { simple } from '../types.ts';
import type { RelationContext } from './context.ts';
import { columnNames, schemaOf, translateAs, translator } from './context.ts';
import { orderOf } from './input-order.ts';
import { checkRows, firstRows, keptIf, rankBy } from './rank-rows.ts';
import { noteTies, noteTiesIn } from './ties.ts';

export async function filterFrame(filter: Filter, context: RelationContext): Promise<Frame> {
  const input = await context.frame(filter.input);
  const translate = await translator(context, filter.input, [
    { expression: filter.condition, place: 'condition' },
  ]);
  const condition = as(translateExpression(filter.condition, translate), simple('BOOLEAN'));
  return { kind: 'filter', input, condition };
}

async function keysOf(
  input: Relation,
  keys: readonly SortKey[],
  context: RelationContext,
): Promise<SparkSortKey[]> {
  const requests = keys.map(({ expression }) => ({ expression, place: 'row' as const }));
  return translateKeys(keys, await translator(context, input, requests));
}

export async function sortFrame(sort: Sort, context: RelationContext): Promise<Frame> {
  const input = await context.frame(sort.input);
  return { kind: 'sort', input, by: await keysOf(sort.input, sort.by, context) };
}

export const limitFrame = (limit: Limit, context: RelationContext): Promise<Frame> =>
  firstRows(limit.input, limit.rows, limit.offset, context);

/** The rows with a rank in a range, without groups by sort and limit. */
export async function topNFrame(topN: TopN, context: RelationContext): Promise<Frame> {
  if (topN.by.length === 0) {
    return refuse(
      'Which rows of a group are the first ones is not defined in Spark.',
      'Give the step an order.',
    );
  }
  const { rows, offset } = topN;
  checkRows(rows, offset);
  noteTies(topN.input, topN.per, topN.by, context);
  const input = await context.frame(topN.input);
  const by = await keysOf(topN.input, topN.by, context);
  if (topN.per.length === 0) {
    return { kind: 'limit', input: { kind: 'sort', input, by }, rows, offset };
  }
  const per = await translateAll(topN.input, topN.per, context);
  const columns = columnNames(context, topN.input);
  return keptIf(input, columns, [rankBy(per, by)], ([rank]) => {
    const last = sx.lessOrEqual(rank, sx.int(offset + rows));
    return offset === 0 ? last : sx.and(sx.greater(rank, sx.int(offset)), last);
  });
}

async function translateAll(
  input: Relation,
  expressions: readonly Expression[],
  context: RelationContext,
): Promise<SparkExpression[]> {
  const requests = expressions.map((expression) => ({ expression, place: 'row' as const }));
  const translate = await translator(context, input, requests);
  return expressions.map((each) => translateExpression(each, translate).expression);
}

const reversed = (keys: readonly SparkSortKey[]): SparkSortKey[] =>
  keys.map((key) => ({
    expression: key.expression,
    direction: key.direction === 'asc' ? 'desc' : 'asc',
    nulls: key.nulls === 'first' ? 'last' : 'first',
  }));

export async function distinctFrame(distinct: Distinct, context: RelationContext): Promise<Frame> {
  const input = await context.frame(distinct.input);
  const columns = columnNames(context, distinct.input);
  if (distinct.keys === undefined && distinct.output === 'kept') {
    return { kind: 'distinct', input };
  }
  const all = distinct.keys === undefined;
  const wanted = [...distinct.order, ...orderOf(distinct.input)];
  if (!all && wanted.length === 0) {
    return refuse(
      'Which row of a group comes first is not defined in Spark, whose rows have no order.',
      'Give the step an order.',
    );
  }
  const partition = (distinct.keys ?? columns).map((name) => sx.column(name));
  const given = await keysOf(distinct.input, wanted, context);
  const by = distinct.keep === 'last' ? reversed(given) : given;
  // Rows that are alike in all columns may stand in any order.
  const order: readonly SparkSortKey[] =
    by.length > 0
      ? by
      : partition.map((expression) => ({ expression, direction: 'asc', nulls: 'last' }));
  if (!all) {
    const groups = partition.map(({ name }) => ex.column(name));
    noteTies(distinct.input, groups, wanted, context);
  }
  return keptIf(input, columns, [rankBy(partition, order)], ([rank]) =>
    distinct.output === 'kept' ? sx.equal(rank, sx.int(1)) : sx.greater(rank, sx.int(1)),
  );
}

export async function aggregateFrame(
  aggregate: Aggregate,
  context: RelationContext,
): Promise<Frame> {
  const input = await context.frame(aggregate.input);
  const schema = schemaOf(context, aggregate);
  const translate = await translator(context, aggregate.input, [
    ...aggregate.keys.map(({ expression }) => ({ expression, place: 'row' as const })),
    ...aggregate.aggregates.map(({ call }) => ({ expression: call, place: 'aggregate' as const })),
  ]);
  noteTiesIn(
    aggregate.aggregates.map(({ call }) => call),
    aggregate.input,
    aggregate.keys.map(({ expression }) => expression),
    context,
  );
  return {
    kind: 'aggregate',
    input,
    keys: aggregate.keys.map(({ name, expression }) => ({
      name,
      expression: translateAs(expression, name, schema, translate),
    })),
    aggregates: aggregate.aggregates.map(({ name, call }) => ({
      name,
      expression: translateAs(call, name, schema, translate),
    })),
  };
}
