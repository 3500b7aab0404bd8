/**
 * Steps as they were compiled for earlier versions of a pipeline. A step whose settings and inputs are
 * the same gives the very relations that it gave before, so what is known of them (schemas, keys) is
 * still known, and a key press costs the edited step and those behind it.
 */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { ParameterValue } from '../contract/expression.ts';
import type { NodeDefinition } from '../contract/node-definition.ts';
import type { BoundInput } from '../contract/node-definition.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { SourceDescription } from '../contract/source.ts';
import type { GraphNode } from '../graph/graph.ts';

export interface BoundPort {
  readonly relation: Relation;
  readonly schema: Schema;
}

interface CompiledStep {
  readonly bound: ReadonlyMap<string, BoundPort>;
  readonly warnings: readonly Diagnostic[];
  /** Those that the step made, and what their files were. */
  readonly scans: readonly Scan[];
  readonly descriptions: readonly (SourceDescription | undefined)[];
}

/** What all steps are compiled with. */
interface Surroundings {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly extensions?: ReadonlySet<string>;
}

interface Entry {
  readonly definition: NodeDefinition;
  readonly settings: string;
  readonly inputs: readonly Relation[];
  readonly step: CompiledStep;
}

/** Versions of a step that are kept: what an undo brings back is among them. */
const VERSIONS = 4;

/** Steps of a large pipeline. */
const STEPS = 4000;

export class CompiledSteps {
  readonly #entries = new Map<string, Entry[]>();

  find(
    node: GraphNode,
    inputs: ReadonlyMap<string, readonly BoundInput[]>,
    surroundings: Surroundings,
  ): CompiledStep | undefined {
    const entries = this.#entries.get(node.id);
    if (entries === undefined) return undefined;
    const settings = settingsOf(node, inputs, surroundings);
    const relations = relationsOf(inputs);
    return entries.find(
      (entry) =>
        entry.definition === node.definition &&
        entry.settings === settings &&
        entry.inputs.length === relations.length &&
        entry.inputs.every((relation, i) => relation === relations[i]),
    )?.step;
  }

  /**
   * @param known relations that the step was given
   * @returns the step as another compilation beside this one has made it, or else as it is given
   */
  add(
    node: GraphNode,
    inputs: ReadonlyMap<string, readonly BoundInput[]>,
    surroundings: Surroundings,
    step: CompiledStep,
    known: ReadonlySet<Relation>,
  ): CompiledStep {
    if ([...step.bound.values()].some(({ relation }) => dependsOnValues(relation, known)))
      return step;
    const other = this.find(node, inputs, surroundings);
    if (other?.descriptions.every((each, i) => each === step.descriptions[i]) === true)
      return other;
    const entry: Entry = {
      definition: node.definition,
      settings: settingsOf(node, inputs, surroundings),
      inputs: relationsOf(inputs),
      step,
    };
    const before = this.#entries.get(node.id) ?? [];
    this.#entries.delete(node.id);
    this.#entries.set(node.id, [entry, ...before].slice(0, VERSIONS));
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > STEPS && oldest !== undefined) this.#entries.delete(oldest);
    return step;
  }
}

const relationsOf = (inputs: ReadonlyMap<string, readonly BoundInput[]>): readonly Relation[] =>
  [...inputs.values()].flat().map(({ relation }) => relation);

const settingsOf = (
  { params, outPorts }: GraphNode,
  inputs: ReadonlyMap<string, readonly BoundInput[]>,
  { parameters, extensions = new Set() }: Surroundings,
): string =>
  JSON.stringify([
    params,
    outPorts,
    [...inputs].map(([port, bound]) => [port, bound.map(({ node, port: from }) => [node, from])]),
    parameters,
    [...extensions],
  ]);

/** The columns of a pivot are values of its data, which are looked for anew. */
function dependsOnValues(relation: Relation, known: ReadonlySet<Relation>): boolean {
  if (known.has(relation)) return false;
  return (
    relation.kind === 'pivot' || inputsOf(relation).some((input) => dependsOnValues(input, known))
  );
}
