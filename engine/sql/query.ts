/** One SELECT with its clauses apart, so that relations add clauses instead of nesting sub-selects. */
import type { Sql } from './writer.ts';
import { joinSql, sql } from './writer.ts';

export interface Select {
  readonly kind: 'select';
  /** Absent: every column. */
  readonly columns?: Sql;
  /** A table expression that takes an alias. */
  readonly from: Sql;
  readonly where: readonly Sql[];
  readonly groupBy?: Sql;
  readonly qualify?: Sql;
  readonly orderBy?: Sql;
  readonly limit?: Sql;
}

/** Any other statement that gives rows. */
export interface Statement {
  readonly kind: 'statement';
  readonly text: Sql;
}

export type Query = Select | Statement;

export const selectFrom = (from: Sql): Select => ({ kind: 'select', from, where: [] });

const CLAUSES = ['columns', 'groupBy', 'qualify', 'orderBy', 'limit'] as const;

type Clause = (typeof CLAUSES)[number] | 'where';

/** Whether the query is a SELECT that has none but these clauses. */
export const hasOnly = (query: Query, allowed: readonly Clause[]): query is Select =>
  query.kind === 'select' &&
  CLAUSES.every((clause) => query[clause] === undefined || allowed.includes(clause)) &&
  (query.where.length === 0 || allowed.includes('where'));

export function queryText(query: Query): Sql {
  if (query.kind === 'statement') return query.text;
  const clauses: Sql[] = [sql`SELECT ${query.columns ?? '*'} FROM ${query.from}`];
  const [condition, ...more] = query.where;
  if (condition !== undefined && more.length === 0) clauses.push(sql`WHERE ${condition}`);
  else if (condition !== undefined) {
    clauses.push(
      sql`WHERE ${joinSql(
        query.where.map((each) => sql`(${each})`),
        ' AND ',
      )}`,
    );
  }
  if (query.groupBy !== undefined) clauses.push(sql`GROUP BY ${query.groupBy}`);
  if (query.qualify !== undefined) clauses.push(sql`QUALIFY ${query.qualify}`);
  if (query.orderBy !== undefined) clauses.push(sql`ORDER BY ${query.orderBy}`);
  if (query.limit !== undefined) clauses.push(query.limit);
  return joinSql(clauses, ' ');
}

/** The query as a table expression: its own table where it has no clause, else a sub-select. */
export const asTable = (query: Query): Sql =>
  hasOnly(query, []) ? query.from : sql`(${queryText(query)})`;

/** A SELECT over the query's rows that still takes every clause. */
export const wrap = (query: Query): Select => selectFrom(asTable(query));

/** The query itself if a SELECT list, grouping or WHERE can be added to it, else one around it. */
export const openSelect = (query: Query): Select =>
  hasOnly(query, ['where']) ? query : wrap(query);
