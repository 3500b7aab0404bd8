/** Relations that choose and order rows. Their columns are their input's. */
import type { Distinct, Filter, Limit, Relation, Sort, TopN } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { EmitContext } from './emit-context.ts';
import {
  ROW_NUMBER,
  freshName,
  orderList,
  ordersNothing,
  partitionClause,
  reverseKeys,
} from './emit-context.ts';
import type { Query, Select } from './query.ts';
import { asTable, hasOnly, openSelect, queryText, selectFrom, wrap } from './query.ts';
import type { Sql } from './writer.ts';
import { joinSql, sql } from './writer.ts';

export function emitFilter(context: EmitContext, filter: Filter): Query {
  const input = openSelect(context.query(filter.input));
  return { ...input, where: [...input.where, context.expression(filter.condition)] };
}

export function emitSort(context: EmitContext, sort: Sort): Query {
  const input = openSelect(context.query(sort.input));
  if (context.isOrdered?.(sort.input) !== false) {
    return { ...input, orderBy: orderList(context, sort.by, ROW_NUMBER) };
  }
  if (sort.by.every(ordersNothing)) return input;
  const sorted = new Set(
    sort.by.map(({ expression }) => (expression.kind === 'column' ? nameKey(expression.name) : '')),
  );
  const ties =
    context.breaksTies === true
      ? context.columnsOf(sort.input).filter((name) => !sorted.has(nameKey(name)))
      : [];
  return { ...input, orderBy: orderList(context, sort.by, ...ties.map(quoteIdentifier)) };
}

const limitClause = (rows: number, offset: number): Sql =>
  offset === 0 ? `LIMIT ${rows}` : `LIMIT ${rows} OFFSET ${offset}`;

export function emitLimit(context: EmitContext, limit: Limit): Query {
  const query = context.query(limit.input);
  const input = query.kind === 'select' && query.limit === undefined ? query : wrap(query);
  return { ...input, limit: limitClause(limit.rows, limit.offset) };
}

export interface Numbered {
  readonly table: Sql;
  /** Name of the column that holds the positions, and the same quoted. */
  readonly name: string;
  readonly ordinal: string;
  /** SELECT list of the other columns. */
  readonly columns: string;
}

/** A table expression with the input's columns and, under a fresh name, each row's position. */
export function numbered(
  context: EmitContext,
  input: Relation,
  number: Sql = ROW_NUMBER,
): Numbered {
  const name = freshName(context.columnsOf(input), '__ordinal');
  const ordinal = quoteIdentifier(name);
  const query = context.query(input);
  const table: Sql = hasOnly(query, ['where'])
    ? sql`(${queryText({ ...query, columns: sql`*, ${number} AS ${ordinal}` })})`
    : sql`(SELECT *, ${number} AS ${ordinal} FROM ${asTable(query)})`;
  return { table, name, ordinal, columns: `* EXCLUDE (${ordinal})` };
}

/** Rows by their rank within a group; the survivors keep the input's order. */
function byRank(
  context: EmitContext,
  input: Relation,
  partition: readonly Sql[],
  order: (ordinal: string) => Sql,
  test: (rank: Sql) => Sql,
): Select {
  const { table, ordinal, columns } = numbered(context, input);
  const rank = sql`row_number() OVER (${partitionClause(partition)}ORDER BY ${order(ordinal)})`;
  return { ...selectFrom(table), columns, qualify: test(rank), orderBy: ordinal };
}

/** Without groups the rows come sorted; of groups the rows come in the input's order. */
export function emitTopN(context: EmitContext, topN: TopN): Query {
  if (topN.per.length === 0) {
    const sorted: Sort = { kind: 'sort', input: topN.input, by: topN.by };
    return {
      ...(emitSort(context, sorted) as Select),
      limit: limitClause(topN.rows, topN.offset),
    };
  }
  const { rows, offset } = topN;
  return byRank(
    context,
    topN.input,
    topN.per.map(context.expression),
    (ordinal) => orderList(context, topN.by, ordinal),
    (rank) =>
      offset === 0
        ? sql`${rank} <= ${String(rows)}`
        : sql`${rank} BETWEEN ${String(offset + 1)} AND ${String(offset + rows)}`,
  );
}

export function emitDistinct(context: EmitContext, distinct: Distinct): Query {
  const columns = context.columnsOf(distinct.input);
  if (distinct.keys === undefined && distinct.output === 'kept' && columns.length > 0) {
    return equalRowsOnce(context, distinct, columns);
  }
  const last = distinct.keep === 'last';
  const order = last ? reverseKeys(distinct.order) : distinct.order;
  return byRank(
    context,
    distinct.input,
    (distinct.keys ?? columns).map(quoteIdentifier),
    (ordinal) => orderList(context, order, last ? `${ordinal} DESC` : ordinal),
    (rank) => (distinct.output === 'kept' ? sql`${rank} = 1` : sql`${rank} > 1`),
  );
}

/** Rows of a group are all alike, so grouping does what ranking would, and faster. */
function equalRowsOnce(
  context: EmitContext,
  distinct: Distinct,
  columns: readonly string[],
): Select {
  const list = joinSql(columns.map(quoteIdentifier), ', ');
  if (context.isOrdered?.(distinct.input) === false) {
    const input = openSelect(context.query(distinct.input));
    return { ...input, columns: list, groupBy: list };
  }
  const { table, ordinal } = numbered(context, distinct.input);
  const place = distinct.keep === 'first' ? 'min' : 'max';
  return {
    ...selectFrom(table),
    columns: list,
    groupBy: list,
    orderBy: `${place}(${ordinal})`,
  };
}
