/** The pipeline as a graph for ELK, and the places that ELK answers. Pure. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { CanvasGroup, CanvasPoint } from '../../engine/document/schema.ts';
import type { Edge } from '../document/edges.ts';
import { STEP_WIDTH, portOffset, snap } from './geometry.ts';
import { groupTree, stepsOf } from './groups.ts';
import type { StepView } from './step-view.ts';

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.layered.spacing.nodeNodeBetweenLayers': '88',
  'elk.spacing.nodeNode': '40',
  'elk.spacing.componentComponent': '64',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  // The order of the file breaks ties, so that the same pipeline has the same layout.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/** Above this many steps the quick placement is taken: the fine one takes minutes. */
const FINE_UP_TO = 400;

/** Above this many steps nothing would be legible as a whole: one long row is easier to follow. */
const WRAPPED_UP_TO = 60;

const GROUP_OPTIONS = { 'elk.padding': '[top=40,left=24,bottom=24,right=24]' };

export interface LayoutInput {
  readonly steps: readonly StepView[];
  readonly edges: readonly Edge[];
  readonly groups: readonly CanvasGroup[];
  /**
   * Width by height of what the layout is seen in. A long pipeline goes on in another row then, as a
   * line of text does.
   */
  readonly aspectRatio?: number;
}

/** Whether a layout can go on in further rows. ELK wraps no groups. */
export const isWrappable = ({ steps, groups }: Pick<LayoutInput, 'steps' | 'groups'>): boolean =>
  steps.length <= WRAPPED_UP_TO && groups.length === 0;

/** Edges to steps that are not laid out are left out. */
export function layoutGraph({ steps, edges, groups, aspectRatio }: LayoutInput): ElkNode {
  const ids = new Set(steps.map(({ id }) => id));
  const nodes = new Map(steps.map((step) => [step.id, elkNode(step)]));
  const tree = groupTree(groups);
  const grouped = (parent: CanvasGroup | undefined): ElkNode[] =>
    tree.outerFirst
      .filter(({ id }) => tree.parents.get(id) === parent)
      .flatMap((group) => {
        const inner = grouped(group);
        const own = stepsOf(group).flatMap((id) => {
          const node = nodes.get(id);
          nodes.delete(id);
          return node ?? [];
        });
        const children = [...own, ...inner];
        return children.length === 0
          ? []
          : [{ id: `group:${group.id}`, children, layoutOptions: GROUP_OPTIONS }];
      });
  const frames = grouped(undefined);
  return {
    id: 'pipeline',
    layoutOptions: {
      ...OPTIONS,
      ...(steps.length > FINE_UP_TO
        ? { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' }
        : {}),
      ...(aspectRatio === undefined
        ? {}
        : {
            'elk.aspectRatio': String(aspectRatio),
            'elk.layered.wrapping.strategy': 'MULTI_EDGE',
          }),
    },
    children: [...nodes.values(), ...frames],
    edges: edges
      .filter(({ source, target }) => ids.has(source) && ids.has(target))
      .map((edge) => ({
        id: edge.id,
        sources: [portId(edge.source, 'out', edge.sourcePort)],
        targets: [portId(edge.target, 'in', edge.targetPort)],
      })),
  };
}

const portId = (step: string, side: 'in' | 'out', port: string): string =>
  `${step}.${side}.${port}`;

function elkNode({ id, inputs, outputs, height }: StepView): ElkNode {
  const port = (side: 'in' | 'out', ports: readonly string[]) =>
    ports.map((name, index) => ({
      id: portId(id, side, name),
      x: side === 'in' ? 0 : STEP_WIDTH,
      y: portOffset(index, ports.length, height),
      width: 0,
      height: 0,
      layoutOptions: { 'elk.port.side': side === 'in' ? 'WEST' : 'EAST' },
    }));
  return {
    id,
    width: STEP_WIDTH,
    height,
    ports: [...port('in', inputs), ...port('out', outputs)],
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  };
}

/** Positions of the steps, with the upper left corner of all at `origin`. */
export function layoutPositions(answer: ElkNode, origin: CanvasPoint): Record<string, CanvasPoint> {
  const found = new Map<string, CanvasPoint>();
  const visit = (node: ElkNode, x: number, y: number): void => {
    for (const child of node.children ?? []) {
      const [left, top] = [x + (child.x ?? 0), y + (child.y ?? 0)];
      if (child.children === undefined) found.set(child.id, [left, top]);
      else visit(child, left, top);
    }
  };
  visit(answer, 0, 0);
  const left = Math.min(...[...found.values()].map(([x]) => x));
  const top = Math.min(...[...found.values()].map(([, y]) => y));
  return Object.fromEntries(
    [...found].map(([id, [x, y]]) => [id, [snap(x - left + origin[0]), snap(y - top + origin[1])]]),
  );
}
