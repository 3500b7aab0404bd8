/**
 * What React Flow reports, turned into selection, gestures and commands. Positions live in the view
 * until the gesture ends; arrow keys have no end, so each is written at once and merged into one entry.
 */
import type {
  Connection,
  EdgeChange,
  FinalConnectionState,
  NodeChange,
  OnConnectStartParams,
} from '@xyflow/react';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { currentDocument, rectOf } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import {
  connectPorts,
  connectToStep,
  edgeNear,
  isInsertable,
  moveEdgeEnd,
  removeEdges,
} from './connect-operations.ts';
import { connectionsFrom } from './connect-rules.ts';
import type { PortAt } from './connect-rules.ts';
import type { FlowEdge } from './flow-edges.ts';
import { groupIdOf, isStepId, noteIdOf } from './flow-ids.ts';
import type { FlowNode } from './flow-nodes.ts';
import { centreOf } from './geometry.ts';
import { groupFrames, groupTree } from './groups.ts';
import { changeNote, commitMove } from './layout-operations.ts';

export interface FlowHandlers {
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void;
  readonly onEdgesChange: (changes: EdgeChange<FlowEdge>[]) => void;
  readonly onDrag: () => void;
  readonly onDragStop: () => void;
  readonly onBoxStart: () => void;
  readonly onBoxEnd: () => void;
  readonly onConnectStart: (event: unknown, params: OnConnectStartParams) => void;
  readonly onConnect: (connection: Connection) => void;
  readonly onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
  readonly isValidConnection: (connection: Connection | FlowEdge) => boolean;
  readonly onReconnectStart: () => void;
  readonly onReconnect: (edge: FlowEdge, connection: Connection) => void;
  readonly onReconnectEnd: (
    event: MouseEvent | TouchEvent,
    edge: FlowEdge,
    handle: unknown,
    state: FinalConnectionState,
  ) => void;
}

export function createFlowHandlers(canvas: Canvas): FlowHandlers {
  const { store } = canvas;
  /** An end of an edge is being moved, not a connection drawn. */
  let isMovingEnd = false;

  return {
    onNodesChange: (changes) => {
      selectNodes(canvas, changes);
      moveNodes(canvas, changes);
      resizeNotes(canvas, changes);
    },
    onEdgesChange: (changes) => mark(canvas, selectChanges(changes)),
    onDrag: () => {
      const [only, ...others] = [...store.getState().live.keys()].filter(isStepId);
      const rect = only === undefined || others.length > 0 ? undefined : rectOf(canvas, only);
      if (only === undefined || rect === undefined || !isInsertable(canvas, only)) return;
      const edge = edgeNear(canvas, centreOf(rect), only);
      if (edge?.id !== store.getState().dropEdge) store.setState({ dropEdge: edge?.id });
    },
    onDragStop: () => commitMove(canvas),
    onBoxStart: () => store.setState({ boxed: [] }),
    onBoxEnd: () => {
      const { boxed } = store.getState();
      store.setState({ boxed: undefined });
      if (boxed !== undefined) canvas.studio.select(boxed);
    },
    onConnectStart: (_, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleId === null) return;
      const from: PortAt = {
        step: nodeId,
        port: handleId,
        side: handleType === 'target' ? 'input' : 'output',
      };
      const judge = connectionsFrom(currentDocument(canvas), canvas.studio.registry, from);
      store.setState({ connecting: { from, judge } });
    },
    onConnect: (connection) => {
      const ends = endsOf(connection);
      if (ends !== undefined && !isMovingEnd) connectPorts(canvas, ends.output, ends.input);
    },
    onConnectEnd: (event, state) => {
      const { connecting } = store.getState();
      store.setState({ connecting: undefined });
      if (connecting === undefined || isMovingEnd || state.isValid === true) return;
      dropConnection(canvas, connecting.from, event, state);
    },
    isValidConnection: (connection) => {
      const { connecting } = store.getState();
      const ends = endsOf(connection);
      if (connecting === undefined || ends === undefined) return false;
      return connecting.judge(connecting.from.side === 'output' ? ends.input : ends.output).ok;
    },
    onReconnectStart: () => {
      isMovingEnd = true;
    },
    onReconnect: ({ data }, connection) => {
      const ends = endsOf(connection);
      if (data !== undefined && ends !== undefined) {
        moveEdgeEnd(canvas, data.edge, ends.output, ends.input);
      }
    },
    onReconnectEnd: (event, { data }, _, state) => {
      isMovingEnd = false;
      store.setState({ connecting: undefined });
      if (data === undefined || state.toHandle !== null || stepUnder(event) !== undefined) return;
      removeEdges(canvas, [data.edge]);
    },
  };
}

interface SelectChange {
  readonly id: string;
  readonly selected: boolean;
}

const selectChanges = (
  changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[],
): SelectChange[] => changes.filter((change) => change.type === 'select');

function selectNodes(canvas: Canvas, changes: readonly NodeChange<FlowNode>[]): void {
  const selects = selectChanges(changes);
  if (selects.length === 0) return;
  mark(
    canvas,
    selects.filter(({ id }) => !isStepId(id)),
  );
  const { boxed } = canvas.store.getState();
  const before = boxed ?? canvas.studio.session.getState().selection;
  const after = applySelection(
    before,
    selects.filter(({ id }) => isStepId(id)),
  );
  if (after === before) return;
  // A box under way selects in the view alone: each step it meets would be previewed else.
  if (boxed === undefined) canvas.studio.select(after);
  else canvas.store.setState({ boxed: after });
}

