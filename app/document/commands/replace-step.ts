/** A step of another type in the place of one that is there. */
import type { NodeDefinition, NodeRegistry } from '../../../engine/contract/node-definition.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft } from '../command.ts';
import { inPorts, outPorts } from '../edges.ts';
import { idWish, setEdges } from './steps.ts';

/** New ports by the old ones, of those that have edges. */
type PortMap = ReadonlyMap<string, string>;

interface Replacement {
  readonly node: DocumentNode;
  readonly inputs: PortMap;
  readonly outputs: PortMap;
}

/** Types that a step can have instead of its own without losing an edge. */
export const replacementTypes = (
  document: PipelineDocument,
  id: string,
  registry: NodeRegistry,
): NodeDefinition[] =>
  registry.types().flatMap((type) => {
    const definition = registry.get(type);
    return definition === undefined ||
      replacementOf(document, id, definition, registry) === undefined
      ? []
      : [definition];
  });

/**
 * Gives a step another type. Edges, title, note and place stay, and the params that both types have;
 * undefined where the type has no ports for the edges.
 * @param start params of a new step of that type, for what is not taken over
 */
export function replaceStep(
  document: PipelineDocument,
  id: string,
  definition: NodeDefinition,
  registry: NodeRegistry,
  start: DocumentNode['params'] = {},
): Command | undefined {
  const replacement = replacementOf(document, id, definition, registry, start);
  const before = document.nodes[id];
  if (replacement === undefined || before === undefined) return undefined;
  return {
    label: { key: 'replace', values: { title: id, type: definition.title } },
    change: (draft) => {
      const inputs = draft.nodes[id]?.inputs ?? {};
      draft.nodes[id] = structuredClone(replacement.node) as DocumentDraft['nodes'][string];
      for (const [port, input] of Object.entries(inputs)) {
        setEdges(draft, id, replacement.inputs.get(port) ?? port, inputList(input));
      }
      for (const [reader, { inputs: read = {} }] of Object.entries(draft.nodes)) {
        for (const [port, input] of Object.entries(read)) {
          const edges = inputList(input);
          if (!edges.some((text) => parseInput(text).node === id)) continue;
          setEdges(
            draft,
            reader,
            port,
            edges.map((text) => renamedPort(text, id, replacement.outputs)),
          );
        }
      }
    },
  };
}

function renamedPort(text: string, id: string, outputs: PortMap): string {
  const { node, port } = parseInput(text);
  const to = node !== id || port === undefined ? undefined : outputs.get(port);
  return to === undefined ? text : `${id}.${to}`;
}

function replacementOf(
  document: PipelineDocument,
  id: string,
  definition: NodeDefinition,
  registry: NodeRegistry,
  start: DocumentNode['params'] = {},
): Replacement | undefined {
  const before = document.nodes[id];
  if (before === undefined || before.type === definition.type) return undefined;
  const node = replacedNode(id, before, definition, start);
  const edges = Object.entries(before.inputs ?? {});
  const inputs = mapPorts(
    edges.map(([port]) => port),
    inPorts(node, registry).map(({ name }) => name),
  );
  const outputs = mapPorts(usedOutputs(document, id, registry), outPorts(node, registry));
  if (inputs === undefined || outputs === undefined) return undefined;
  const takesAll = edges.every(([port, input]) => {
    const to = inPorts(node, registry).find(({ name }) => name === inputs.get(port));
    return to?.many === true || inputList(input).length <= 1;
  });
  return takesAll ? { node, inputs, outputs } : undefined;
}

/** Output ports that are read, in the order in which the step has them. */
function usedOutputs(
  document: PipelineDocument,
  id: string,
  registry: NodeRegistry,
): readonly string[] {
  const before = document.nodes[id];
  const ports = before === undefined ? [] : outPorts(before, registry);
  const used = new Set(
    Object.values(document.nodes).flatMap(({ inputs = {} }) =>
      Object.values(inputs)
        .flatMap(inputList)
        .map(parseInput)
        .filter(({ node }) => node === id)
        .map(({ port }) => port ?? ports[0] ?? 'output'),
    ),
  );
  return [
    ...ports.filter((port) => used.has(port)),
    ...[...used].filter((port) => !ports.includes(port)),
  ];
}

/** Ports of the same name go together, the others in their order; undefined when there are too few. */
function mapPorts(before: readonly string[], after: readonly string[]): PortMap | undefined {
  const free = after.filter((port) => !before.includes(port));
  const mapped = new Map<string, string>();
  for (const port of before) {
    const to = after.includes(port) ? port : free.shift();
    if (to === undefined) return undefined;
    mapped.set(port, to);
  }
  return mapped;
}

function replacedNode(
  id: string,
  before: DocumentNode,
  definition: NodeDefinition,
  start: DocumentNode['params'],
): DocumentNode {
  const { version: _version, inputs: _inputs, params, ...captions } = before;
  return {
    ...captions,
    type: definition.type,
    ...(definition.version === 1 ? {} : { version: definition.version }),
    // A name that was made from the old type would say what the step no longer is.
    ...(before.title === undefined && isNamedAfter(id, before.type)
      ? { title: definition.title }
      : {}),
    params: withStart(sharedParams(params, definition.params), start, definition),
  };
}

const isNamedAfter = (id: string, type: string): boolean =>
  id.replace(/_\d+$/, '') === idWish(type).replaceAll('-', '_');

/** What is taken over comes first; the start is left out where it does not go with that. */
function withStart(
  shared: DocumentNode['params'],
  start: DocumentNode['params'],
  { params }: NodeDefinition,
): DocumentNode['params'] {
  const both = { ...start, ...shared };
  const isRight = (value: unknown): boolean => params.safeParse(value).success;
  return isRight(shared) && !isRight(both) ? shared : both;
}

interface Schema {
  readonly shape?: Readonly<
    Record<string, { safeParse: (value: unknown) => { success: boolean } }>
  >;
  readonly options?: readonly Schema[];
  readonly in?: Schema;
}

/** The params that the other type has, too, and that are right there. */
function sharedParams(params: DocumentNode['params'], schema: unknown): DocumentNode['params'] {
  const { shape, options = [], in: inner } = schema as Schema;
  if (shape === undefined) {
    const alternatives = inner === undefined ? options : [inner];
    return alternatives
      .map((each) => sharedParams(params, each))
      .reduce(
        (most, each) => (Object.keys(each).length > Object.keys(most).length ? each : most),
        {},
      );
  }
  return Object.fromEntries(
    Object.entries(params).filter(([key, value]) => shape[key]?.safeParse(value).success === true),
  );
}
