/** Choosing rows by their place in an order. */
import type { SortKey } from '../../contract/expression.ts';
import type { Relation } from '../../contract/relation.ts';
import { freshName } from '../../sql/emit-context.ts';
import type { SparkExpression, SparkSortKey } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame, SparkNamed } from '../frame.ts';
import { refuse } from '../refusal.ts';
import type { RelationContext } from './context.ts';
import { noteTies } from './ties.ts';

/** What `limit` and `offset` count to. */
const MOST_ROWS = 2 ** 31 - 1;

export function checkRows(rows: number, offset: number): void {
  if (rows + offset > MOST_ROWS)
    refuse(`Spark counts to ${MOST_ROWS} rows here.`, 'Ask for fewer.');
}

/** The keys of the order that rows come in, where Spark knows of it too. */
function orderOf(relation: Relation): readonly SortKey[] | undefined {
  switch (relation.kind) {
    case 'sort':
      return relation.by;
    case 'top-n':
      return relation.per.length === 0 && relation.by.length > 0 ? relation.by : undefined;
    case 'filter':
    case 'project':
    case 'limit':
      return orderOf(relation.input);
    default:
      return undefined;
  }
}

/** The relation whose columns the keys of that order are. */
const orderedRelation = (relation: Relation): Relation =>
  relation.kind === 'filter' || relation.kind === 'project' || relation.kind === 'limit'
    ? orderedRelation(relation.input)
    : relation;

export async function firstRows(
  relation: Relation,
  rows: number,
  offset: number,
  context: RelationContext,
): Promise<Frame> {
  checkRows(rows, offset);
  const order = orderOf(relation);
  if (order === undefined && rows > 0) {
    return refuse(
      'Which rows are the first ones is not defined in Spark, whose rows have no order.',
      'Sort the rows in a step before this one.',
    );
  }
  if (order !== undefined) noteTies(orderedRelation(relation), [], order, context);
  return { kind: 'limit', input: await context.frame(relation), rows, offset };
}

type Columns<Made> = { readonly [K in keyof Made]: SparkExpression };

/** The rows for which a test of made-up columns holds, without those. */
export function keptIf<const Made extends readonly SparkNamed[]>(
  input: Frame,
  columns: readonly string[],
  made: Made,
  test: (columns: Columns<Made>) => SparkExpression,
): Frame {
  const named: SparkNamed[] = [];
  for (const { name, expression } of made) {
    const taken = [...columns, ...named.map((each) => each.name)];
    named.push({ name: freshName(taken, name), expression });
  }
  const condition = test(named.map(({ name }) => sx.column(name)) as unknown as Columns<Made>);
  const numbered: Frame = { kind: 'with-columns', input, columns: named };
  const kept: Frame = { kind: 'filter', input: numbered, condition };
  return { kind: 'drop', input: kept, columns: named.map(({ name }) => name) };
}

export const rankBy = (
  partitionBy: readonly SparkExpression[],
  orderBy: readonly SparkSortKey[],
): SparkNamed => ({
  name: 'rank',
  expression: { kind: 'window', call: sx.call('row_number'), partitionBy, orderBy },
});
