/** Branded identifiers. A brand costs nothing at run time and stops one id being passed for another. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Key of a step in a pipeline document, e.g. `orders_csv`. */
export type NodeId = Branded<'NodeId'>;
/** A stage of a physical plan: a run of tasks between two exchanges. */
export type StageId = Branded<'StageId'>;
/** One unit of work: a stage applied to one partition. */
export type TaskId = Branded<'TaskId'>;
/** Content address of one stored piece of data (an Arrow IPC stream). */
export type BlockId = Branded<'BlockId'>;
/** One run of a pipeline. */
export type RunId = Branded<'RunId'>;

export const nodeId = (id: string): NodeId => id as NodeId;
export const stageId = (id: string): StageId => id as StageId;
export const taskId = (id: string): TaskId => id as TaskId;
export const blockId = (id: string): BlockId => id as BlockId;
export const runId = (id: string): RunId => id as RunId;

/** What may be used as a node id: starts with a letter, then letters, digits, `_` or `-`. */
export const NODE_ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** An output port of a step, written `node` (its first output port) or `node.port` in documents. */
export interface PortRef {
  readonly node: NodeId;
  readonly port: string;
}

export const formatPortRef = (ref: PortRef): string => `${ref.node}.${ref.port}`;
