/** Steps that show rows where others write them, as a chart does: elsewhere there is nowhere to show them. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Sink } from '../contract/relation.ts';
import type { Graph } from '../graph/graph.ts';

/** @param by what leaves them out */
export function leftOut(
  graph: Graph,
  sinks: readonly Sink[],
  by: 'code' | 'a push',
): readonly Diagnostic[] {
  const written = new Set(sinks.map(({ origin }) => origin?.node));
  return graph.order
    .filter((id) => graph.nodes.get(id)?.outPorts.length === 0 && !written.has(id))
    .map((node) => ({
      severity: 'info',
      code: 'not-exported',
      message: `This step shows its rows and writes no file: ${by} leaves it out.`,
      node,
    }));
}
