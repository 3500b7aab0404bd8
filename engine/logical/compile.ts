/** Graph → relations with schemas. Every step that can be understood is, whatever its neighbours do. */
import type { Describe } from '../contract/describe.ts';
import type { Diagnostic } from '../contract/diagnostic.ts';
import { EngineFailure, internalError } from '../contract/errors.ts';
import type { ParameterValue } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import { formatPortRef } from '../contract/ids.ts';
import type { BoundInput } from '../contract/node-definition.ts';
import type { Relation, Scan, Sink } from '../contract/relation.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import { inputsOf } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import { loadExpressionParser } from '../expression/parser.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Binder } from './binder.ts';
import type { BoundPort, CompiledSteps } from './compiled-steps.ts';
import { createBinder } from './binder.ts';
import type { DiscoverValues } from './complete-pivots.ts';
import { completePivots } from './complete-pivots.ts';
import type { LowerSetup } from './lower-context.ts';
import { LowerAbort } from './lower-context.ts';
import { SINK_PORT, failureDiagnostic, lowerNode } from './lower-node.ts';
import type { LowerResult } from './lower-node.ts';
import { lowerQueries } from './lower-queries.ts';

export interface CompileInput {
  readonly graph: Graph;
  /** Values of all the pipeline's parameters. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Looks at a source's files. Throws `EngineFailure` for what the user can mend. */
  readonly describeSource: (spec: SourceSpec, node: NodeId) => Promise<SourceDescription>;
  readonly describe: Describe;
  /** Absent: a pivot without fixed values has no schema. */
  readonly discoverValues?: DiscoverValues;
  /** Extensions that DuckDB has loaded, e.g. `json`. Default: none. */
  readonly extensions?: ReadonlySet<string>;
  /** Outputs that are compiled already, by `node.port`: the graph's order leaves their steps out. */
  readonly known?: ReadonlyMap<string, BoundPort>;
  /** Keep one between edits: what an edit does not reach is not asked again. */
  readonly binder?: Binder;
  /** Keep one with the binder: steps that an edit does not reach are not lowered again. */
  readonly steps?: CompiledSteps;
}

export type { BoundPort };

export interface LogicalPlan {
  /** By `node.port`; only of steps without an error in them or before them. */
  readonly ports: ReadonlyMap<string, BoundPort>;
  readonly sinks: readonly Sink[];
  readonly diagnostics: readonly Diagnostic[];
  /** By the JSON of the source's spec. */
  readonly sources: ReadonlyMap<string, SourceDescription>;
  readonly schemaOf: (relation: Relation) => Schema | undefined;
}

export const sourceKey = (spec: SourceSpec): string => JSON.stringify(spec);

/** Never throws for what the user did; such things are diagnostics, in the order of the graph. */
export async function compilePipeline(input: CompileInput): Promise<LogicalPlan> {
  await loadExpressionParser();
  const compiler = new Compiler(input);
  await compiler.describeAhead();
  for (const id of input.graph.order) await compiler.compileNode(id);
  return compiler.plan();
}

class Compiler {
  readonly #input: CompileInput;
  readonly #binder: Binder;
  readonly #ports: Map<string, BoundPort>;
  readonly #sinks: Sink[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #sources = new Map<string, SourceDescription>();
  readonly #describing = new Map<string, Promise<SourceDescription>>();

  constructor(input: CompileInput) {
    this.#input = input;
    this.#ports = new Map(input.known);
    this.#binder = input.binder ?? createBinder({ describe: input.describe });
  }

  plan(): LogicalPlan {
    return {
      ports: this.#ports,
      sinks: this.#sinks,
      diagnostics: this.#diagnostics,
      sources: this.#sources,
      schemaOf: this.#binder.schemaOf,
    };
  }

