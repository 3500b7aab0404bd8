/** What the canvas shows of a step, derived from the document and from nothing else. */
import { resolveParameters, substituteParams } from '../../engine/document/parameters.ts';
import type { NodeDefinition, NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { CanvasPoint, DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { inPorts, outPorts } from '../document/edges.ts';
import type { Rect } from './geometry.ts';
import { STEP_WIDTH, portOffset, stepHeight } from './geometry.ts';

export interface StepView {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** One line; undefined while the settings are not valid. */
  readonly summary: string | undefined;
  readonly disabled: boolean;
  readonly note: string | undefined;
  readonly inputs: readonly string[];
  /** Inputs that take many edges. */
  readonly many: readonly string[];
  readonly outputs: readonly string[];
  readonly height: number;
}

/** A function that derives views and keeps each for as long as its step is unchanged. */
export function createStepViews(
  registry: NodeRegistry,
): (document: PipelineDocument, id: string) => StepView | undefined {
  let parameters: PipelineDocument['parameters'] | undefined;
  let values: ReturnType<typeof resolveParameters>['values'] = {};
  let views = new WeakMap<DocumentNode, StepView>();
  return (document, id) => {
    const node = document.nodes[id];
    if (node === undefined) return undefined;
    if (document.parameters !== parameters) {
      ({ parameters } = document);
      ({ values } = resolveParameters(document, {}));
      views = new WeakMap();
    }
    const known = views.get(node);
    if (known?.id === id) return known;
    const summary = summaryOf(node, registry.get(node.type), values, Object.keys(parameters ?? {}));
    const view = viewOf(id, node, summary, registry);
    views.set(node, view);
    return view;
  };
}

function viewOf(
  id: string,
  node: DocumentNode,
  summary: string | undefined,
  registry: NodeRegistry,
): StepView {
  const ports = inPorts(node, registry);
  const inputs = ports.map(({ name }) => name);
  const outputs = outPorts(node, registry);
  return {
    id,
    type: node.type,
    title: node.title ?? id,
    summary,
    disabled: node.disabled ?? false,
    note: node.note,
    inputs,
    many: ports.flatMap(({ name, many }) => (many === true ? [name] : [])),
    outputs,
    height: stepHeight(Math.max(inputs.length, outputs.length)),
  };
}

function summaryOf(
  node: DocumentNode,
  definition: NodeDefinition | undefined,
  values: Parameters<typeof substituteParams>[2],
  declared: readonly string[],
): string | undefined {
  if (definition === undefined) return undefined;
  const { params } = substituteParams(node.params, definition.params, values, declared);
  const parsed = definition.params.safeParse(params);
  if (!parsed.success) return undefined;
  return definition.summarise(parsed.data).replaceAll(/\s+/g, ' ').trim();
}

export const stepRect = (view: StepView, [x, y]: CanvasPoint): Rect => ({
  x,
  y,
  width: STEP_WIDTH,
  height: view.height,
});

/** Where an edge leaves a step, by the name of the port; an unknown port is the first one. */
export const outputPoint = (view: StepView, [x, y]: CanvasPoint, port: string): CanvasPoint => [
  x + STEP_WIDTH,
  y + offsetOf(view.outputs, port, view.height),
];

/** Where an edge comes into a step. */
export const inputPoint = (view: StepView, [x, y]: CanvasPoint, port: string): CanvasPoint => [
  x,
  y + offsetOf(view.inputs, port, view.height),
];

const offsetOf = (ports: readonly string[], port: string, height: number): number =>
  portOffset(Math.max(0, ports.indexOf(port)), Math.max(1, ports.length), height);
