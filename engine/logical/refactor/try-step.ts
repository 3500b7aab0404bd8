/** One step with other params over other inputs: what it would give, and whether that is the same. */
import type { BoundInput } from '../../contract/node-definition.ts';
import type { Literal } from '../../contract/expression.ts';
import { isError } from '../../contract/diagnostic.ts';
import type { Origin, Relation } from '../../contract/relation.ts';
import { walk } from '../../contract/relation.ts';
import { formatPortRef } from '../../contract/ids.ts';
import { formatType, nameKey } from '../../contract/schema.ts';
import type { Schema } from '../../contract/schema.ts';
import { conjuncts } from '../../expression/analyse.ts';
import { substituteParams } from '../../document/parameters.ts';
import type { GraphNode } from '../../graph/graph.ts';
import type { Binder } from '../binder.ts';
import type { BoundPort, CompileInput, LogicalPlan } from '../compile.ts';
import { compilePipeline } from '../compile.ts';
import { lineageOf } from '../lineage.ts';
import { SINK_PORT } from '../lower-node.ts';
import type { InputEdge, Renames } from './step-inputs.ts';
import { renamesBetween } from './step-inputs.ts';

export interface StepTrial {
  /** By port; none of a sink. */
  readonly ports: ReadonlyMap<string, BoundPort>;
  /** By port: what its columns are called now. */
  readonly renames: ReadonlyMap<string, Renames>;
}

export interface TrialSetup extends Omit<CompileInput, 'graph' | 'known'> {
  readonly binder: Binder;
  readonly plan: LogicalPlan;
  /** Names of parameters that the document declares. */
  readonly declared: readonly string[];
}

/**
 * Compiles the step by itself. Undefined where it does not bind, or gives other columns than it
 * did: their number, types and what each is made of must be the same; names may differ.
 */
export async function tryStep(
  node: GraphNode,
  params: unknown,
  edges: readonly InputEdge[],
  setup: TrialSetup,
): Promise<StepTrial | undefined> {
  const { plan, declared } = setup;
  const { definition } = node;
  const filled = substituteParams(params, definition.params, setup.parameters, declared);
  const parsed = definition.params.safeParse(filled.params);
  if (!parsed.success || filled.diagnostics.length > 0) return undefined;
  const inputs = new Map<string, BoundInput[]>();
  for (const { port, after } of edges) inputs.set(port, [...(inputs.get(port) ?? []), after]);
  const trial: GraphNode = { ...node, params: parsed.data, inputs };
  const known = new Map(edges.map(({ after }) => [formatPortRef(after), after]));
  const compiled = await compilePipeline({
    ...setup,
    graph: { nodes: new Map([[node.id, trial]]), order: [node.id] },
    known,
    discoverValues: async () => pivotValues(node, plan),
  });
  if (compiled.diagnostics.some(isError)) return undefined;
  return compare(node, edges, compiled, plan);
}

function compare(
  node: GraphNode,
  edges: readonly InputEdge[],
  compiled: LogicalPlan,
  plan: LogicalPlan,
): StepTrial | undefined {
  if (node.outPorts.length === 0) {
    // Of a chart: its points.
    const key = formatPortRef({ node: node.id, port: SINK_PORT });
    const [before, after] = [plan.ports.get(key), compiled.ports.get(key)];
    const isSame =
      compiled.sinks.length > 0 ||
      (before !== undefined && after !== undefined && sameTypes(before.schema, after.schema));
    return isSame ? { ports: new Map(), renames: new Map() } : undefined;
  }
  const ports = new Map<string, BoundPort>();
  const renames = new Map<string, Renames>();
  for (const port of node.outPorts) {
    const key = formatPortRef({ node: node.id, port });
    const [before, after] = [plan.ports.get(key), compiled.ports.get(key)];
    if (before === undefined || after === undefined) return undefined;
    const same = sameTypes(before.schema, after.schema) && sameOrigins(before, after, edges, plan);
    const changed = renamesBetween(before.schema, after.schema, same);
    if (changed === undefined) return undefined;
    ports.set(port, after);
    renames.set(port, changed);
  }
  return { ports, renames };
}

const sameTypes = (before: Schema, after: Schema): boolean =>
  before.length === after.length &&
  before.every(({ type }, i) => {
    const other = after[i]?.type;
    return other !== undefined && formatType(type) === formatType(other);
  });

/** Column by column: made of the same columns of the inputs, by their places. */
function sameOrigins(
  before: BoundPort,
  after: BoundPort,
  edges: readonly InputEdge[],
  plan: LogicalPlan,
): boolean {
  const read = (port: BoundPort, side: 'before' | 'after'): string[] => {
    const inputs = new Map<Relation, { readonly origin: Origin; readonly schema: Schema }>();
    for (const edge of edges) {
      const { relation, schema } = edge[side];
      const label = { node: edge.before.node, port: edge.before.port };
      if (!inputs.has(relation)) inputs.set(relation, { origin: label, schema });
    }
    const schemas = [...inputs.values()];
    const place = (origin: Origin | undefined, column: string): string => {
      const found = schemas.find(
        (each) => each.origin.node === origin?.node && each.origin.port === origin.port,
      );
      const at = found?.schema.findIndex(({ name }) => nameKey(name) === nameKey(column));
      return `${origin?.node}.${origin?.port}[${at}]`;
    };
    const lineage = lineageOf(
      port.relation,
      (relation) => (plan.schemaOf(relation) ?? []).map(({ name }) => name),
      new Map([...inputs].map(([relation, { origin }]) => [relation, origin])),
    );
    return port.schema.map(({ name }) =>
      (lineage.get(name)?.sources ?? [])
        .map(({ node, port: from, column }) =>
          place(
            node === undefined || from === undefined ? undefined : { node, port: from },
            column,
          ),
        )
        .sort()
        .join(' '),
    );
  };
  const [was, is] = [read(before, 'before'), read(after, 'after')];
  return was.every((sources, i) => sources === is[i]);
}

/** The values of a pivot are in its data, which a name does not change: those found before. */
function pivotValues(node: GraphNode, plan: LogicalPlan): readonly Literal[] {
  const outputs = node.outPorts.flatMap(
    (port) => plan.ports.get(formatPortRef({ node: node.id, port }))?.relation ?? [],
  );
  const found = new Map<string | null, Literal>();
  for (const relation of walk(outputs)) {
    if (relation.kind !== 'aggregate' || relation.origin?.node !== node.id) continue;
    for (const { call } of relation.aggregates) {
      const test = call.filter && conjuncts(call.filter)[0];
      if (test?.kind !== 'binary' || test.right.kind !== 'literal') continue;
      if (!found.has(test.right.value)) found.set(test.right.value, test.right);
    }
  }
  return [...found.values()];
}