  /** Sources wait on disks and networks: all are looked at together, before the first is needed. */
  async describeAhead(): Promise<void> {
    const { graph } = this.#input;
    const waits = graph.order.flatMap((id) => {
      const node = graph.nodes.get(id);
      if (node?.valid !== true || node.inputs.size > 0) return [];
      const lowered = this.#lower(node, new Map(), () => undefined);
      return lowered.ok ? scansBelow([...lowered.outputs.values()]) : [];
    });
    await Promise.allSettled(
      waits.map((scan) => this.#describe(scan.source, scan.origin?.node as NodeId)),
    );
  }

  async compileNode(id: NodeId): Promise<void> {
    const node = this.#input.graph.nodes.get(id);
    if (node === undefined) return;
    const inputs = this.#inputsOf(node);
    if (inputs === undefined) {
      const message = 'A step before this one has an error.';
      this.#report({ severity: 'info', code: 'upstream-error', message, node: id });
      return;
    }
    if (!node.valid) return;
    try {
      if (!(await this.#takeKnown(node, inputs))) await this.#lowerAndBind(node, inputs);
    } catch (thrown) {
      if (!(thrown instanceof LowerAbort)) throw thrown;
      this.#diagnostics.push(...thrown.diagnostics);
    }
  }

  /** The step as it was compiled before, if it, its inputs and its files are still the same. */
  async #takeKnown(
    node: GraphNode,
    inputs: ReadonlyMap<string, readonly BoundInput[]>,
  ): Promise<boolean> {
    const known = this.#input.steps?.find(node, inputs, this.#input);
    if (known === undefined) return false;
    await this.#describeScans(known.scans, node.id);
    const isSame = known.scans.every(
      ({ source }, i) => this.#sources.get(sourceKey(source)) === known.descriptions[i],
    );
    if (!isSame) return false;
    known.warnings.forEach((warning) => this.#report(warning));
    this.#keep(node, known.bound);
    return true;
  }

  /** Undefined if something before the step did not compile. */
  #inputsOf(node: GraphNode): Map<string, readonly BoundInput[]> | undefined {
    const inputs = new Map<string, readonly BoundInput[]>();
    for (const [port, refs] of node.inputs) {
      const bound: BoundInput[] = [];
      for (const ref of refs) {
        const from = this.#ports.get(formatPortRef(ref));
        if (from === undefined) return undefined;
        bound.push({ ...ref, ...from });
      }
      inputs.set(port, bound);
    }
    return inputs;
  }

  #lower(
    node: GraphNode,
    inputs: ReadonlyMap<string, readonly BoundInput[]>,
    warn: (diagnostic: Diagnostic) => void,
  ): LowerResult {
    return lowerNode(node.definition, this.#setup(node, inputs, warn), node.outPorts);
  }

  #setup(node: GraphNode, inputs: LowerSetup['inputs'], warn: LowerSetup['warn']): LowerSetup {
    const { parameters, extensions = new Set() } = this.#input;
    return { node: node.id, params: node.params, inputs, parameters, extensions, warn };
  }

  async #lowerAndBind(
    node: GraphNode,
    inputs: ReadonlyMap<string, readonly BoundInput[]>,
  ): Promise<void> {
    const warnings: Diagnostic[] = [];
    const lowered = this.#lower(node, inputs, (diagnostic) => {
      warnings.push(diagnostic);
      this.#report(diagnostic);
    });
    if (!lowered.ok) throw new LowerAbort(lowered.diagnostics);
    const known = new Set([...inputs.values()].flat().map((input) => input.relation));
    const outputs = [...lowered.outputs.values()];
    const scans = scansBelow(outputs, known);
    await this.#describeScans(scans, node.id);
    const setup = this.#setup(node, inputs, () => undefined);
    const { roots, relocate } = lowerQueries(outputs, known, setup);
    const complete = await completePivots(roots, known, this.#discover());
    const bound = new Map<string, BoundPort>();
    const problems: Diagnostic[] = [];
    for (const [i, port] of [...lowered.outputs.keys()].entries()) {
      const relation = complete[i];
      if (relation === undefined) throw internalError('A pivot step lost an output.');
      problems.push(...(await this.#bindNew(relation, known)));
      const schema = this.#binder.schemaOf(relation);
      if (schema !== undefined) bound.set(port, { relation, schema });
    }
    const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
    if (distinct.size > 0) throw new LowerAbort([...distinct.values()].map(relocate));
    const descriptions = scans.map(({ source }) => this.#sources.get(sourceKey(source)));
    const step = { bound, warnings, scans, descriptions };
    const kept = this.#input.steps?.add(node, inputs, this.#input, step, known) ?? step;
    this.#keep(node, kept.bound);
  }

  #keep(node: GraphNode, bound: ReadonlyMap<string, BoundPort>): void {
    for (const [port, { relation, schema }] of bound) {
      if (relation.kind === 'sink' && port === SINK_PORT) this.#sinks.push(relation);
      else this.#ports.set(formatPortRef({ node: node.id, port }), { relation, schema });
    }
  }

  /** Binds what the step made, inputs first, so that each problem is told once, where it arose. */
  async #bindNew(relation: Relation, known: ReadonlySet<Relation>): Promise<Diagnostic[]> {
    const problems: Diagnostic[] = [];
    if (!known.has(relation)) {
      for (const input of inputsOf(relation)) {
        if (this.#binder.schemaOf(input) === undefined) {
          problems.push(...(await this.#bindNew(input, known)));
        }
      }
    }
    if (problems.length > 0) return problems;
    const result = await this.#binder.bind(relation, (scan) => this.#sourceSchema(scan));
    return result.ok ? [] : [...result.diagnostics];
  }

  #discover(): DiscoverValues | undefined {
    const { discoverValues } = this.#input;
    if (discoverValues === undefined) return undefined;
    return async (relation, column) => {
      const problems = await this.#bindNew(relation, new Set());
      if (problems.length > 0) throw new LowerAbort(problems);
      try {
        return await discoverValues(relation, column);
      } catch (thrown) {
        throw asAbort(thrown, relation.origin?.node);
      }
    };
  }

  #describe(spec: SourceSpec, node: NodeId): Promise<SourceDescription> {
    const key = sourceKey(spec);
    const before = this.#describing.get(key);
    if (before !== undefined) return before;
    const description = this.#input.describeSource(spec, node);
    this.#describing.set(key, description);
    return description;
  }

  async #describeScans(scans: readonly Scan[], node: NodeId): Promise<void> {
    for (const { source } of scans) {
      try {
        this.#sources.set(sourceKey(source), await this.#describe(source, node));
      } catch (thrown) {
        throw asAbort(thrown, node, 'path');
      }
    }
  }

  #sourceSchema({ source, output }: Scan): Schema {
    const description = this.#sources.get(sourceKey(source));
    if (description === undefined) {
      throw internalError(`A ${source.format} source was bound before it was looked at.`);
    }
    // A source that rejects nothing gives no columns there.
    return output === 'rejects' ? (description.rejectsSchema ?? []) : description.schema;
  }

  #report(diagnostic: Diagnostic): void {
    this.#diagnostics.push(diagnostic);
  }
}

/** What the user or the surroundings got wrong, at the step; anything else is thrown on. */
function asAbort(thrown: unknown, node: NodeId | undefined, param?: string): unknown {
  const tellable =
    thrown instanceof EngineFailure &&
    node !== undefined &&
    (thrown.error.kind === 'user' || thrown.error.kind === 'operational');
  return tellable ? new LowerAbort([failureDiagnostic(thrown, node, param)]) : thrown;
}

/** Scans that a step made: those not below the relations it was given. */
function scansBelow(roots: readonly Relation[], known: ReadonlySet<Relation> = new Set()): Scan[] {
  const scans: Scan[] = [];
  const seen = new Set<Relation>(known);
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return;
    seen.add(relation);
    if (relation.kind === 'scan') scans.push(relation);
    inputsOf(relation).forEach(visit);
  };
  roots.forEach(visit);
  return scans;
}
