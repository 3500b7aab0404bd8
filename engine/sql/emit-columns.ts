/** Relations that compute columns or turn columns into rows and lists into rows. */
import type { NamedExpression, Project, Unnest, Unpivot } from '../contract/relation.ts';
import { sameName } from '../contract/schema.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { EmitContext } from './emit-context.ts';
import { NO_COLUMNS, named } from './emit-context.ts';
import type { Query } from './query.ts';
import { asTable, openSelect } from './query.ts';
import type { Sql } from './writer.ts';
import { joinSql, sql } from './writer.ts';

/** A SELECT list; never empty. */
export const selectList = (items: readonly Sql[]): Sql =>
  items.length === 0 ? named('NULL', NO_COLUMNS) : joinSql(items, ', ');

/** `"a"` for a column that keeps its name to the letter: DuckDB names it as its table does. */
export function namedColumn(
  context: EmitContext,
  { name, expression }: NamedExpression,
  inputColumns: ReadonlySet<string>,
): Sql {
  const kept = expression.kind === 'column' && expression.name === name && inputColumns.has(name);
  return kept ? context.expression(expression) : named(context.expression(expression), name);
}

export function emitProject(context: EmitContext, project: Project): Query {
  const input = openSelect(context.query(project.input));
  const below = new Set(context.columnsOf(project.input));
  const items = project.columns.map((item) => namedColumn(context, item, below));
  return { ...input, columns: selectList(items) };
}

export function emitUnpivot(context: EmitContext, unpivot: Unpivot): Query {
  const table = asTable(context.query(unpivot.input));
  const nulls = unpivot.dropNulls ? '' : 'INCLUDE NULLS ';
  const columns = unpivot.columns.map(quoteIdentifier).join(', ');
  const [value, name] = [quoteIdentifier(unpivot.valueTo), quoteIdentifier(unpivot.nameTo)];
  return {
    kind: 'select',
    from: sql`${table} UNPIVOT ${nulls}(${value} FOR ${name} IN (${columns}))`,
    where: [],
    columns: '*',
  };
}

/** Set-returning functions of one SELECT list advance together, so the position fits the element. */
export function emitUnnest(context: EmitContext, unnest: Unnest): Query {
  const input = openSelect(context.query(unnest.input));
  const list = quoteIdentifier(unnest.column);
  const or = (filled: string): string =>
    unnest.keepEmpty ? `CASE WHEN len(${list}) > 0 THEN ${filled} ELSE [NULL] END` : filled;
  const items = context.columnsOf(unnest.input).flatMap((name): Sql[] => {
    if (!sameName(name, unnest.column)) return [quoteIdentifier(name)];
    const element = named(`unnest(${or(list)})`, name);
    if (unnest.positionName === undefined) return [element];
    return [element, named(`unnest(${or(`range(1, len(${list}) + 1)`)})`, unnest.positionName)];
  });
  return { ...input, columns: selectList(items) };
}
