/** Carries new names of columns downstream, step by step in the order of the graph. */
import type { NodeId } from '../../contract/ids.ts';
import { formatPortRef, nodeId } from '../../contract/ids.ts';
import type { BoundInput } from '../../contract/node-definition.ts';
import { nameKey } from '../../contract/schema.ts';
import type { ParamEdit, RenameInsert, UnsurePlace } from '../../document/column-rename.ts';
import { parseInput } from '../../document/schema.ts';
import type { GraphNode } from '../../graph/graph.ts';
import { SINK_PORT } from '../lower-node.ts';
import { bridged, edgeText, freeStepId, readersOf, renamed } from './bridge.ts';
import type { ParamPlace } from './param-places.ts';
import type { Refactoring } from './refactoring.ts';
import { placesOf, unsurePlace } from './refactoring.ts';
import type { NewNames, PathEdit } from './rewrite-params.ts';
import { KEEP, applyEdits, asValueEdits, rewritePlaces } from './rewrite-params.ts';
import { followTables, renameColumnsInQuery } from './rewrite-query.ts';
import type { InputEdge, Renames } from './step-inputs.ts';
import { NO_RENAMES, edgeOfReference, newNameIn } from './step-inputs.ts';
import type { StepTrial } from './try-step.ts';
import { tryStep } from './try-step.ts';

/** What an output is now. */
interface Changed {
  readonly input: BoundInput;
  readonly renames: Renames;
}

interface Insert {
  readonly id: string;
  readonly source: string;
  readonly map: Record<string, string>;
  readonly reason: RenameInsert['reason'];
  targets: { readonly node: NodeId; readonly port: string; readonly index: number }[];
}

export class RenameCarrier {
  readonly edits: ParamEdit[] = [];
  readonly unsure: UnsurePlace[] = [];
  readonly #refactoring: Refactoring;
  /** By `node.port`, as the graph knew it. */
  readonly #changed = new Map<string, Changed>();
  readonly #inserts: Insert[] = [];

  constructor(refactoring: Refactoring) {
    this.#refactoring = refactoring;
  }

  get inserts(): readonly RenameInsert[] {
    return this.#inserts.filter(({ reason, targets }) => reason === 'origin' || targets.length > 0);
  }

  /** The step's own params make the new name. */
  changeStep(node: GraphNode, edits: readonly PathEdit[], trial: StepTrial): void {
    this.#edit(node, edits);
    for (const [port, bound] of trial.ports) {
      const renames = trial.renames.get(port) ?? NO_RENAMES;
      if (renames.size === 0) continue;
      const input = { node: node.id, port, ...bound };
      this.#changed.set(formatPortRef({ node: node.id, port }), { input, renames });
    }
  }

