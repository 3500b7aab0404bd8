/** Document → graph, with everything that is wrong said at the step and param where it is wrong. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { isError } from '../contract/diagnostic.ts';
import type { ParameterValue } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { NodeRegistry } from '../contract/node-definition.ts';
import { resolveParameters } from '../document/parameters.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { findCycles, resolveEdges } from './edges.ts';
import type { Graph, GraphNode } from './graph.ts';
import { sourcesOf, topologicalOrder } from './order.ts';
import { readSteps } from './steps.ts';
import type { Step } from './steps.ts';
import { reportCycles, reportSharedTargets, reportUnused } from './validate.ts';

export interface BuiltGraph {
  readonly graph: Graph;
  /** Those of the document first, then by step in document order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Validates a document (at the current node versions: see `migrateDocument`) and resolves its edges.
 * A graph always comes back: steps that can be lowered are marked `valid`, so that one broken step
 * does not stop the preview of the others.
 * @param values parameter values of a run; absent, the declared defaults
 */
export function buildGraph(
  document: PipelineDocument,
  registry: NodeRegistry,
  values: Readonly<Record<string, ParameterValue>> = resolveParameters(document, {}).values,
): BuiltGraph {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const steps = readSteps(document, registry, values, report);
  reportCycles(findCycles(steps), report);
  const nodes = new Map<NodeId, GraphNode>();
  for (const step of steps.values()) {
    const node = toGraphNode(step, steps, report);
    if (node !== undefined) nodes.set(step.id, node);
  }
  const order = topologicalOrder(
    [...nodes.values()].filter((node) => !node.disabled).map((node) => node.id),
    (id) => sourcesOf({ nodes, order: [] }, id),
  );
  const linked: Graph = { nodes, order };
  reportSharedTargets(linked, report);
  reportUnused(linked, report);
  return {
    graph: { nodes: withoutInvalid(linked, diagnostics), order },
    diagnostics: inDocumentOrder(diagnostics, [...steps.keys()]),
  };
}

/** `valid` is what the step's own edges say as yet. */
function toGraphNode(
  step: Step,
  steps: ReadonlyMap<NodeId, Step>,
  report: (diagnostic: Diagnostic) => void,
): GraphNode | undefined {
  const { id, definition, disabled, params, outPorts } = step;
  if (definition === undefined) return undefined;
  const edges = disabled ? undefined : resolveEdges(step, steps, report);
  return {
    id,
    definition,
    params: params?.value,
    inputs: edges?.inputs ?? new Map(),
    outPorts: outPorts ?? [],
    disabled,
    valid: params !== undefined && edges !== undefined && edges.complete,
    document: step.document,
  };
}

/** Carries errors down the edges. What has no place in the order is on a cycle or behind one. */
function withoutInvalid(
  graph: Graph,
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<NodeId, GraphNode> {
  const wrong = new Set(diagnostics.filter(isError).map((diagnostic) => diagnostic.node));
  const valid = new Set<NodeId>();
  for (const id of graph.order) {
    const complete = graph.nodes.get(id)?.valid === true && !wrong.has(id);
    if (complete && sourcesOf(graph, id).every((source) => valid.has(source))) valid.add(id);
  }
  return new Map([...graph.nodes].map(([id, node]) => [id, { ...node, valid: valid.has(id) }]));
}

function inDocumentOrder(diagnostics: readonly Diagnostic[], ids: readonly NodeId[]): Diagnostic[] {
  const position = new Map<NodeId | undefined, number>(ids.map((id, i) => [id, i]));
  return diagnostics.toSorted(
    (a, b) => (position.get(a.node) ?? -1) - (position.get(b.node) ?? -1),
  );
}
