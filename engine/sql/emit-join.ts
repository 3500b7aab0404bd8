/** Joins. The inputs are aliased `l` and `r`; every output column is named. */
import type { Expression, JoinSide } from '../contract/expression.ts';
import type { AsofJoin, Join, JoinType, Relation } from '../contract/relation.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { selectList } from './emit-columns.ts';
import type { EmitContext } from './emit-context.ts';
import { ROW_NUMBER, freshName, named, sideAlias } from './emit-context.ts';
import type { Query } from './query.ts';
import { asTable, openSelect, queryText, selectFrom } from './query.ts';
import type { Sql } from './writer.ts';
import { joinSql, sql } from './writer.ts';

/** One input of a join: its table and SQL for each of its key expressions. */
interface Side {
  readonly table: Sql;
  readonly keys: readonly string[];
}

/**
 * Keys that are more than a column are computed in a sub-select, where names need no side: the
 * expression may hold lambdas or text that only DuckDB understands.
 */
function joinSide(
  context: EmitContext,
  side: JoinSide,
  input: Relation,
  keys: readonly Expression[],
): Side {
  const query = context.query(input);
  const computed: Sql[] = [];
  const taken = [...context.columnsOf(input)];
  const names = keys.map((key) => {
    if (key.kind === 'column') return key.name;
    const name = freshName(taken, '__key');
    taken.push(name);
    computed.push(named(context.expression(key), name));
    return name;
  });
  const table =
    computed.length === 0
      ? asTable(query)
      : sql`(${queryText({ ...openSelect(query), columns: joinSql(['*', ...computed], ', ') })})`;
  return {
    table: sql`${table} AS ${sideAlias(side)}`,
    keys: names.map((name) => `${sideAlias(side)}.${quoteIdentifier(name)}`),
  };
}

/** DuckDB names a column as its table does, to the letter: only another name is written. */
function outputColumns(context: EmitContext, join: Join | AsofJoin): Sql {
  const names = { left: context.columnsOf(join.left), right: context.columnsOf(join.right) };
  return selectList(
    join.columns.map(({ name, side, column }) => {
      const value = `${sideAlias(side)}.${quoteIdentifier(column)}`;
      return name === column && names[side].includes(name) ? value : named(value, name);
    }),
  );
}

const KEYWORDS: Record<Exclude<JoinType, 'cross'>, string> = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  semi: 'SEMI JOIN',
  anti: 'ANTI JOIN',
};

export function emitJoin(context: EmitContext, join: Join): Query {
  const left = joinSide(
    context,
    'left',
    join.left,
    join.on.map((key) => key.left),
  );
  const right = joinSide(
    context,
    'right',
    join.right,
    join.on.map((key) => key.right),
  );
  const tests: Sql[] = left.keys.map((key, i) => `${key} = ${right.keys[i] ?? ''}`);
  if (join.condition !== undefined) tests.push(sql`(${context.expression(join.condition)})`);
  const columns = outputColumns(context, join);
  if (join.type === 'cross' && tests.length === 0) {
    return { ...selectFrom(sql`${left.table} CROSS JOIN ${right.table}`), columns };
  }
  // DuckDB 1.4 answers SEMI and ANTI JOIN wrongly when, beside equal keys, another condition must hold
  // and it takes the left side for its hash table (duckdb/duckdb#20410).
  if (join.condition !== undefined && (join.type === 'semi' || join.type === 'anti')) {
    const test = join.type === 'semi' ? 'EXISTS' : 'NOT EXISTS';
    const matches = sql`(SELECT 1 FROM ${right.table} WHERE ${joinSql(tests, ' AND ')})`;
    return { ...selectFrom(left.table), columns, where: [sql`${test} ${matches}`] };
  }
  const keyword = KEYWORDS[join.type === 'cross' ? 'inner' : join.type];
  const on = tests.length === 0 ? 'true' : joinSql(tests, ' AND ');
  return { ...selectFrom(sql`${left.table} ${keyword} ${right.table} ON ${on}`), columns };
}

/**
 * Of right rows with equal keys DuckDB takes any: only the one nearest in the input's order is let
 * through, the last one looking backward and the first one looking forward.
 */
export function emitAsofJoin(context: EmitContext, join: AsofJoin): Query {
  const { nearest } = join;
  const left = joinSide(context, 'left', join.left, [
    ...join.on.map((key) => key.left),
    nearest.left,
  ]);
  const backward = nearest.direction === 'backward';
  const right = asofRight(context, join, backward ? 'DESC' : 'ASC');
  const tests = left.keys.map((key, i) => {
    const operator = i < join.on.length ? '=' : backward ? '>=' : '<=';
    return `${key} ${operator} ${right.keys[i] ?? ''}`;
  });
  const keyword = join.type === 'left' ? 'ASOF LEFT JOIN' : 'ASOF JOIN';
  return {
    ...selectFrom(sql`${left.table} ${keyword} ${right.table} ON ${tests.join(' AND ')}`),
    columns: outputColumns(context, join),
  };
}

function asofRight(context: EmitContext, join: AsofJoin, order: 'ASC' | 'DESC'): Side {
  const input = openSelect(context.query(join.right));
  const taken = [...context.columnsOf(join.right)];
  const fresh = (wanted: string): string => {
    const name = freshName(taken, wanted);
    taken.push(name);
    return quoteIdentifier(name);
  };
  const ordinal = fresh('__ordinal');
  const expressions = [...join.on.map((key) => key.right), join.nearest.right];
  const computed: Sql[] = [];
  const keys = expressions.map((key) => {
    if (key.kind === 'column') return quoteIdentifier(key.name);
    const name = fresh('__key');
    computed.push(sql`${context.expression(key)} AS ${name}`);
    return name;
  });
  const below = queryText({
    ...input,
    columns: joinSql(['*', ...computed, `${ROW_NUMBER} AS ${ordinal}`], ', '),
  });
  const rank = `row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY ${ordinal} ${order})`;
  return {
    table: sql`(SELECT * FROM (${below}) QUALIFY ${rank} = 1) AS r`,
    keys: keys.map((key) => `r.${key}`),
  };
}
