/** Connecting steps: by mouse, by keyboard, or by dropping a step into an edge. */
import type { DocumentInput } from '../../engine/document/schema.ts';
import { inputList } from '../../engine/document/schema.ts';
import type { Command } from '../document/command.ts';
import { connect, disconnect, reconnect } from '../document/commands/connections.ts';
import { setEdges } from '../document/commands/steps.ts';
import type { Edge } from '../document/edges.ts';
import { edgesOf, inPorts, outPorts } from '../document/edges.ts';
import { announce, currentDocument, selectedSteps, text } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { connectionToStep, connectionsFrom } from './connect-rules.ts';
import type { PortAt, Verdict } from './connect-rules.ts';
import { distanceFrom, edgeCurve } from './edge-path.ts';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { titleOf } from './step-operations.ts';
import { inputPoint, outputPoint } from './step-view.ts';

/** Carries a connection out, or says why not. */
export function connectPorts(canvas: Canvas, from: PortAt, to: PortAt): void {
  const judge = connectionsFrom(currentDocument(canvas), canvas.studio.registry, from);
  carryOut(canvas, judge(to));
}

/** A connection that was dropped on a step and not on a port. */
export function connectToStep(canvas: Canvas, from: PortAt, step: string): void {
  carryOut(canvas, connectionToStep(currentDocument(canvas), canvas.studio.registry, step, from));
}

function carryOut(canvas: Canvas, verdict: Verdict): void {
  if (!verdict.ok) {
    refuse(canvas, verdict);
    return;
  }
  const { connection, many } = verdict;
  canvas.studio.documents.execute(connect(connection, many));
  announce(
    canvas,
    text('said.connected', {
      source: titleOf(canvas, connection.source),
      target: titleOf(canvas, connection.target),
    }),
  );
}

function refuse(canvas: Canvas, { reason }: Extract<Verdict, { ok: false }>): void {
  const said = text(reason.key, reason.values);
  announce(canvas, said);
  canvas.studio.notify({ kind: 'warning', text: text('not-connected'), hint: said });
}

/** Moves one end of an edge to another port. */
export function moveEdgeEnd(canvas: Canvas, edge: Edge, from: PortAt, to: PortAt): void {
  const document = currentDocument(canvas);
  const verdict = connectionsFrom(document, canvas.studio.registry, from)(to);
  if (verdict.ok) {
    canvas.studio.documents.execute(reconnect(edge, verdict.connection, verdict.many));
  } else if (verdict.reason.key !== 'no-connection.connected') refuse(canvas, verdict);
}

export function removeEdges(canvas: Canvas, edges: readonly Edge[]): void {
  if (edges.length === 0) return;
  canvas.studio.documents.execute(disconnect(edges));
  announce(canvas, text('said.disconnected', { count: edges.length }));
}

/** Asks what the selected step's output is to be connected to. */
export function askConnection(canvas: Canvas): void {
  const step = selectedSteps(canvas).at(-1);
  const node = step === undefined ? undefined : currentDocument(canvas).nodes[step];
  if (step === undefined || node === undefined) return;
  const { registry } = canvas.studio;
  const { port: shown } = canvas.studio.session.getState();
  const outputs = outPorts(node, registry);
  const output = shown !== undefined && outputs.includes(shown) ? shown : outputs[0];
  const input = inPorts(node, registry)[0]?.name;
  // A sink has no output: what is asked then is where its rows come from.
  if (output !== undefined) {
    canvas.store.setState({
      dialog: { kind: 'connect', from: { step, port: output, side: 'output' } },
    });
  } else if (input !== undefined) {
    canvas.store.setState({
      dialog: { kind: 'connect', from: { step, port: input, side: 'input' } },
    });
  }
}

/** How near to an edge something has to be dropped: the pointer, or the middle of a step. */
const NEAR = 28;
const NEAR_STEP = 42;

/** The edge at a point that a step could be put into; edges of the step itself do not count. */
export function edgeNear(canvas: Canvas, point: CanvasPoint, step?: string): Edge | undefined {
  const document = currentDocument(canvas);
  const positions = canvas.positionsOf(document);
  const near = step === undefined ? NEAR : NEAR_STEP;
  let nearest: { readonly edge: Edge; readonly distance: number } | undefined;
  for (const edge of edgesOf(document, canvas.studio.registry)) {
    if (edge.source === step || edge.target === step) continue;
    const distance = edgeDistance(canvas, document, positions, edge, point);
    if (distance < (nearest?.distance ?? near)) nearest = { edge, distance };
  }
  return nearest?.edge;
}

function edgeDistance(
  canvas: Canvas,
  document: PipelineDocument,
  positions: ReadonlyMap<string, CanvasPoint>,
  edge: Edge,
  point: CanvasPoint,
): number {
  const [from, to] = [canvas.viewOf(document, edge.source), canvas.viewOf(document, edge.target)];
  const [start, end] = [positions.get(edge.source), positions.get(edge.target)];
  if (from === undefined || to === undefined || start === undefined || end === undefined) {
    return Infinity;
  }
  const [a, b] = [outputPoint(from, start, edge.sourcePort), inputPoint(to, end, edge.targetPort)];
  // Most edges are far off: their curve need not be walked.
  const far =
    point[1] < Math.min(a[1], b[1]) - NEAR_STEP ||
    point[1] > Math.max(a[1], b[1]) + NEAR_STEP ||
    point[0] < Math.min(a[0], b[0]) - 4 * NEAR_STEP ||
    point[0] > Math.max(a[0], b[0]) + 4 * NEAR_STEP;
  return far ? Infinity : distanceFrom(edgeCurve(a, b), point);
}

/** Whether a step that is already there can be put into edges: it has none, but ports for them. */
export function isInsertable(canvas: Canvas, step: string): boolean {
  const document = currentDocument(canvas);
  const node = document.nodes[step];
  if (node === undefined || node.inputs !== undefined) return false;
  const { registry } = canvas.studio;
  return (
    inPorts(node, registry).length > 0 &&
    outPorts(node, registry).length > 0 &&
    !edgesOf(document, registry).some(({ source }) => source === step)
  );
}

/** Puts a step that is already there into an edge. */
export function insertExisting(canvas: Canvas, step: string, edge: Edge): Command | undefined {
  const node = currentDocument(canvas).nodes[step];
  const { registry } = canvas.studio;
  const input = node === undefined ? undefined : inPorts(node, registry)[0]?.name;
  const output = node === undefined ? undefined : outPorts(node, registry)[0];
  if (input === undefined || output === undefined) return undefined;
  return {
    label: { key: 'insert', values: { title: step } },
    change: (draft) => {
      const edges = [
        ...inputList(draft.nodes[edge.target]?.inputs?.[edge.targetPort] as DocumentInput),
      ];
      const carried = edges[edge.index];
      if (carried === undefined) return;
      setEdges(draft, step, input, [carried]);
      edges[edge.index] = `${step}.${output}`;
      setEdges(draft, edge.target, edge.targetPort, edges);
    },
  };
}
