/** From a document to a logical plan: migrated, parameters resolved, validated, lowered and bound. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { isError } from '../contract/diagnostic.ts';
import { EngineFailure, userError } from '../contract/errors.ts';
import type { NodeId } from '../contract/ids.ts';
import { nodeId } from '../contract/ids.ts';
import type { NodeRegistry } from '../contract/node-definition.ts';
import { migrateDocument } from '../document/migrate.ts';
import { nameHint } from '../document/near-names.ts';
import { resolveParameters } from '../document/parameters.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { buildGraph } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { subgraphFor } from '../graph/order.ts';
import type { CompileInput, LogicalPlan } from '../logical/compile.ts';
import { compilePipeline } from '../logical/compile.ts';

export interface PrepareInput extends Omit<CompileInput, 'graph' | 'parameters'> {
  readonly document: PipelineDocument;
  readonly registry: NodeRegistry;
  readonly given: Readonly<Record<string, string>>;
  /** Steps to compile with what is before them; absent: all. */
  readonly only?: readonly NodeId[];
}

export interface Prepared {
  readonly plan: LogicalPlan;
  readonly graph: Graph;
  /** What the plan was compiled from. */
  readonly input: CompileInput;
  /** Of the document, its graph and its plan, each once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Never throws for what is wrong with the pipeline: that is in the diagnostics. */
export async function prepare(input: PrepareInput): Promise<Prepared> {
  const { registry, given, only, ...rest } = input;
  const { document, diagnostics: migration } = migrateDocument(input.document, registry);
  const { values, diagnostics: parameters } = resolveParameters(document, given);
  const built = buildGraph(document, registry, values);
  const graph = only === undefined ? built.graph : subgraphFor(built.graph, only);
  const compiled: CompileInput = { ...rest, graph, parameters: values };
  const plan = await compilePipeline(compiled);
  const shown = only === undefined ? undefined : withSources(document, only);
  const relevant = ({ node }: Diagnostic): boolean =>
    shown === undefined || node === undefined || shown.has(node);
  const all = [
    ...migration,
    ...parameters,
    ...built.diagnostics.filter(relevant),
    ...plan.diagnostics,
  ];
  const distinct = new Map(all.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return { plan, graph, input: compiled, diagnostics: [...distinct.values()] };
}

/** Steps and those before them, by the document: a step of an unknown type is not in the graph. */
function withSources(document: PipelineDocument, steps: readonly NodeId[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const source of Object.values(document.nodes[id]?.inputs ?? {}).flat()) {
      visit(source.split('.', 1)[0] ?? source);
    }
  };
  steps.forEach(visit);
  return found;
}

/** Throws a user error that holds all findings if there is an error among them. */
export function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(isError);
  const [first] = errors;
  if (first === undefined) return;
  const { code, message, hint, node, param, start, end, location } = first;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new EngineFailure({
    kind: 'user',
    code,
    message: `${message}${more}`,
    ...(hint === undefined ? {} : { hint }),
    ...(node === undefined ? {} : { node }),
    ...(param === undefined ? {} : { param }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(location === undefined ? {} : { location }),
    diagnostics,
  });
}

export interface Target {
  readonly node: NodeId;
  /** `node.port`. */
  readonly key: string;
}

/** Reads `node` (its first output port) or `node.port`. Throws a user error for what there is not. */
export function parseTarget(
  text: string,
  document: PipelineDocument,
  registry: NodeRegistry,
): Target {
  const [name = '', port] = text.split('.', 2);
  const step = document.nodes[name];
  if (step === undefined) {
    const hint = nameHint(name, Object.keys(document.nodes));
    throw userError('unknown-target', `There is no step "${name}" in the pipeline.`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const node = nodeId(name);
  if (port !== undefined) return { node, key: `${name}.${port}` };
  const definition = registry.get(step.type);
  const ports = definition?.ports.out;
  const first = Array.isArray(ports) ? (ports[0] as string | undefined) : undefined;
  return { node, key: first === undefined ? name : `${name}.${first}` };
}