  /** A rename step after the output makes the new name. */
  async insertAfter(node: NodeId, port: string, renames: Renames): Promise<void> {
    const before = this.#bound({ node, port });
    if (before === undefined) return;
    const readers = readersOf(this.#refactoring, node, port);
    const insert = this.#insert(formatPortRef({ node, port }), before, renames, 'origin');
    insert.targets = readers.map((reader) => ({ ...reader, node: nodeId(reader.node) }));
    const input = await renamed(before, renames, insert.id, this.#refactoring);
    this.#changed.set(formatPortRef({ node, port }), { input, renames });
  }

  async carry(): Promise<void> {
    const { graph } = this.#refactoring;
    for (const node of graph.nodes.values()) if (node.disabled) this.#followUnchecked(node);
    for (const id of graph.order) {
      const node = graph.nodes.get(id);
      if (node !== undefined) await this.#follow(node);
    }
  }

  async #follow(node: GraphNode): Promise<void> {
    const edges = this.#edges(node);
    if (edges === undefined || edges.every(({ before, after }) => before === after)) return;
    if (!this.#wasBound(node)) return this.#rewriteUnchecked(node, edges);
    const places = placesOf(node);
    const references = rewritePlaces(places, namesFor(node, edges));
    if (references.blocked.length === 0) {
      const made = rewritePlaces(places, { ...namesFor(node, edges), made: madeName(edges) });
      for (const { edits, uncertain } of [references, made]) {
        const trial = await this.#try(node, edits, edges);
        if (trial === undefined) continue;
        this.changeStep(node, edits, trial);
        this.#report(node, uncertain, 'opaque');
        return;
      }
    }
    if (await this.#bridge(node, edges, places)) return;
    this.#edit(node, references.edits);
    this.#reportStep(node, edges, references.blocked);
  }

  /** Gives the step the names it knows. */
  async #bridge(
    node: GraphNode,
    edges: readonly InputEdge[],
    places: readonly ParamPlace[],
  ): Promise<boolean> {
    const plain: InputEdge[] = [];
    const inserted: { readonly edge: InputEdge; readonly insert: Insert }[] = [];
    for (const edge of edges) {
      if (edge.renames.size === 0) plain.push(edge);
      else if (this.#readsOriginDirectly(node, edge)) {
        plain.push({ ...edge, after: edge.before, renames: NO_RENAMES });
      } else {
        const text = this.#textOf(node, edge);
        const known = this.#inserts.find(
          (each) => each.source === text && each.reason === 'bridge',
        );
        const insert = known ?? this.#insert(text, edge.after, backwards(edge), 'bridge');
        const over = await bridged(edge, insert.id, this.#refactoring);
        inserted.push({ edge, insert });
        plain.push(over);
      }
    }
    const { edits } = rewritePlaces(places, {
      ...KEEP,
      query: (text) => followTables(text, plain),
    });
    const trial = await this.#try(node, edits, plain);
    if (trial === undefined) return false;
    for (const edge of edges) this.#leaveOrigin(node, edge);
    for (const { edge, insert } of inserted) {
      insert.targets.push({ node: node.id, port: edge.port, index: edge.index });
    }
    this.changeStep(node, edits, trial);
    return true;
  }

  /** The step reads the output itself, so it can go on doing so beside the rename step. */
  #readsOriginDirectly(node: GraphNode, edge: InputEdge): boolean {
    return this.#originTarget(node, edge) !== undefined;
  }

  #originTarget(node: GraphNode, { port, index, after }: InputEdge): Insert | undefined {
    return this.#inserts.find(
      ({ id, reason, targets }) =>
        reason === 'origin' &&
        id === after.node &&
        targets.some((to) => to.node === node.id && to.port === port && to.index === index),
    );
  }

  #leaveOrigin(node: GraphNode, edge: InputEdge): void {
    const insert = this.#originTarget(node, edge);
    if (insert === undefined) return;
    insert.targets = insert.targets.filter(
      (to) => to.node !== node.id || to.port !== edge.port || to.index !== edge.index,
    );
  }

  /** Edges of a step that did compile; undefined where something before it did not. */
  #edges(node: GraphNode): InputEdge[] | undefined {
    const edges: InputEdge[] = [];
    for (const [port, refs] of node.inputs) {
      for (const [index, ref] of refs.entries()) {
        const before = this.#bound(ref);
        if (before === undefined) return undefined;
        const changed = this.#changed.get(formatPortRef(ref));
        const after = changed?.input ?? before;
        edges.push({ port, index, before, after, renames: changed?.renames ?? NO_RENAMES });
      }
    }
    return edges;
  }

  /** A disabled step hands its rows on: its settings follow, as far as they can be read. */
  #followUnchecked(node: GraphNode): void {
    const { document, graph } = this.#refactoring;
    const edges = Object.keys(node.document.inputs ?? {}).flatMap((port): InputEdge[] => {
      const text = edgeText(document, node.id, port, 0);
      if (text === undefined) return [];
      const source = parseInput(text);
      const first = graph.nodes.get(source.node)?.outPorts[0] ?? '';
      const ref = { node: source.node, port: source.port ?? first };
      const before = this.#bound(ref);
      const changed = this.#changed.get(formatPortRef(ref));
      if (before === undefined || changed === undefined) return [];
      return [{ port, index: 0, before, after: changed.input, renames: changed.renames }];
    });
    if (edges.length > 0) this.#rewriteUnchecked(node, edges);
  }

  #rewriteUnchecked(node: GraphNode, edges: readonly InputEdge[]): void {
    const places = placesOf(node);
    const { edits, blocked } = rewritePlaces(places, namesFor(node, edges));
    this.#edit(node, edits);
    const touched = places.filter(({ path }) =>
      edits.some((edit) => JSON.stringify(edit.path) === JSON.stringify(path)),
    );
    this.#report(node, touched, 'unchecked');
    this.#report(node, blocked, 'blocked');
  }

  #wasBound(node: GraphNode): boolean {
    const { plan } = this.#refactoring.trial;
    if (!node.valid) return false;
    return node.outPorts.length === 0
      ? plan.sinks.some(({ origin }) => origin?.node === node.id) ||
          plan.ports.has(formatPortRef({ node: node.id, port: SINK_PORT }))
      : node.outPorts.every((port) => plan.ports.has(formatPortRef({ node: node.id, port })));
  }

  #try(
    node: GraphNode,
    edits: readonly PathEdit[],
    edges: readonly InputEdge[],
  ): Promise<StepTrial | undefined> {
    const params = applyEdits(node.document.params, edits);
    return tryStep(node, params, edges, this.#refactoring.trial);
  }

  #edit(node: GraphNode, edits: readonly PathEdit[]): void {
    for (const edit of asValueEdits(node.document.params, edits)) {
      this.edits.push({ node: node.id, ...edit });
    }
  }

  #report(node: GraphNode, places: readonly ParamPlace[], reason: UnsurePlace['reason']): void {
    this.unsure.push(...places.map((place) => unsurePlace(node.id, place, reason)));
  }

  #reportStep(node: GraphNode, edges: readonly InputEdge[], blocked: readonly ParamPlace[]): void {
    if (blocked.length > 0) return this.#report(node, blocked, 'blocked');
    const names = edges.flatMap(({ renames }) => [...renames.values()]);
    this.unsure.push({ node: node.id, param: '', text: names.join(', '), reason: 'blocked' });
  }

  #insert(
    source: string,
    input: Pick<BoundInput, 'schema'>,
    renames: Renames,
    reason: RenameInsert['reason'],
  ): Insert {
    const taken = new Set(this.#inserts.map(({ id }) => id));
    const id = freeStepId(this.#refactoring.document, taken);
    const map = Object.fromEntries(
      input.schema.flatMap(({ name }): [string, string][] => {
        const to = renames.get(nameKey(name));
        return to === undefined || to === name ? [] : [[name, to]];
      }),
    );
    const insert: Insert = { id, source, map, reason, targets: [] };
    this.#inserts.push(insert);
    return insert;
  }

  #textOf(node: GraphNode, { port, index, before }: InputEdge): string {
    return edgeText(this.#refactoring.document, node.id, port, index) ?? formatPortRef(before);
  }

  #bound(ref: { readonly node: NodeId; readonly port: string }): BoundInput | undefined {
    const bound = this.#refactoring.trial.plan.ports.get(formatPortRef(ref));
    return bound && { ...ref, ...bound };
  }
}

/** From the new names of an edge to the old ones. */
const backwards = ({ before, after }: InputEdge): Renames =>
  new Map(
    after.schema.map(({ name }, i) => [nameKey(name), before.schema[i]?.name ?? name] as const),
  );

const namesFor = ({ definition }: GraphNode, edges: readonly InputEdge[]): NewNames => ({
  column: (name, port) => newNameIn(definition, edges, name, port),
  reference: (reference) =>
    edgeOfReference(definition, edges, reference)?.renames.get(nameKey(reference.name)),
  made: () => undefined,
  query: (text) => renameColumnsInQuery(text, edges),
});

/** A step that replaces a column in place names it as it is called now. */
const madeName =
  (edges: readonly InputEdge[]) =>
  (name: string): string | undefined =>
    edges.map(({ renames }) => renames.get(nameKey(name))).find((to) => to !== undefined);
