/** A validated pipeline: steps with parsed params and resolved edges. Plain data apart from the definitions. */
import type { NodeId, PortRef } from '../contract/ids.ts';
import type { NodeDefinition } from '../contract/node-definition.ts';
import type { DocumentNode } from '../document/schema.ts';

export interface GraphNode {
  readonly id: NodeId;
  readonly definition: NodeDefinition;
  /** Output of the definition's schema, parameters put in; `undefined` where the params are wrong. */
  readonly params: unknown;
  /**
   * Edges by input port, in order. Disabled steps are passed over already: a ref always names an
   * enabled step. Ports without an edge have no entry.
   */
  readonly inputs: ReadonlyMap<string, readonly PortRef[]>;
  /** Empty for sinks, and where the ports depend on params that are wrong. */
  readonly outPorts: readonly string[];
  readonly disabled: boolean;
  /** Enabled, and no error here or upstream: the step can be lowered. */
  readonly valid: boolean;
  readonly document: DocumentNode;
}

export interface Graph {
  /** Every step of a known type, in document order; disabled ones too. */
  readonly nodes: ReadonlyMap<NodeId, GraphNode>;
  /**
   * Enabled steps, inputs before consumers, ties in document order. Steps on a cycle or behind one
   * are not in it.
   */
  readonly order: readonly NodeId[];
}
