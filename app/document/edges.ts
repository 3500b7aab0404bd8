/** Edges of a document, read off its inputs. Pure; ports are named in full (`node.port`). */
import type { NodeDefinition, NodeRegistry } from '../../engine/contract/node-definition.ts';
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';

export interface Edge {
  /** `source.sourcePort->target.targetPort#index`: unique and stable while the edge lives. */
  readonly id: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly target: string;
  readonly targetPort: string;
  /** Place among the edges of a port that takes many. */
  readonly index: number;
}

export function edgesOf(document: PipelineDocument, registry: NodeRegistry): Edge[] {
  return Object.entries(document.nodes).flatMap(([target, node]) =>
    Object.entries(node.inputs ?? {}).flatMap(([targetPort, input]) =>
      inputList(input).map((text, index): Edge => {
        const { node: source, port } = parseInput(text);
        const sourcePort = port ?? firstPort(document.nodes[source], registry);
        return {
          id: edgeId(source, sourcePort, target, targetPort, index),
          source,
          sourcePort,
          target,
          targetPort,
          index,
        };
      }),
    ),
  );
}

const edgeId = (
  source: string,
  sourcePort: string,
  target: string,
  targetPort: string,
  index: number,
): string => `${source}.${sourcePort}->${target}.${targetPort}#${index}`;

const firstPort = (node: DocumentNode | undefined, registry: NodeRegistry): string =>
  (node === undefined ? undefined : outPorts(node, registry)[0]) ?? 'output';

/** Output ports of a step; for params that are not valid yet, those that can be told. */
export function outPorts(node: DocumentNode, registry: NodeRegistry): readonly string[] {
  const definition = registry.get(node.type);
  if (definition === undefined) return ['output'];
  const { out } = definition.ports;
  if (typeof out !== 'function') return out;
  const parsed = definition.params.safeParse(node.params);
  if (!parsed.success) return ['output'];
  return out(parsed.data);
}

/** Input ports of a step; of a kind that is not known those that are connected. */
export const inPorts = (
  node: DocumentNode,
  registry: NodeRegistry,
): NodeDefinition['ports']['in'] =>
  registry.get(node.type)?.ports.in ??
  Object.entries(node.inputs ?? {}).map(([name, input]) => ({
    name,
    many: typeof input !== 'string',
  }));

/** Steps that a step reads from, directly and over others; without itself. */
export function upstreamOf(document: PipelineDocument, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: string): void => {
    for (const input of Object.values(document.nodes[node]?.inputs ?? {})) {
      for (const text of inputList(input)) {
        const { node: source } = parseInput(text);
        if (found.has(source)) continue;
        found.add(source);
        visit(source);
      }
    }
  };
  visit(id);
  found.delete(id);
  return found;
}

/** Steps that read from a step, directly and over others; without itself. */
export function downstreamOf(document: PipelineDocument, id: string): ReadonlySet<string> {
  const readers = new Map<string, string[]>();
  for (const [reader, node] of Object.entries(document.nodes)) {
    for (const input of Object.values(node.inputs ?? {})) {
      for (const text of inputList(input)) {
        const { node: source } = parseInput(text);
        readers.set(source, [...(readers.get(source) ?? []), reader]);
      }
    }
  }
  const found = new Set<string>();
  const visit = (node: string): void => {
    for (const reader of readers.get(node) ?? []) {
      if (found.has(reader)) continue;
      found.add(reader);
      visit(reader);
    }
  };
  visit(id);
  found.delete(id);
  return found;
}

/** Whether an edge from `source` to `target` would close a cycle. */
export const wouldCycle = (document: PipelineDocument, source: string, target: string): boolean =>
  source === target || upstreamOf(document, source).has(target);
