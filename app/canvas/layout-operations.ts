/** Moving, arranging, grouping and annotating; each is one entry of the history. */
import type {
  CanvasGroup,
  CanvasNote,
  CanvasPoint,
  PipelineDocument,
} from '../../engine/document/schema.ts';
import type { Command } from '../document/command.ts';
import {
  freeItemId,
  groupSteps,
  moveSteps,
  putCanvasNote,
  putGroup,
  takeOutOfGroups,
  together,
  ungroup,
} from '../document/commands/layout.ts';
import { edgesOf } from '../document/edges.ts';
import type { Alignment } from './arrange.ts';
import { align, distribute } from './arrange.ts';
import { autoLayout } from './auto-layout.ts';
import { announce, currentDocument, rectOf, selectedSteps, text } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { edgeNear, insertExisting, isInsertable } from './connect-operations.ts';
import { groupFlowId, groupIdOf, isStepId, noteFlowId, noteIdOf } from './flow-ids.ts';
import { boundsOf, centreOf, snap } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { groupAt, groupOf, groupTree, groupsAround } from './groups.ts';
import { makeRoom } from './make-room.ts';

/**
 * Writes the positions of a gesture into the document, and what came of it: a step that was dropped
 * into an edge or into a frame.
 *
 * @param merge key under which bursts of keys become one entry
 */
export function commitMove(canvas: Canvas, merge?: string): void {
  const { live } = canvas.store.getState();
  const parts = [
    ...stepMoves(canvas, live),
    ...itemMoves(canvas, live),
    ...(merge === undefined ? dropped(canvas, live) : []),
  ];
  const [first] = parts;
  if (first !== undefined) {
    const command = parts.length === 1 ? first : together((parts.at(-1) ?? first).label, parts);
    // A gesture of the mouse is an entry of its own; keys go on with the one before.
    if (merge === undefined) canvas.studio.documents.seal();
    canvas.studio.documents.execute(merge === undefined ? command : { ...command, merge });
  }
  canvas.store.setState({ live: new Map(), dropEdge: undefined });
}

function stepMoves(canvas: Canvas, live: ReadonlyMap<string, CanvasPoint>): Command[] {
  const positions = currentDocument(canvas).canvas?.positions ?? {};
  const moved = [...live].filter(([id, [x, y]]) => {
    const before = positions[id];
    return isStepId(id) && (before?.[0] !== Math.round(x) || before[1] !== Math.round(y));
  });
  return moved.length === 0 ? [] : [moveSteps(Object.fromEntries(moved))];
}

function itemMoves(canvas: Canvas, live: ReadonlyMap<string, CanvasPoint>): Command[] {
  const { notes = [], groups = [] } = currentDocument(canvas).canvas ?? {};
  return [
    ...notes.flatMap((note) => {
      const position = live.get(noteFlowId(note.id));
      return position === undefined || samePoint(position, note.position)
        ? []
        : [putCanvasNote({ ...note, position: rounded(position) })];
    }),
    ...groups.flatMap((group) => {
      const position = live.get(groupFlowId(group.id));
      return position === undefined ? [] : [putGroup({ ...group, position: rounded(position) })];
    }),
  ];
}

const rounded = ([x, y]: CanvasPoint): CanvasPoint => [Math.round(x), Math.round(y)];

const samePoint = (a: CanvasPoint, b: CanvasPoint): boolean => a[0] === b[0] && a[1] === b[1];

function dropped(canvas: Canvas, live: ReadonlyMap<string, CanvasPoint>): Command[] {
  const steps = [...live.keys()].filter(isStepId);
  const document = currentDocument(canvas);
  const [only] = steps;
  const rect = only === undefined ? undefined : rectOf(canvas, only);
  if (only === undefined || rect === undefined || steps.length > 1) return [];
  const edge = isInsertable(canvas, only) ? edgeNear(canvas, centreOf(rect), only) : undefined;
  const insert = edge === undefined ? undefined : insertExisting(canvas, only, edge);
  const room =
    edge === undefined
      ? undefined
      : makeRoom(document, canvas.positionsOf(document), edge, {
          id: only,
          position: [rect.x, rect.y],
        });
  const group = groupAt(document, only, centreOf(rect), (id) => rectOf(canvas, id));
  return [
    ...(group === undefined ? [] : [joinGroup(document, group, only)]),
    ...(insert === undefined || room === undefined ? [] : [moveSteps(room), insert]),
  ];
}

/** Into a group, and so into those that it stands in. */
function joinGroup(document: PipelineDocument, group: CanvasGroup, step: string): Command {
  const around = groupsAround(groupTree(document.canvas?.groups), group.id);
  const joined = new Set([group, ...around].map(({ id }) => id));
  return {
    label: { key: 'group', values: { title: group.title } },
    change: (draft) => {
      for (const each of draft.canvas?.groups ?? []) {
        if (joined.has(each.id)) each.nodes = [...(each.nodes ?? []), step];
      }
    },
  };
}

const selectedRects = (canvas: Canvas): Map<string, Rect> =>
  new Map(
    selectedSteps(canvas).flatMap((id) => {
      const rect = rectOf(canvas, id);
      return rect === undefined ? [] : [[id, rect] as const];
    }),
  );

