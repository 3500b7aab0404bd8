/** Order and reachability. All results are in a fixed order that depends on the document alone. */
import type { NodeId } from '../contract/ids.ts';
import type { Graph } from './graph.ts';

/**
 * Kahn's algorithm; of the steps that are ready, the one that stands first in `ids` goes first.
 * Steps on a cycle and behind one cannot be ordered and are left out.
 */
export function topologicalOrder(
  ids: readonly NodeId[],
  upstream: (id: NodeId) => Iterable<NodeId>,
): NodeId[] {
  const position = new Map(ids.map((id, i) => [id, i]));
  const waiting = new Map<NodeId, number>();
  const consumers = new Map<NodeId, NodeId[]>();
  for (const id of ids) {
    const sources = [...new Set(upstream(id))].filter((source) => position.has(source));
    waiting.set(id, sources.length);
    for (const source of sources) append(consumers, source, id);
  }
  const ready = ids.filter((id) => waiting.get(id) === 0).map((id) => position.get(id) ?? 0);
  const order: NodeId[] = [];
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    const id = ids[next] as NodeId;
    order.push(id);
    for (const consumer of consumers.get(id) ?? []) {
      const left = (waiting.get(consumer) ?? 0) - 1;
      waiting.set(consumer, left);
      if (left === 0) insertSorted(ready, position.get(consumer) ?? 0);
    }
  }
  return order;
}

function insertSorted(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The steps that a step reads from, each once. */
export const sourcesOf = (graph: Graph, id: NodeId): NodeId[] => [
  ...new Set([...(graph.nodes.get(id)?.inputs.values() ?? [])].flat().map((ref) => ref.node)),
];

/** Every step that the given ones read from, directly or not; themselves only where one reads another. */
export const upstreamOf = (graph: Graph, ids: Iterable<NodeId>): Set<NodeId> =>
  reach(graph, ids, (id) => sourcesOf(graph, id));

/** Every step that reads from the given ones, directly or not; themselves only where one reads another. */
export function downstreamOf(graph: Graph, ids: Iterable<NodeId>): Set<NodeId> {
  const consumers = new Map<NodeId, NodeId[]>();
  for (const id of graph.nodes.keys()) {
    for (const source of sourcesOf(graph, id)) append(consumers, source, id);
  }
  return reach(graph, ids, (id) => consumers.get(id) ?? []);
}

/** Reachable steps, in document order. */
function reach(
  graph: Graph,
  ids: Iterable<NodeId>,
  next: (id: NodeId) => readonly NodeId[],
): Set<NodeId> {
  const found = new Set<NodeId>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next(id)) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return new Set([...graph.nodes.keys()].filter((id) => found.has(id)));
}

/** The graph cut down to the targets and what they read from. */
export function subgraphFor(graph: Graph, targets: Iterable<NodeId>): Graph {
  const wanted = [...targets];
  const kept = new Set([...upstreamOf(graph, wanted), ...wanted]);
  return {
    nodes: new Map([...graph.nodes].filter(([id]) => kept.has(id))),
    order: graph.order.filter((id) => kept.has(id)),
  };
}
