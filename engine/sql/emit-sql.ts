/** A user's own query. Its inputs are named tables; it may have its own WITH. */
import type { Sql as SqlRelation } from '../contract/relation.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import type { EmitContext } from './emit-context.ts';
import type { Query } from './query.ts';
import { asTable, queryText } from './query.ts';
import type { Sql } from './writer.ts';
import { joinSql, sql, verbatimSql } from './writer.ts';

export function emitSqlQuery(context: EmitContext, relation: SqlRelation): Query {
  const text = withoutTerminator(relation.query);
  const span = { param: relation.param, start: 0, end: text.length };
  // The newline ends a comment in the user's last line.
  const query = sql`SELECT * FROM (${verbatimSql(text, span)}\n)`;
  if (relation.inputs.length === 0) return { kind: 'statement', text: query };
  // Inlined, so that DuckDB pushes filters into them: it would store what is used twice.
  const tables = relation.inputs.flatMap(({ name, relation: input }): Sql[] => {
    const table = quoteIdentifier(name);
    const rows = context.query(input);
    // A table of that name is there already, and a sub-query must not mean itself.
    if (asTable(rows) === table) return [];
    return [sql`${table} AS NOT MATERIALIZED (${queryText(rows)})`];
  });
  if (tables.length === 0) return { kind: 'statement', text: query };
  return { kind: 'statement', text: sql`WITH ${joinSql(tables, ', ')} ${query}` };
}

/** Quoted text, quoted names, dollar quotes and comments: where a semicolon ends nothing. */
const OPAQUE_TEXT =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//gu;

/** The text up to a semicolon with nothing but comments after it; all of it if there is none. */
export function withoutTerminator(text: string): string {
  const bare = text.replace(OPAQUE_TEXT, (part) =>
    part.startsWith('--') || part.startsWith('/*')
      ? ' '.repeat(part.length)
      : 'x'.repeat(part.length),
  );
  const terminator = /\s*;[\s;]*$/u.exec(bare);
  return terminator === null ? text : text.slice(0, terminator.index);
}
