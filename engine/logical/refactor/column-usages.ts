/** Where a column is named: at the step that gives it and, as long as it is handed on, downstream. */
import type { ColumnUse } from '../../contract/column-lineage.ts';
import { formatPortRef } from '../../contract/ids.ts';
import { nameKey, sameName } from '../../contract/schema.ts';
import { formatPath } from '../../document/json-path.ts';
import type { GraphNode } from '../../graph/graph.ts';
import { directLineage } from './direct-lineage.ts';
import type { ParamPlace } from './param-places.ts';
import { columnsInQuery } from './query-names.ts';
import type { TextRange } from './query-names.ts';
import type { StepColumn, Refactoring } from './refactoring.ts';
import { placesOf } from './refactoring.ts';
import { columnReferences } from './references.ts';
import { givenBy, unchangedEdges } from './rename-column.ts';
import type { InputEdge } from './step-inputs.ts';
import { edgeOfReference, newNameIn, tableNames } from './step-inputs.ts';

/** In the order of the graph. Throws a user error for a column that there is not. */
export function columnUsages(at: StepColumn, refactoring: Refactoring): readonly ColumnUse[] {
  const { graph, trial } = refactoring;
  const { node: origin } = givenBy(at, refactoring);
  const tracked = new Map([[formatPortRef(at), new Set([nameKey(at.column)])]]);
  const uses = placesOf(origin)
    .filter((place) => place.kind === 'name' && sameName(place.text, at.column))
    .flatMap((place) => ('text' in place ? [useOf(origin, place, place.text)] : []));
  for (const id of graph.order) {
    const node = graph.nodes.get(id);
    if (node === undefined || node === origin) continue;
    const edges = unchangedEdges(node, refactoring).map((edge): InputEdge => {
      const names = tracked.get(formatPortRef(edge.before)) ?? new Set<string>();
      return { ...edge, renames: new Map([...names].map((name) => [name, name])) };
    });
    if (edges.every(({ renames }) => renames.size === 0)) continue;
    uses.push(...placesOf(node).flatMap((place) => usesIn(node, place, edges)));
    for (const port of node.outPorts) {
      const names = directLineage(node, port, trial.plan)
        .filter(({ column, from, handedOn }) =>
          from.some(
            (source) =>
              tracked.get(formatPortRef(source))?.has(nameKey(source.column)) === true &&
              (handedOn || sameName(source.column, column)),
          ),
        )
        .map(({ column }) => nameKey(column));
      if (names.length > 0) tracked.set(formatPortRef({ node: id, port }), new Set(names));
    }
  }
  return uses;
}

const useOf = (
  node: GraphNode,
  { path }: ParamPlace,
  text: string,
  { start, end }: TextRange = { start: 0, end: text.length },
): ColumnUse => ({ node: node.id, param: formatPath(path), text, start, end });

function usesIn(node: GraphNode, place: ParamPlace, edges: readonly InputEdge[]): ColumnUse[] {
  const { definition } = node;
  switch (place.kind) {
    case 'column':
    case 'key': {
      const port = place.kind === 'column' ? place.port : undefined;
      const isIt = newNameIn(definition, edges, place.text, port) !== undefined;
      return isIt ? [useOf(node, place, place.text)] : [];
    }
    case 'expression':
      return (columnReferences(place.text) ?? [])
        .filter((reference) =>
          edgeOfReference(definition, edges, reference)?.renames.has(nameKey(reference.name)),
        )
        .map((reference) => useOf(node, place, place.text, reference));
    case 'sql':
      return usesInQuery(place.text, edges).map((range) => useOf(node, place, place.text, range));
    case 'name':
    case 'unnamed':
    case 'names':
      return [];
  }
}

function usesInQuery(query: string, edges: readonly InputEdge[]): TextRange[] {
  const tables = edges.flatMap((edge) =>
    tableNames(edge.before).map((name) => ({ name, schema: edge.before.schema, edge })),
  );
  const found = new Map<number, TextRange>();
  for (const table of tables) {
    const others = tables.filter(({ edge, name }) => edge !== table.edge || name === table.name);
    for (const column of table.edge.renames.keys()) {
      const { places } = columnsInQuery(query, others, table, column);
      for (const range of places) found.set(range.start, range);
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}
