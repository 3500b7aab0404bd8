/** What changed between two documents, step by step rather than line by line. */
import { nodeId } from '../contract/ids.ts';
import type { NodeId } from '../contract/ids.ts';
import { canonicalJson } from './hash.ts';
import { diffValues, sameValue } from './diff-values.ts';
import type { ValueChange } from './diff-values.ts';
import { documentNodes, inputList, parseInput } from './schema.ts';
import type { DocumentInput, DocumentNode, DocumentParameter, PipelineDocument } from './schema.ts';

/** Fields of a step beside type, inputs and params. */
export type NodeField = 'version' | 'title' | 'note' | 'disabled';

/** Steps are named by their id in the newer document, removed ones by their id in the older. */
export type DocumentChange =
  | {
      readonly kind: 'document';
      readonly field: 'name' | 'description';
      readonly before?: string;
      readonly after?: string;
    }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      /** Absent: it was added. */
      readonly before?: DocumentParameter;
      /** Absent: it was removed. */
      readonly after?: DocumentParameter;
    }
  /** Its edges come as `edge-removed`. */
  | { readonly kind: 'node-removed'; readonly node: NodeId; readonly before: DocumentNode }
  | { readonly kind: 'node-renamed'; readonly node: NodeId; readonly before: NodeId }
  /** Its edges come as `edge-added`. */
  | { readonly kind: 'node-added'; readonly node: NodeId; readonly after: DocumentNode }
  | {
      readonly kind: 'node-retyped';
      readonly node: NodeId;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'node-field';
      readonly node: NodeId;
      readonly field: NodeField;
      readonly before?: string | number | boolean;
      readonly after?: string | number | boolean;
    }
  /** Paths are below the step's params. */
  | ({ readonly kind: 'param'; readonly node: NodeId } & ValueChange)
  /** `from` is the edge's text in the document, `position` its place among the edges of the port. */
  | {
      readonly kind: 'edge-removed';
      readonly node: NodeId;
      readonly port: string;
      readonly from: string;
      readonly position: number;
    }
  | {
      readonly kind: 'edge-added';
      readonly node: NodeId;
      readonly port: string;
      readonly from: string;
      readonly position: number;
    }
  /** Nothing of these changes what is computed. */
  | { readonly kind: 'layout'; readonly what: 'order'; readonly after: readonly NodeId[] }
  | ({ readonly kind: 'layout'; readonly what: 'canvas' } & ValueChange);

/** Changes that turn `a` into `b`, those of layout last. Empty for equal documents. */
export function diffDocuments(a: PipelineDocument, b: PipelineDocument): DocumentChange[] {
  const renamed = findRenames(a, b);
  const olderName = new Map([...renamed].map(([before, after]) => [after, before]));
  const changes: DocumentChange[] = [];
  for (const field of ['name', 'description'] as const) {
    if (a[field] !== b[field])
      changes.push({ kind: 'document', field, ...pair(a[field], b[field]) });
  }
  for (const name of new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])) {
    const before = own(a.parameters, name);
    const after = own(b.parameters, name);
    if (!sameValue(before, after))
      changes.push({ kind: 'parameter', name, ...pair(before, after) });
  }
  for (const [node, before] of documentNodes(a)) {
    if (renamed.has(node) || own(b.nodes, node) !== undefined) continue;
    changes.push(...edgeChanges(node, before.inputs, undefined, renamed));
    changes.push({ kind: 'node-removed', node, before });
  }
  for (const [before, node] of renamed) {
    changes.push({ kind: 'node-renamed', node, before: nodeId(before) });
  }
  for (const [node, after] of documentNodes(b)) {
    const before = own(a.nodes, olderName.get(node) ?? node);
    if (before === undefined) {
      changes.push({ kind: 'node-added', node, after });
      changes.push(...edgeChanges(node, undefined, after.inputs, renamed));
    } else changes.push(...nodeChanges(node, before, after, renamed));
  }
  return [...changes, ...layoutChanges(a, b, renamed)];
}

/** Whether a change is of looks alone: layout, captions and descriptions. */
export const isCosmetic = (change: DocumentChange): boolean =>
  change.kind === 'layout' ||
  change.kind === 'document' ||
  (change.kind === 'node-field' && (change.field === 'title' || change.field === 'note')) ||
  (change.kind === 'parameter' &&
    change.before !== undefined &&
    change.after !== undefined &&
    change.before.type === change.after.type &&
    change.before.default === change.after.default);

