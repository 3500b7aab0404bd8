import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeId } from '../contract/ids.ts';
import type { DocumentNode } from '../document/schema.ts';
import { buildGraph } from './build.ts';
import { downstreamOf, sourcesOf, subgraphFor, topologicalOrder, upstreamOf } from './order.ts';
import { node, pipeline, registry, sink } from './testing/nodes.ts';

const graphOf = (nodes: Record<string, DocumentNode>) =>
  buildGraph(pipeline(nodes), registry).graph;

/** A random acyclic graph of unions: step `i` reads some of the steps before it; shuffled. */
const arbitraryNodes = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .chain((reads) => {
    const entries = reads.map((from, i): [string, DocumentNode] => [
      `n${i}`,
      i === 0 || from.length === 0
        ? node('input.csv')
        : node('combine.union', { inputs: from.map((one) => `n${one % i}`) }),
    ]);
    return fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length });
  })
  .map((entries) => Object.fromEntries(entries));

test('inputs come first, every step once, and a sorted document keeps its order', () => {
  fc.assert(
    fc.property(arbitraryNodes, (nodes) => {
      const graph = graphOf(nodes);
      expect([...graph.order].sort()).toEqual(Object.keys(nodes).sort());
      const position = new Map(graph.order.map((id, i) => [id, i]));
      for (const id of graph.order) {
        for (const source of sourcesOf(graph, id)) {
          expect(position.get(source)).toBeLessThan(position.get(id)!);
        }
      }
      const sorted = Object.fromEntries(graph.order.map((id) => [id, nodes[id]!]));
      expect(graphOf(sorted).order).toEqual(graph.order);
    }),
  );
});

test('downstream and upstream are each other seen from the other end', () => {
  fc.assert(
    fc.property(arbitraryNodes, (nodes) => {
      const graph = graphOf(nodes);
      for (const id of graph.order) {
        for (const other of downstreamOf(graph, [id])) {
          expect(upstreamOf(graph, [other])).toContain(id);
        }
        const part = subgraphFor(graph, [id]);
        expect(new Set(part.order)).toEqual(new Set([...upstreamOf(graph, [id]), id]));
        expect([...part.nodes.keys()].sort()).toEqual([...part.order].sort());
      }
    }),
  );
});

test('ready steps go in document order', () => {
  const ids = ['d', 'c', 'b', 'a'].map(nodeId);
  const reads: Record<string, string[]> = { d: ['b'], c: [], b: [], a: [] };
  expect(topologicalOrder(ids, (id) => (reads[id] ?? []).map(nodeId))).toEqual([
    'c',
    'b',
    'd',
    'a',
  ]);
});

test('reachability leaves out the start', () => {
  const graph = graphOf({
    a: node('input.csv'),
    f: node('rows.filter', { input: 'a' }),
    o: sink('f'),
  });
  expect([...downstreamOf(graph, [nodeId('a')])]).toEqual(['f', 'o']);
  expect([...upstreamOf(graph, [nodeId('o')])]).toEqual(['a', 'f']);
  expect(subgraphFor(graph, [nodeId('f')]).order).toEqual(['a', 'f']);
});

test('a chain of many steps needs no deep stack', () => {
  const nodes: Record<string, DocumentNode> = { n0: node('input.csv') };
  for (let i = 1; i < 5000; i++) nodes[`n${i}`] = node('rows.limit', { input: `n${i - 1}` });
  const reversed = Object.fromEntries(Object.entries(nodes).toReversed());
  expect(graphOf(reversed).order).toHaveLength(5000);
});
