/**
 * The document as React Flow's nodes. Each node object stays the same for as long as what it shows
 * does, so that a change of one step renders one step. Sizes and ports are declared: nothing has to
 * be measured, and what is out of sight need not be mounted.
 */
import { Position } from '@xyflow/react';
import type { Node, NodeHandle } from '@xyflow/react';
import type {
  CanvasGroup,
  CanvasNote,
  CanvasPoint,
  PipelineDocument,
} from '../../engine/document/schema.ts';
import { groupFlowId, noteFlowId } from './flow-ids.ts';
import { PORT_SIZE, STEP_WIDTH, noteRect, portOffset } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { COLLAPSED, groupFrames, groupTree, hiddenSteps, isHiddenGroup } from './groups.ts';
import { stepRect } from './step-view.ts';
import type { StepView } from './step-view.ts';

export type StepFlowNode = Node<{ readonly view: StepView }, 'step'>;
export type NoteFlowNode = Node<{ readonly note: CanvasNote }, 'note'>;
export type GroupFlowNode = Node<
  { readonly group: CanvasGroup; readonly width: number; readonly height: number },
  'frame'
>;
export type FlowNode = StepFlowNode | NoteFlowNode | GroupFlowNode;

export interface FlowInput {
  readonly document: PipelineDocument;
  readonly positions: ReadonlyMap<string, CanvasPoint>;
  readonly live: ReadonlyMap<string, CanvasPoint>;
  readonly sizes: ReadonlyMap<string, CanvasPoint>;
  readonly selection: readonly string[];
  readonly marked: readonly string[];
}

export interface FlowTexts {
  readonly step: string;
  readonly incomplete: string;
  readonly note: string;
  readonly group: string;
}

export function createFlowNodes(
  viewOf: (document: PipelineDocument, id: string) => StepView | undefined,
  texts: FlowTexts,
): (input: FlowInput) => FlowNode[] {
  let nodes = new Map<string, FlowNode>();

  return ({ document, positions, live, sizes, selection, marked }) => {
    const before = nodes;
    const next = new Map<string, FlowNode>();
    const selected = new Set([...selection, ...marked]);
    const hidden = hiddenSteps(document);
    const rects = new Map<string, Rect>();

    const keep = <N extends FlowNode>(node: N, isSame: (known: N) => boolean): void => {
      const known = before.get(node.id) as N | undefined;
      const stays =
        known !== undefined &&
        known.selected === node.selected &&
        known.hidden === node.hidden &&
        known.position.x === node.position.x &&
        known.position.y === node.position.y &&
        isSame(known);
      next.set(node.id, stays ? known : node);
    };

    const steps: StepFlowNode[] = [];
    for (const id of Object.keys(document.nodes)) {
      const view = viewOf(document, id);
      if (view === undefined) continue;
      const [x, y] = live.get(id) ?? positions.get(id) ?? [0, 0];
      rects.set(id, stepRect(view, [x, y]));
      const known = before.get(id) as StepFlowNode | undefined;
      const isHidden = hidden.has(id);
      // The quick way for the many that did not change.
      if (
        known?.data.view === view &&
        known.position.x === x &&
        known.position.y === y &&
        known.selected === selected.has(id) &&
        known.hidden === isHidden
      ) {
        steps.push(known);
      } else steps.push(stepNode(view, { x, y }, selected.has(id), isHidden, texts));
    }

    const tree = groupTree(document.canvas?.groups);
    const frames = groupFrames(tree, (step) => rects.get(step));
    for (const group of tree.outerFirst) {
      const id = groupFlowId(group.id);
      const [x, y] = live.get(id) ?? [];
      const known = frames.get(group.id);
      if (known === undefined) continue;
      const frame = x === undefined || y === undefined ? known : { ...known, x, y };
      keep(
        groupNode(group, frame, selected.has(id), isHiddenGroup(tree, group.id), texts),
        ({ data }) =>
          data.group === group && data.width === frame.width && data.height === frame.height,
      );
    }
    for (const step of steps) next.set(step.id, step);
    for (const note of document.canvas?.notes ?? []) {
      const id = noteFlowId(note.id);
      const size = sizes.get(id);
      const position = live.get(id);
      const rect = noteRect({
        ...note,
        ...(size === undefined ? {} : { size }),
        ...(position === undefined ? {} : { position }),
      });
      keep(
        noteNode(note, rect, selected.has(id), texts),
        (known) =>
          known.data.note === note && known.width === rect.width && known.height === rect.height,
      );
    }
    nodes = next;
    return [...next.values()];
  };
}

const size = (width: number, height: number) => ({
  initialWidth: width,
  initialHeight: height,
  measured: { width, height },
});

function stepNode(
  view: StepView,
  position: { readonly x: number; readonly y: number },
  selected: boolean,
  hidden: boolean,
  texts: FlowTexts,
): StepFlowNode {
  return {
    id: view.id,
    type: 'step',
    position,
    data: { view },
    selected,
    hidden,
    ...size(STEP_WIDTH, view.height),
    handles: [
      ...handles('target', Position.Left, view.inputs, view.height),
      ...handles('source', Position.Right, view.outputs, view.height),
    ],
    ariaLabel: `${view.title}: ${view.summary ?? texts.incomplete}`,
    domAttributes: {
      'aria-roledescription': texts.step,
      ...({ 'data-node-id': view.id } as object),
    },
  };
}

function handles(
  type: 'source' | 'target',
  position: Position,
  ports: readonly string[],
  height: number,
): NodeHandle[] {
  return ports.map((id, index) => ({
    id,
    type,
    position,
    x: (type === 'source' ? STEP_WIDTH : 0) - PORT_SIZE / 2,
    y: portOffset(index, ports.length, height) - PORT_SIZE / 2,
    width: PORT_SIZE,
    height: PORT_SIZE,
  }));
}

/** Handles of a collapsed group, where the edges of its steps end. */
export const COLLAPSED_IN = 'in';
export const COLLAPSED_OUT = 'out';

function groupNode(
  group: CanvasGroup,
  { x, y, width, height }: Rect,
  selected: boolean,
  hidden: boolean,
  texts: FlowTexts,
): GroupFlowNode {
  const middle = COLLAPSED.height / 2;
  return {
    id: groupFlowId(group.id),
    type: 'frame',
    position: { x, y },
    data: { group, width, height },
    selected,
    hidden,
    zIndex: -1,
    ...size(width, height),
    handles:
      group.collapsed === true
        ? [
            { id: COLLAPSED_IN, type: 'target', position: Position.Left, x: 0, y: middle },
            { id: COLLAPSED_OUT, type: 'source', position: Position.Right, x: width, y: middle },
          ]
        : [],
    ariaLabel: `${texts.group}: ${group.title}`,
    domAttributes: { 'aria-roledescription': texts.group },
  };
}

const noteNode = (
  note: CanvasNote,
  { x, y, width, height }: Rect,
  selected: boolean,
  texts: FlowTexts,
): NoteFlowNode => ({
  id: noteFlowId(note.id),
  type: 'note',
  position: { x, y },
  data: { note },
  selected,
  hidden: false,
  width,
  height,
  ...size(width, height),
  handles: [],
  ariaLabel: `${texts.note}: ${note.text.slice(0, 80)}`,
  domAttributes: { 'aria-roledescription': texts.note },
});