function nodeChanges(
  node: NodeId,
  before: DocumentNode,
  after: DocumentNode,
  renamed: ReadonlyMap<string, NodeId>,
): DocumentChange[] {
  const changes: DocumentChange[] = [];
  if (before.type !== after.type) {
    changes.push({ kind: 'node-retyped', node, before: before.type, after: after.type });
  }
  for (const field of ['version', 'title', 'note', 'disabled'] as const) {
    const [old, now] = [fieldOf(before, field), fieldOf(after, field)];
    if (old !== now) changes.push({ kind: 'node-field', node, field, ...pair(old, now) });
  }
  for (const change of diffValues(before.params, after.params)) {
    changes.push({ kind: 'param', node, ...change });
  }
  return [...changes, ...edgeChanges(node, before.inputs, after.inputs, renamed)];
}

/** Without the values that say what their absence says. */
function fieldOf(node: DocumentNode, field: NodeField): string | number | boolean | undefined {
  const value = node[field];
  return (field === 'version' && value === 1) || (field === 'disabled' && value === false)
    ? undefined
    : value;
}

type Inputs = Readonly<Record<string, DocumentInput>> | undefined;

function edgeChanges(
  node: NodeId,
  before: Inputs,
  after: Inputs,
  renamed: ReadonlyMap<string, NodeId>,
): DocumentChange[] {
  const ports = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...ports].flatMap((port): DocumentChange[] => {
    const old = inputList(own(before ?? {}, port)).map((text) => renameInput(text, renamed));
    const now = inputList(own(after ?? {}, port));
    return diffValues(old, now).flatMap(({ path, before: gone, after: come }): DocumentChange[] => {
      const place = { node, port, position: Number(path[0]) };
      return [
        ...(typeof gone === 'string'
          ? [{ kind: 'edge-removed', from: gone, ...place } as const]
          : []),
        ...(typeof come === 'string'
          ? [{ kind: 'edge-added', from: come, ...place } as const]
          : []),
      ];
    });
  });
}

function renameInput(text: string, renamed: ReadonlyMap<string, NodeId>): string {
  const { node, port } = parseInput(text);
  const name = renamed.get(node) ?? node;
  return port === undefined ? name : `${name}.${port}`;
}

/**
 * Steps that have another id and are the same otherwise: one step went, one came, both of one type
 * with equal params, and no third of their like. Ids in the order of the newer document.
 */
function findRenames(a: PipelineDocument, b: PipelineDocument): Map<string, NodeId> {
  const gone = byContent(a, b);
  const come = byContent(b, a);
  const renamed = new Map<string, NodeId>();
  for (const [content, ids] of come) {
    const [after, another] = ids;
    const [before, more] = gone.get(content) ?? [];
    if (after === undefined || before === undefined) continue;
    if (another === undefined && more === undefined) renamed.set(before, after);
  }
  return renamed;
}

/** The steps that the other document has no id for, by what they do. */
function byContent(document: PipelineDocument, other: PipelineDocument): Map<string, NodeId[]> {
  const found = new Map<string, NodeId[]>();
  for (const [id, node] of documentNodes(document)) {
    if (Object.hasOwn(other.nodes, id)) continue;
    const content = canonicalJson([node.type, node.version ?? 1, node.params]);
    found.set(content, [...(found.get(content) ?? []), id]);
  }
  return found;
}

function layoutChanges(
  a: PipelineDocument,
  b: PipelineDocument,
  renamed: ReadonlyMap<string, NodeId>,
): DocumentChange[] {
  const changes: DocumentChange[] = [];
  // Steps that stay, in the old order and then those that came: what the changes above lead to.
  const order = Object.keys(b.nodes) as NodeId[];
  const kept = Object.keys(a.nodes)
    .map((id) => renamed.get(id) ?? (id as NodeId))
    .filter((id) => Object.hasOwn(b.nodes, id));
  const expected = new Set([...kept, ...order]);
  if ([...expected].join() !== order.join())
    changes.push({ kind: 'layout', what: 'order', after: order });
  for (const change of diffValues(a.canvas ?? {}, b.canvas ?? {})) {
    changes.push({ kind: 'layout', what: 'canvas', ...change });
  }
  return changes;
}

const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** `before` and `after` without those that are undefined. */
const pair = <Value>(
  before: Value | undefined,
  after: Value | undefined,
): { readonly before?: Value; readonly after?: Value } => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
