/** Where a compiled document uses its parameters. */
import type { ParameterValue } from '../contract/expression.ts';
import type { Relation } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import { substituteParams } from '../document/parameters.ts';
import { fitsPath } from '../export/duckdb/steps.ts';
import type { ParameterUse } from '../export/parameter-use.ts';
import { pathPieces } from '../export/parameter-use.ts';
import type { Graph } from '../graph/graph.ts';

/** @param roots of the plan that the graph was compiled to */
export function parameterUse(
  graph: Graph,
  roots: readonly Relation[],
  values: Readonly<Record<string, ParameterValue>>,
): ParameterUse {
  if (Object.keys(values).length === 0) return { paths: new Map(), fixed: new Map() };
  const paths = new Map<string, ReadonlyMap<string, string>>();
  const fixed = new Map<string, Set<string>>();
  const fix = (name: string, step: string): void => {
    fixed.set(name, (fixed.get(name) ?? new Set()).add(step));
  };
  for (const id of graph.order) {
    const node = graph.nodes.get(id);
    if (node === undefined) continue;
    const filled = substituteParams(node.document.params, node.definition.params, values);
    paths.set(id, filled.paths);
    for (const name of filled.settings) fix(name, id);
    for (const typed of filled.paths.values()) {
      for (const piece of pathPieces(typed, (name) => Object.hasOwn(values, name))) {
        if (piece.kind === 'text') continue;
        const value = values[piece.name];
        if (value !== undefined && !fitsPath(value)) fix(piece.name, id);
      }
    }
  }
  for (const relation of walk(roots)) {
    for (const name of written(relation)) fix(name, relation.origin?.node ?? '');
  }
  return { paths, fixed: new Map([...fixed].map(([name, steps]) => [name, [...steps]])) };
}

/** Parameters whose values stand in text that only DuckDB understands. */
function written(relation: Relation): ReadonlySet<string> {
  const names = new Set<string>();
  if (relation.kind === 'scan') return names;
  const inputs = new Set<unknown>(inputsOf(relation));
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || inputs.has(value)) return;
    const { parameters, ...parts } = value as { readonly parameters?: readonly string[] };
    for (const name of parameters ?? []) names.add(name);
    Object.values(parts).forEach(visit);
  };
  visit(relation);
  return names;
}
