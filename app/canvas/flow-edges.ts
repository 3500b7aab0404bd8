/** The document's edges as React Flow's; each object stays the same for as long as the edge does. */
import type { Edge as ReactFlowEdge } from '@xyflow/react';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { edgesOf } from '../document/edges.ts';
import type { Edge } from '../document/edges.ts';
import { groupFlowId } from './flow-ids.ts';
import { COLLAPSED_IN, COLLAPSED_OUT } from './flow-nodes.ts';
import { hiddenSteps } from './groups.ts';
import type { StepView } from './step-view.ts';

export type FlowEdge = ReactFlowEdge<
  {
    readonly edge: Edge;
    /** Its output port is not there, or not any more. */
    readonly isBroken: boolean;
  },
  'rows'
>;

export function createFlowEdges(
  viewOf: (document: PipelineDocument, id: string) => StepView | undefined,
  registry: NodeRegistry,
  label: (source: string, target: string) => string,
): (document: PipelineDocument, marked: readonly string[]) => FlowEdge[] {
  let nodes: PipelineDocument['nodes'] | undefined;
  let edges: readonly Edge[] = [];
  let flowEdges = new Map<string, FlowEdge>();

  return (document, marked) => {
    if (document.nodes !== nodes) {
      ({ nodes } = document);
      edges = edgesOf(document, registry);
    }
    const hidden = hiddenSteps(document);
    const selected = new Set(marked);
    const before = flowEdges;
    flowEdges = new Map();
    for (const edge of edges) {
      const [from, to] = [viewOf(document, edge.source), viewOf(document, edge.target)];
      if (from === undefined || to === undefined) continue;
      const [inSource, inTarget] = [hidden.get(edge.source), hidden.get(edge.target)];
      if (inSource !== undefined && inSource === inTarget) continue;
      const isBroken = !from.outputs.includes(edge.sourcePort);
      const made: FlowEdge = {
        id: edge.id,
        type: 'rows',
        source: inSource === undefined ? edge.source : groupFlowId(inSource),
        sourceHandle:
          inSource === undefined
            ? isBroken
              ? (from.outputs[0] ?? null)
              : edge.sourcePort
            : COLLAPSED_OUT,
        target: inTarget === undefined ? edge.target : groupFlowId(inTarget),
        targetHandle: inTarget === undefined ? edge.targetPort : COLLAPSED_IN,
        data: { edge, isBroken },
        selected: selected.has(edge.id),
        // Its ends can be taken once it is selected; before, they would cover the ports.
        reconnectable: selected.has(edge.id),
        ariaLabel: label(`${from.title}.${edge.sourcePort}`, `${to.title}.${edge.targetPort}`),
      };
      const known = before.get(edge.id);
      flowEdges.set(edge.id, known !== undefined && isSame(known, made) ? known : made);
    }
    return [...flowEdges.values()];
  };
}

const isSame = (a: FlowEdge, b: FlowEdge): boolean =>
  a.source === b.source &&
  a.target === b.target &&
  a.sourceHandle === b.sourceHandle &&
  a.selected === b.selected &&
  a.ariaLabel === b.ariaLabel &&
  a.data?.isBroken === b.data?.isBroken;
