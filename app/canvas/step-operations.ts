/** What people do with steps on the canvas; each is one entry of the history. */
import type { NodeDefinition } from '../../engine/contract/node-definition.ts';
import type { CanvasPoint, DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type { Command } from '../document/command.ts';
import { connect, disconnect } from '../document/commands/connections.ts';
import { replaceStep } from '../document/commands/replace-step.ts';
import { moveSteps, removeCanvasItems, together } from '../document/commands/layout.ts';
import {
  addSteps,
  freeId,
  idWish,
  insertOnEdge,
  mainPorts,
  removeSteps,
  setDisabled,
  stepTitle,
} from '../document/commands/steps.ts';
import type { NewStep } from '../document/commands/steps.ts';
import { edgesOf, inPorts, outPorts } from '../document/edges.ts';
import { tableNames } from '../document/table-names.ts';
import type { AddPlace } from './canvas-store.ts';
import { announce, currentDocument, rectOf, selectedSteps, text } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import type { PortAt } from './connect-rules.ts';
import { groupIdOf, noteIdOf } from './flow-ids.ts';
import { STEP_WIDTH, boundsOf, centreOf, snap, stepHeight } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { makeRoom } from './make-room.ts';
import { freePlace, placeAfter } from './place-step.ts';
import { inputsReading, readOnAdding } from './read-selected.ts';

/** Adds a step, connected where the place says so, else after the selected step; and selects it. */
export function addStep(canvas: Canvas, type: string, place: AddPlace = {}): string | undefined {
  const { documents, registry, session } = canvas.studio;
  const definition = registry.get(type);
  const document = currentDocument(canvas);
  if (definition === undefined) return undefined;
  if (documents.getState().readOnly !== undefined) {
    documents.refuse();
    return undefined;
  }
  const id = freeId(document, idWish(type));
  const { edge } = place;
  const reads =
    place.from === undefined && place.at === undefined && edge === undefined
      ? readOnAdding(document, session.getState(), definition, registry)
      : [];
  const from = place.from ?? reads[0];
  const node: DocumentNode = {
    type,
    ...(definition.version === 1 ? {} : { version: definition.version }),
    params: startOf(
      canvas,
      definition,
      edge ?? (from?.side === 'output' ? readFrom(from) : undefined),
      reads,
    ),
  };
  const ports = mainPorts(definition, node, registry);
  if (edge !== undefined && ports.input !== undefined && ports.output !== undefined) {
    const position = place.at === undefined ? between(canvas, edge) : centredAt(place.at);
    const { input, output } = ports;
    const insert = insertOnEdge({ id, node, position }, edge, { input, output });
    const places = makeRoom(document, canvas.positionsOf(document), edge, { id, position });
    documents.execute(together(insert.label, [insert, moveSteps(places)]));
  } else {
    const position = placeOf(canvas, definition, {
      ...place,
      ...(from === undefined ? {} : { from }),
    });
    documents.execute(connectedStep({ id, node, position }, ports, from, reads, canvas));
  }
  canvas.studio.select([id]);
  canvas.store.setState({ marked: [] });
  announce(canvas, text('said.added', { title: definition.title, id }));
  return id;
}

interface Read {
  readonly source: string;
  readonly sourcePort: string;
}

const readFrom = ({ step, port }: PortAt): Read => ({ source: step, sourcePort: port });

/** Params that do something at once with what the step reads, where its type has such. */
function startOf(
  canvas: Canvas,
  { start, ports }: NodeDefinition,
  read: Read | undefined,
  reads: readonly PortAt[] = [],
): Readonly<Record<string, unknown>> {
  if (start === undefined) return {};
  if (read === undefined || ports.in.length === 0) return start({ columns: [] });
  const { source, sourcePort } = read;
  const node = currentDocument(canvas).nodes[source];
  const isMain = node !== undefined && outPorts(node, canvas.studio.registry)[0] === sourcePort;
  const { schemas } = canvas.studio.session.getState().check;
  return start({
    name: isMain ? source : `${source}_${sourcePort}`,
    step: source,
    columns: schemas.get(`${source}.${sourcePort}`) ?? [],
    inputs: reads.map(({ step, port }) => ({
      names: tableNames(currentDocument(canvas), step),
      columns: schemas.get(`${step}.${port}`) ?? [],
    })),
  });
}

/** What a step reads first. */
function readOf(canvas: Canvas, step: string): Read | undefined {
  const { documents, registry } = canvas.studio;
  return edgesOf(documents.getState().document, registry).find(({ target }) => target === step);
}

/** Gives a step another type; its edges stay. */
export function replaceType(canvas: Canvas, step: string, type: string): string | undefined {
  const { documents, registry } = canvas.studio;
  const definition = registry.get(type);
  const command =
    definition === undefined
      ? undefined
      : replaceStep(
          currentDocument(canvas),
          step,
          definition,
          registry,
          startOf(canvas, definition, readOf(canvas, step)),
        );
  if (definition === undefined || command === undefined) return undefined;
  documents.execute(command);
  canvas.studio.select([step]);
  announce(canvas, text('said.replaced', { id: step, title: definition.title }));
  return step;
}

/** Asks for another type of the one selected step. */
export function askReplacement(canvas: Canvas, screen?: CanvasPoint): void {
  const step = selectedSteps(canvas).at(-1);
  if (step === undefined) return;
  canvas.store.setState({
    dialog: { kind: 'replace', step, ...(screen === undefined ? {} : { screen }) },
  });
}

function connectedStep(
  step: NewStep,
  ports: { readonly input: string | undefined; readonly output: string | undefined },
  from: PortAt | undefined,
  reads: readonly PortAt[],
  canvas: Canvas,
): Command {
  const { studio } = canvas;
  const document = currentDocument(canvas);
  if (from?.side === 'output' && ports.input !== undefined) {
    const inputs =
      reads.length > 1
        ? inputsReading(reads, inPorts(step.node, studio.registry))
        : { [ports.input]: `${from.step}.${from.port}` };
    return addSteps([{ ...step, node: { ...step.node, inputs } }]);
  }
  const reader = from === undefined ? undefined : document.nodes[from.step];
  if (from?.side !== 'input' || ports.output === undefined || reader === undefined) {
    return addSteps([step]);
  }
  const many =
    inPorts(reader, studio.registry).find(({ name }) => name === from.port)?.many ?? false;
  const connection = {
    source: step.id,
    sourcePort: ports.output,
    target: from.step,
    targetPort: from.port,
  };
  const add = addSteps([step]);
  return together(add.label, [add, connect(connection, many)]);
}

function placeOf(canvas: Canvas, definition: NodeDefinition, place: AddPlace): CanvasPoint {
  const { at, from } = place;
  if (at !== undefined) {
    if (from === undefined) return centredAt(at);
    // The port that the connection was drawn to comes to lie where it was dropped.
    const left = from.side === 'output' ? at[0] : at[0] - STEP_WIDTH;
    return [snap(left), snap(at[1] - stepHeight(1) / 2)];
  }
  const others = allRects(canvas);
  const before = from === undefined ? undefined : rectOf(canvas, from.step);
  if (before !== undefined && definition.ports.in.length > 0) return placeAfter(before, others);
  const bounds = boundsOf(others);
  if (bounds === undefined) return centredAt(canvas.flow?.centre() ?? [160, 120]);
  // A further source stands below the others.
  return definition.ports.in.length === 0
    ? freePlace([bounds.x, bounds.y], others)
    : freePlace(centredAt(canvas.flow?.centre() ?? centreOf(bounds)), others);
}

const centredAt = ([x, y]: CanvasPoint): CanvasPoint => [
  snap(x - STEP_WIDTH / 2),
  snap(y - stepHeight(1) / 2),
];

const allRects = (canvas: Canvas): Rect[] =>
  Object.keys(currentDocument(canvas).nodes).flatMap((id) => rectOf(canvas, id) ?? []);

function between(
  canvas: Canvas,
  edge: { readonly source: string; readonly target: string },
): CanvasPoint {
  const bounds = boundsOf([edge.source, edge.target].flatMap((id) => rectOf(canvas, id) ?? []));
  return bounds === undefined ? [0, 0] : centredAt(centreOf(bounds));
}

/** Removes what is selected: steps (edges heal), edges, notes and frames. */
export function removeSelection(canvas: Canvas): void {
  const { documents, registry } = canvas.studio;
  const document = currentDocument(canvas);
  const steps = selectedSteps(canvas);
  const { marked } = canvas.store.getState();
  const edges = edgesOf(document, registry).filter(({ id }) => marked.includes(id));
  const items = marked.flatMap((id) => noteIdOf(id) ?? groupIdOf(id) ?? []);
  const parts = [
    ...(edges.length > 0 ? [disconnect(edges)] : []),
    ...(steps.length > 0 ? [removeSteps(steps)] : []),
    ...(items.length > 0 ? [removeCanvasItems(items)] : []),
  ];
  const [first] = parts;
  if (first === undefined) return;
  const before = steps[0] === undefined ? undefined : sourceOf(document, steps[0], steps);
  documents.execute(parts.length === 1 ? first : together(first.label, parts));
  canvas.store.setState({ marked: [] });
  announce(canvas, text('said.removed', { count: steps.length + edges.length + items.length }));
  // The focus was on what is gone: it goes on to what stood before it.
  if (before !== undefined) canvas.flow?.show(before, true);
}

function sourceOf(
  document: PipelineDocument,
  step: string,
  gone: readonly string[],
): string | undefined {
  const sources = Object.values(document.nodes[step]?.inputs ?? {})
    .flatMap(inputList)
    .map((input) => parseInput(input).node as string);
  return sources.find((source) => !gone.includes(source));
}

/** Switches the selected steps off, or on again when all of them are off. */
export function toggleDisabled(canvas: Canvas): void {
  const { nodes } = currentDocument(canvas);
  const steps = selectedSteps(canvas);
  if (steps.length === 0) return;
  const disabled = !steps.every((id) => nodes[id]?.disabled === true);
  canvas.studio.documents.execute(setDisabled(steps, disabled));
  announce(canvas, text(disabled ? 'said.disabled' : 'said.enabled', { count: steps.length }));
}

export function selectAll(canvas: Canvas): void {
  const document = currentDocument(canvas);
  canvas.studio.select(Object.keys(document.nodes));
  canvas.store.setState({
    marked: (document.canvas?.notes ?? []).map(({ id }) => `note:${id}`),
  });
  announce(canvas, text('said.selected', { count: Object.keys(document.nodes).length }));
}

/** Asks for a new name of the one selected step. */
export function renameSelected(canvas: Canvas): void {
  const step = selectedSteps(canvas).at(-1);
  if (step !== undefined)
    canvas.store.setState({ dialog: { kind: 'rename', what: 'step', id: step } });
}

/** Goes on to a step's settings: the first one gets the focus. */
export function openSettings({ studio }: Canvas, step: string): void {
  const node = studio.documents.getState().document.nodes[step];
  const definition = node === undefined ? undefined : studio.registry.get(node.type);
  const first = definition === undefined ? undefined : firstParam(definition.params);
  studio.reveal({ node: step, param: first });
}

/** Name of the first param; alternatives begin with that of the first of them. */
function firstParam(params: unknown): string | undefined {
  const {
    shape,
    options,
    in: inner,
  } = params as {
    readonly shape?: object;
    readonly options?: readonly unknown[];
    readonly in?: unknown;
  };
  if (shape !== undefined) return Object.keys(shape)[0];
  if (options !== undefined) return firstParam(options[0]);
  return inner === undefined ? undefined : firstParam(inner);
}

/** Name of a step for sentences. */
export const titleOf = (canvas: Canvas, step: string): string =>
  stepTitle(currentDocument(canvas), step);
