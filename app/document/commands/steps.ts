/** Commands that add, remove and describe steps. */
import { current, isDraft } from 'immer';
import type { NodeDefinition, NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import type {
  CanvasPoint,
  DocumentNode,
  PipelineDocument,
} from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft } from '../command.ts';
import { outPorts } from '../edges.ts';
import { takeOutOfGroups } from './layout.ts';

/** What the user calls a step: its own title, else its id. */
export const stepTitle = (document: PipelineDocument, id: string): string =>
  document.nodes[id]?.title ?? id;

/** A readable id that is free: `filter`, `filter_2`, ... after the step's type or a file's name. */
export function freeId(document: PipelineDocument, wish: string): string {
  const cleaned = wish
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '');
  const base = cleaned === '' ? 'step' : cleaned;
  let id = base;
  for (let n = 2; Object.hasOwn(document.nodes, id); n += 1) id = `${base}_${n}`;
  return id;
}

/** The last part of a node type: the wish for the id of a new step. */
export const idWish = (type: string): string => type.slice(type.indexOf('.') + 1);

export interface NewStep {
  readonly id: string;
  readonly node: DocumentNode;
  readonly position: CanvasPoint;
}

export const addSteps = (
  steps: readonly NewStep[],
  label: Command['label'] = {
    key: 'add',
    values: { title: steps[0]?.id ?? '', count: steps.length },
  },
): Command => ({
  label,
  change: (draft) => {
    for (const step of steps) putStep(draft, step);
  },
});

/** Puts a new step into an edge: it reads what the edge carried, and the edge's reader reads it. */
export const insertOnEdge = (
  step: NewStep,
  edge: { readonly target: string; readonly targetPort: string; readonly index: number },
  ports: { readonly input: string; readonly output: string },
): Command => ({
  label: { key: 'insert', values: { title: step.id } },
  change: (draft) => {
    const reader = draft.nodes[edge.target];
    const edges = [...inputList(reader?.inputs?.[edge.targetPort])];
    const carried = edges[edge.index];
    if (reader?.inputs === undefined || carried === undefined) return;
    putStep(draft, { ...step, node: { ...step.node, inputs: { [ports.input]: carried } } });
    edges[edge.index] = `${step.id}.${ports.output}`;
    setEdges(draft, edge.target, edge.targetPort, edges);
  },
});

/**
 * Removes steps. An edge heals: what read a removed step reads what that step read on its first input
 * port, if anything; of a port that takes one edge, and of others.
 */
export const removeSteps = (ids: readonly string[]): Command => ({
  label: { key: 'remove', values: { title: ids[0] ?? '', count: ids.length } },
  change: (draft) => {
    // Read as plain data: a draft costs for every step that is looked at, and all are.
    const nodes: PipelineDocument['nodes'] = isDraft(draft.nodes)
      ? current(draft.nodes)
      : draft.nodes;
    const removed = new Set(ids.filter((id) => Object.hasOwn(nodes, id)));
    for (const [reader, node] of Object.entries(nodes)) {
      if (removed.has(reader)) continue;
      for (const [port, input] of Object.entries(node.inputs ?? {})) {
        const edges = inputList(input);
        if (!edges.some((text) => removed.has(parseInput(text).node))) continue;
        const healed = edges.flatMap((text) => heirOf(text, nodes, removed) ?? []);
        setEdges(draft, reader, port, [...new Set(healed)]);
      }
    }
    const positions = draft.canvas?.positions ?? {};
    for (const id of removed) {
      delete draft.nodes[id];
      delete positions[id];
    }
    takeOutOfGroups(draft, [...removed]);
  },
});

/** What an edge carries once the removed steps are gone. */
function heirOf(
  text: string,
  nodes: PipelineDocument['nodes'],
  removed: ReadonlySet<string>,
): string | undefined {
  const seen = new Set<string>();
  let heir: string | undefined = text;
  while (heir !== undefined) {
    const { node } = parseInput(heir);
    if (!removed.has(node)) return heir;
    // Steps that read each other in a circle hand nothing on.
    if (seen.has(node)) return undefined;
    seen.add(node);
    [heir] = Object.values(nodes[node]?.inputs ?? {}).flatMap(inputList);
  }
  return undefined;
}

export const setTitle = (id: string, title: string): Command => ({
  label: { key: 'title', values: { title: id } },
  merge: `title:${id}`,
  change: (draft) =>
    setOptional(draft, id, 'title', title.trim() === '' || title === id ? undefined : title),
});

export const setNote = (id: string, note: string): Command => ({
  label: { key: 'note', values: { title: id } },
  merge: `note:${id}`,
  change: (draft) => setOptional(draft, id, 'note', note === '' ? undefined : note),
});

export const setDisabled = (ids: readonly string[], disabled: boolean): Command => ({
  label: {
    key: disabled ? 'disable' : 'enable',
    values: { title: ids[0] ?? '', count: ids.length },
  },
  change: (draft) => {
    for (const id of ids) setOptional(draft, id, 'disabled', disabled ? true : undefined);
  },
});

/** The first input and output port of a type, which new edges use. */
export function mainPorts(
  definition: NodeDefinition,
  node: DocumentNode,
  registry: NodeRegistry,
): { readonly input: string | undefined; readonly output: string | undefined } {
  return { input: definition.ports.in[0]?.name, output: outPorts(node, registry)[0] };
}

function putStep(draft: DocumentDraft, { id, node, position }: NewStep): void {
  draft.nodes[id] = structuredClone(node) as DocumentDraft['nodes'][string];
  draft.canvas ??= {};
  draft.canvas.positions ??= {};
  draft.canvas.positions[id] = [...position];
}

/** Writes the edges of a port as the format has them: nothing, one text, or a list. */
export function setEdges(
  draft: DocumentDraft,
  id: string,
  port: string,
  edges: readonly string[],
): void {
  const node = draft.nodes[id];
  if (node === undefined) return;
  const [first, ...others] = edges;
  const inputs = { ...node.inputs };
  if (first === undefined) delete inputs[port];
  else inputs[port] = others.length === 0 ? first : [...edges];
  if (Object.keys(inputs).length === 0) delete node.inputs;
  else node.inputs = inputs;
}

function setOptional<Key extends 'title' | 'note' | 'disabled'>(
  draft: DocumentDraft,
  id: string,
  key: Key,
  value: DocumentDraft['nodes'][string][Key],
): void {
  const node = draft.nodes[id];
  if (node === undefined) return;
  if (value === undefined) delete node[key];
  else node[key] = value;
}
