/** A query with other columns or tables in it. */
import { nameKey } from '../../contract/schema.ts';
import { formatIdentifier } from '../../expression/quote.ts';
import { aliasInQuery, columnsInQuery, renameTable, replaceRanges } from './query-names.ts';
import type { QueryTable, TextRange } from './query-names.ts';
import type { InputEdge } from './step-inputs.ts';
import { tableNames } from './step-inputs.ts';

/** Tables under every name that they may have. */
const tablesOf = (edges: readonly InputEdge[]): (QueryTable & { readonly edge: InputEdge })[] =>
  edges.flatMap((edge) =>
    tableNames(edge.before).map((name) => ({ name, schema: edge.before.schema, edge })),
  );

/** Columns that are renamed in the inputs get their new names; `blocked` where that is not sure. */
export function renameColumnsInQuery(
  query: string,
  edges: readonly InputEdge[],
): string | undefined | 'blocked' {
  const found = new Map<number, TextRange & { readonly text: string }>();
  const tables = tablesOf(edges);
  for (const table of tables) {
    // The other name of the same input is no other table.
    const known = tables.filter(({ edge, name }) => edge !== table.edge || name === table.name);
    for (const { name } of table.schema) {
      const to = table.edge.renames.get(nameKey(name));
      if (to === undefined) continue;
      const { places, certain } = columnsInQuery(query, known, table, name);
      const isUsed = query.toLowerCase().includes(table.name.toLowerCase());
      if (isUsed && !certain) return 'blocked';
      for (const range of places) found.set(range.start, { ...range, text: formatIdentifier(to) });
    }
  }
  return followTables(replaceRanges(query, [...found.values()]), edges);
}

/** Tables of edges that come from another step now are read under its name. */
export function followTables(query: string, edges: readonly InputEdge[]): string {
  let result = query;
  for (const { before, after } of edges) {
    if (before.node === after.node) continue;
    for (const name of tableNames(before)) {
      result = renameTable(result, { name, schema: before.schema }, after.node) ?? result;
    }
  }
  return result;
}

/** The alias of a column that the query gives out. */
export function renameAlias(query: string, from: string, to: string): string | undefined {
  const range = aliasInQuery(query, from);
  return range && replaceRanges(query, [{ ...range, text: formatIdentifier(to) }]);
}