export const alignSelected = (canvas: Canvas, how: Alignment): void =>
  arrange(canvas, align(selectedRects(canvas), how), 'align');

export const distributeSelected = (canvas: Canvas, how: 'horizontal' | 'vertical'): void =>
  arrange(canvas, distribute(selectedRects(canvas), how), 'distribute');

function arrange(
  canvas: Canvas,
  positions: Record<string, CanvasPoint>,
  key: 'align' | 'distribute',
): void {
  const count = Object.keys(positions).length;
  if (count === 0) return;
  canvas.studio.documents.execute(moveSteps(positions, { key, values: { count } }));
  announce(canvas, text('said.arranged', { count }));
}

/** Lays out the selected steps, or all when fewer than two are selected. */
export async function arrangeSteps(canvas: Canvas): Promise<void> {
  const { documents, registry, notify } = canvas.studio;
  if (canvas.store.getState().isArranging) return;
  const document = currentDocument(canvas);
  const selected = selectedSteps(canvas);
  const isAll = selected.length < 2;
  const ids = isAll ? Object.keys(document.nodes) : selected;
  const steps = ids.flatMap((id) => canvas.viewOf(document, id) ?? []);
  const bounds = boundsOf(ids.flatMap((id) => rectOf(canvas, id) ?? []));
  if (bounds === undefined) return;
  const { groups = [] } = document.canvas ?? {};
  canvas.store.setState({ isArranging: true });
  try {
    const positions = await autoLayout(
      { steps, edges: edgesOf(document, registry), groups },
      [snap(bounds.x), snap(bounds.y)],
      isAll ? canvas.flow?.legibleSize() : undefined,
    );
    // What was removed while ELK thought is not there any more; `moveSteps` leaves it out.
    documents.execute(moveSteps(positions, { key: 'layout', values: { count: ids.length } }));
    announce(canvas, text('said.arranged', { count: ids.length }));
    if (isAll) canvas.flow?.fit();
  } catch (error) {
    notify({ kind: 'error', text: text('layout-failed'), hint: String(error) });
  } finally {
    canvas.store.setState({ isArranging: false });
  }
}

/** A frame around the selected steps, whose name is asked for. */
export function groupSelected(canvas: Canvas): void {
  const steps = selectedSteps(canvas);
  if (steps.length === 0) return;
  const same = currentDocument(canvas).canvas?.groups?.find(
    ({ nodes = [] }) => nodes.length === steps.length && nodes.every((id) => steps.includes(id)),
  );
  if (same !== undefined) {
    const said = text('grouped-already', { title: same.title });
    canvas.studio.notify({ kind: 'info', text: said });
    return;
  }
  const id = freeItemId(currentDocument(canvas), 'group');
  const group = { id, title: text('new-group'), nodes: [...steps], colour: 'teal' };
  canvas.studio.documents.execute(groupSteps(group));
  announce(canvas, text('said.grouped', { count: steps.length }));
  canvas.store.setState({ dialog: { kind: 'rename', what: 'group', id } });
}

export function ungroupAll(canvas: Canvas, ids: readonly string[]): void {
  canvas.studio.documents.execute(ungroup(ids));
  announce(canvas, text('said.ungrouped'));
}

/** Groups of the selected steps, and the frames that are selected themselves. */
export function selectedGroups(canvas: Canvas): readonly string[] {
  const document = currentDocument(canvas);
  return [
    ...new Set([
      ...canvas.store.getState().marked.flatMap((id) => groupIdOf(id) ?? []),
      ...selectedSteps(canvas).flatMap((step) => groupOf(document, step)?.id ?? []),
    ]),
  ];
}

/** Takes steps out of the innermost groups that they are in. */
export function leaveGroups(canvas: Canvas, steps: readonly string[]): void {
  const document = currentDocument(canvas);
  const left = new Set(steps.flatMap((step) => groupOf(document, step)?.id ?? []));
  canvas.studio.documents.execute({
    label: { key: 'ungroup', values: { count: 1 } },
    change: (draft) => takeOutOfGroups(draft, steps, ({ id }) => left.has(id)),
  });
}

export function changeGroup(canvas: Canvas, id: string, change: Partial<CanvasGroup>): void {
  const group = currentDocument(canvas).canvas?.groups?.find((each) => each.id === id);
  if (group !== undefined) canvas.studio.documents.execute(putGroup({ ...group, ...change }));
}

/** An empty note, ready to be written. */
export function addNote(canvas: Canvas, at?: CanvasPoint): void {
  const id = freeItemId(currentDocument(canvas), 'note');
  const [x, y] = at ?? canvas.flow?.centre() ?? [0, 0];
  canvas.studio.documents.execute(
    putCanvasNote({ id, text: '', position: [snap(x), snap(y)], size: [224, 120] }),
  );
  canvas.store.setState({ editing: id, marked: [noteFlowId(id)] });
  announce(canvas, text('said.note'));
}

export function changeNote(canvas: Canvas, id: string, change: Partial<CanvasNote>): void {
  const note = currentDocument(canvas).canvas?.notes?.find((each) => each.id === id);
  if (note !== undefined) canvas.studio.documents.execute(putCanvasNote({ ...note, ...change }));
}

export const markedNotes = (canvas: Canvas): readonly string[] =>
  canvas.store.getState().marked.flatMap((id) => noteIdOf(id) ?? []);