function mark(canvas: Canvas, changes: readonly SelectChange[]): void {
  const { marked } = canvas.store.getState();
  const after = applySelection(marked, changes);
  if (after !== marked) canvas.store.setState({ marked: after });
}

/** The same list when nothing changes; what is newly selected comes last. */
export function applySelection(
  before: readonly string[],
  changes: readonly SelectChange[],
): readonly string[] {
  const gone = new Set(changes.filter(({ selected }) => !selected).map(({ id }) => id));
  const there = new Set(before);
  const added = changes.filter(({ id, selected }) => selected && !there.has(id));
  if (added.length === 0 && !before.some((id) => gone.has(id))) return before;
  return [...before.filter((id) => !gone.has(id)), ...added.map(({ id }) => id)];
}

function moveNodes(canvas: Canvas, changes: readonly NodeChange<FlowNode>[]): void {
  const moves = changes.flatMap((change) =>
    change.type === 'position' && change.position !== undefined
      ? [{ ...change, position: [change.position.x, change.position.y] as const }]
      : [],
  );
  if (moves.length === 0) return;
  const wasLive = canvas.store.getState().live.size > 0;
  const live = new Map(canvas.store.getState().live);
  for (const { id, position } of moves) {
    if (groupIdOf(id) === undefined) live.set(id, position);
  }
  for (const { id, position } of moves) {
    const group = groupIdOf(id);
    if (group !== undefined)
      moveGroup(canvas, group, position, live, new Set(moves.map((m) => m.id)));
  }
  canvas.store.setState({ live });
  const isKey = !wasLive && moves.every(({ dragging }) => dragging !== true);
  if (isKey) commitMove(canvas, `keys:${moves.map(({ id }) => id).join()}`);
}

/** A frame takes its steps along: it has no place of its own. */
function moveGroup(
  canvas: Canvas,
  id: string,
  position: CanvasPoint,
  live: Map<string, CanvasPoint>,
  moved: ReadonlySet<string>,
): void {
  const group = currentDocument(canvas).canvas?.groups?.find((each) => each.id === id);
  if (group === undefined) return;
  const members = (group.nodes ?? []).filter((step) => rectOf(canvas, step) !== undefined);
  if (members.length === 0) {
    live.set(`group:${id}`, position);
    return;
  }
  const tree = groupTree(currentDocument(canvas).canvas?.groups);
  const frame = groupFrames(tree, (step) => rectOf(canvas, step)).get(id);
  if (frame === undefined) return;
  for (const step of members) {
    const rect = rectOf(canvas, step);
    if (rect === undefined || moved.has(step)) continue;
    live.set(step, [rect.x + position[0] - frame.x, rect.y + position[1] - frame.y]);
  }
}

function resizeNotes(canvas: Canvas, changes: readonly NodeChange<FlowNode>[]): void {
  for (const change of changes) {
    if (change.type !== 'dimensions' || change.resizing === undefined) continue;
    const note = noteIdOf(change.id);
    if (note === undefined) continue;
    const { sizes, live } = canvas.store.getState();
    if (change.resizing && change.dimensions !== undefined) {
      const { width, height } = change.dimensions;
      canvas.store.setState({ sizes: new Map(sizes).set(change.id, [width, height]) });
      continue;
    }
    const size = sizes.get(change.id);
    const position = live.get(change.id);
    const round = ([x, y]: CanvasPoint): CanvasPoint => [Math.round(x), Math.round(y)];
    canvas.studio.documents.seal();
    changeNote(canvas, note, {
      ...(size === undefined ? {} : { size: round(size) }),
      ...(position === undefined ? {} : { position: round(position) }),
    });
    canvas.store.setState({ sizes: new Map(), live: new Map() });
  }
}

function endsOf(
  connection: Pick<Connection, 'source' | 'target'> & {
    sourceHandle?: string | null;
    targetHandle?: string | null;
  },
): { readonly output: PortAt; readonly input: PortAt } | undefined {
  const { source, sourceHandle, target, targetHandle } = connection;
  if (sourceHandle === null || sourceHandle === undefined) return undefined;
  if (targetHandle === null || targetHandle === undefined) return undefined;
  return {
    output: { step: source, port: sourceHandle, side: 'output' },
    input: { step: target, port: targetHandle, side: 'input' },
  };
}

/** A connection that ends at no valid port: on a step, on a refused port, or on nothing. */
function dropConnection(
  canvas: Canvas,
  from: PortAt,
  event: MouseEvent | TouchEvent,
  { toHandle }: FinalConnectionState,
): void {
  if (toHandle?.id !== null && toHandle?.id !== undefined) {
    const side = toHandle.type === 'target' ? 'input' : 'output';
    connectPorts(canvas, from, { step: toHandle.nodeId, port: toHandle.id, side });
    return;
  }
  const step = stepUnder(event);
  if (step !== undefined) {
    // Let go where it began: nothing was meant.
    if (step !== from.step) connectToStep(canvas, from, step);
    return;
  }
  const screen = pointOf(event);
  const at = canvas.flow?.toCanvas(screen);
  if (at !== undefined) canvas.store.setState({ dialog: { kind: 'add', from, at, screen } });
}

function stepUnder(event: MouseEvent | TouchEvent): string | undefined {
  const [x, y] = pointOf(event);
  const node = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-node-id]');
  return node?.dataset['nodeId'];
}

function pointOf(event: MouseEvent | TouchEvent): CanvasPoint {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return [at?.clientX ?? 0, at?.clientY ?? 0];
}
