/** Relation → SQL text, nested sub-selects. The only way from a plan to SQL. */
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan, StageOutput, Union } from '../contract/relation.ts';
import { emitAggregate } from './emit-aggregate.ts';
import { emitProject, emitUnnest, emitUnpivot } from './emit-columns.ts';
import type { EmitContext } from './emit-context.ts';
import { expressionEmitter } from './emit-context.ts';
import { emitAsofJoin, emitJoin } from './emit-join.ts';
import { emitDistinct, emitFilter, emitLimit, emitSort, emitTopN } from './emit-rows.ts';
import { emitSample } from './emit-sample.ts';
import { emitSqlQuery } from './emit-sql.ts';
import { emitWindow } from './emit-window.ts';
import type { Query } from './query.ts';
import { asTable, queryText, selectFrom } from './query.ts';
import type { SqlText } from './writer.ts';
import { joinSql, ofNode, sql, writeSql } from './writer.ts';

export interface EmitOptions {
  readonly dialect: 'duckdb';
  /** A table expression that takes an alias: a quoted name, a table function or `(SELECT ...)`. */
  readonly leaf: (leaf: Scan | StageOutput) => string;
  /** Output column names of a relation, in order. */
  readonly columnsOf: (relation: Relation) => readonly string[];
  /**
   * SQL of the number of rows before this partition, in place of `__row_offset()`; absent: the
   * call is left in the text.
   */
  readonly rowOffset?: string;
  /** SQL of a pipeline parameter; absent or undefined: its value is written. */
  readonly parameter?: (name: string) => string | undefined;
  /**
   * Whether the rows of a relation come in an order that is promised. Present for a DuckDB of many
   * threads: there, aggregates see rows in no order but the one that they are told, and rows that tie
   * in a sort need no more of one than they had. Absent: rows come in the order in which they stand.
   */
  readonly isOrdered?: (relation: Relation) => boolean;
  /** Rows in no order that tie in a sort are ordered by all of their columns: always the same ones come first. */
  readonly breaksTies?: boolean;
}

/**
 * SQL that computes a relation in single-threaded DuckDB, with marks from its characters (UTF-16
 * units) back to what the user typed. A relation used twice is written twice. Throws an internal
 * error for what has no SQL: exchanges, and pivots, which `expandPivot` turns into aggregates.
 */
export function emitRelation(relation: Relation, options: EmitOptions): SqlText {
  const known = new Map<Relation, Query>();
  const query = (part: Relation): Query => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const emitted = withOrigin(part, emitKind(context, part, options));
    known.set(part, emitted);
    return emitted;
  };
  const context: EmitContext = {
    query,
    columnsOf: options.columnsOf,
    expression: expressionEmitter(options.rowOffset, options.parameter),
    ...(options.isOrdered === undefined ? {} : { isOrdered: options.isOrdered }),
    ...(options.breaksTies === undefined ? {} : { breaksTies: options.breaksTies }),
  };
  return writeSql(queryText(query(relation)));
}

/** Marks every clause that this relation added; what was there before keeps its own step. */
function withOrigin(relation: Relation, query: Query): Query {
  const node = relation.origin?.node;
  if (node === undefined) return query;
  if (query.kind === 'statement') return { ...query, text: ofNode(node, query.text) };
  return {
    ...query,
    from: ofNode(node, query.from),
    where: query.where.map((condition) => ofNode(node, condition)),
    ...(query.columns === undefined ? {} : { columns: ofNode(node, query.columns) }),
    ...(query.groupBy === undefined ? {} : { groupBy: ofNode(node, query.groupBy) }),
    ...(query.qualify === undefined ? {} : { qualify: ofNode(node, query.qualify) }),
    ...(query.orderBy === undefined ? {} : { orderBy: ofNode(node, query.orderBy) }),
  };
}

function emitKind(context: EmitContext, relation: Relation, options: EmitOptions): Query {
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return selectFrom(options.leaf(relation));
    case 'filter':
      return emitFilter(context, relation);
    case 'project':
      return emitProject(context, relation);
    case 'aggregate':
      return emitAggregate(context, relation);
    case 'join':
      return emitJoin(context, relation);
    case 'asof-join':
      return emitAsofJoin(context, relation);
    case 'sort':
      return emitSort(context, relation);
    case 'limit':
      return emitLimit(context, relation);
    case 'top-n':
      return emitTopN(context, relation);
    case 'distinct':
      return emitDistinct(context, relation);
    case 'union':
      return emitUnion(context, relation);
    case 'window':
      return emitWindow(context, relation);
    case 'unpivot':
      return emitUnpivot(context, relation);
    case 'unnest':
      return emitUnnest(context, relation);
    case 'sample':
      return emitSample(context, relation);
    case 'sql':
      return emitSqlQuery(context, relation);
    case 'sink':
      return context.query(relation.input);
    case 'pivot':
    case 'exchange':
      throw internalError(`A ${relation.kind} has no SQL of its own.`);
  }
}

function emitUnion(context: EmitContext, union: Union): Query {
  const [first] = union.inputs;
  if (first === undefined) throw internalError('A union needs an input.');
  if (union.inputs.length === 1) return context.query(first);
  const parts = union.inputs.map((input) => sql`SELECT * FROM ${asTable(context.query(input))}`);
  return { kind: 'statement', text: joinSql(parts, ' UNION ALL ') };
}
