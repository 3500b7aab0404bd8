/** The document's edges as React Flow's; each object stays the same for as long as the edge does. */
import type { Edge as ReactFlowEdge } from '@xyflow/react';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { edgesOf } from '../document/edges.ts';
import type { Edge } from '../document/edges.ts';
import { groupFlowId } from './flow-ids.ts';
import { COLLAPSED_IN, COLLAPSED_OUT } from './flow-nodes.ts';
import { hiddenSteps } from './groups.ts';
import { portNamePlace } from './ports.ts';
import type { PortNamePlace } from './ports.ts';
import type { StepView } from './step-view.ts';

export type FlowEdge = ReactFlowEdge<
  {
    readonly edge: Edge;
    /** Its output port is not there, or not any more. */
    readonly isBroken: boolean;
    /** Where the name of its output port stands. */
    readonly name: PortNamePlace | undefined;
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
  let made = new Map<string, MadeEdge>();

  return (document, marked) => {
    if (document.nodes !== nodes) {
      ({ nodes } = document);
      edges = edgesOf(document, registry);
    }
    const hidden = hiddenSteps(document);
    const selected = new Set(marked);
    const before = made;
    made = new Map();
    for (const edge of edges) {
      const [from, to] = [viewOf(document, edge.source), viewOf(document, edge.target)];
      if (from === undefined || to === undefined) continue;
      const [inSource, inTarget] = [hidden.get(edge.source), hidden.get(edge.target)];
      if (inSource !== undefined && inSource === inTarget) continue;
      const parts = { from, to, inSource, inTarget, selected: selected.has(edge.id) };
      const known = before.get(edge.id);
      // The quick way for the many that did not change: a label alone costs as much as all the rest.
      if (known !== undefined && isSame(known.parts, parts)) {
        made.set(edge.id, known);
        continue;
      }
      const text = label(`${from.title}.${edge.sourcePort}`, `${to.title}.${edge.targetPort}`);
      const flowEdge = flowEdgeOf(edge, parts, text);
      const stays = known !== undefined && looksSame(known.flowEdge, flowEdge);
      made.set(edge.id, { parts, flowEdge: stays ? known.flowEdge : flowEdge });
    }
    return Array.from(made.values(), ({ flowEdge }) => flowEdge);
  };
}

/** All that is in an edge beside what its id says. */
interface EdgeParts {
  readonly from: StepView;
  readonly to: StepView;
  /** Collapsed groups that its ends are in. */
  readonly inSource: string | undefined;
  readonly inTarget: string | undefined;
  readonly selected: boolean;
}

interface MadeEdge {
  readonly parts: EdgeParts;
  readonly flowEdge: FlowEdge;
}

function flowEdgeOf(edge: Edge, parts: EdgeParts, ariaLabel: string): FlowEdge {
  const { from, inSource, inTarget, selected } = parts;
  const isBroken = !from.outputs.includes(edge.sourcePort);
  const sourceHandle = isBroken ? (from.outputs[0] ?? null) : edge.sourcePort;
  return {
    id: edge.id,
    type: 'rows',
    source: inSource === undefined ? edge.source : groupFlowId(inSource),
    sourceHandle: inSource === undefined ? sourceHandle : COLLAPSED_OUT,
    target: inTarget === undefined ? edge.target : groupFlowId(inTarget),
    targetHandle: inTarget === undefined ? edge.targetPort : COLLAPSED_IN,
    data: { edge, isBroken, name: portNamePlace(from.outputs, 'output', edge.sourcePort) },
    selected,
    // Its ends can be taken once it is selected; before, they would cover the ports.
    reconnectable: selected,
    ariaLabel,
  };
}

const isSame = (a: EdgeParts, b: EdgeParts): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  a.inSource === b.inSource &&
  a.inTarget === b.inTarget &&
  a.selected === b.selected;

const looksSame = (a: FlowEdge, b: FlowEdge): boolean =>
  a.source === b.source &&
  a.target === b.target &&
  a.sourceHandle === b.sourceHandle &&
  a.selected === b.selected &&
  a.ariaLabel === b.ariaLabel &&
  a.data?.isBroken === b.data?.isBroken &&
  a.data?.name === b.data?.name;
