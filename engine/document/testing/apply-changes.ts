/** Plays a diff back, so that tests can show that it says everything. */
import type { DocumentChange } from '../diff.ts';
import type { Path } from '../json-path.ts';
import { inputList, parseInput } from '../schema.ts';
import type { DocumentNode, PipelineDocument } from '../schema.ts';

type Json = Record<string, unknown>;
interface MutableDocument {
  name: string;
  description?: string;
  parameters: Json;
  nodes: Record<string, Json>;
  canvas?: Json;
}

export function applyChanges(
  document: PipelineDocument,
  changes: readonly DocumentChange[],
): PipelineDocument {
  const result = structuredClone(document) as unknown as MutableDocument;
  for (const change of changes) apply(result, change);
  return result as unknown as PipelineDocument;
}

function apply(document: MutableDocument, change: DocumentChange): void {
  switch (change.kind) {
    case 'document':
      return put(document as unknown as Json, change.field, change.after);
    case 'parameter':
      return put(document.parameters, change.name, change.after);
    case 'node-removed':
      delete document.nodes[change.node];
      return;
    case 'node-renamed':
      return rename(document, change.before, change.node);
    case 'node-added':
      document.nodes[change.node] = { ...structuredClone(change.after), inputs: {} };
      return;
    case 'node-retyped':
      return put(nodeOf(document, change.node), 'type', change.after);
    case 'node-field':
      return put(nodeOf(document, change.node), change.field, change.after);
    case 'param': {
      const node = nodeOf(document, change.node);
      return edit(node, ['params', ...change.path], change.op, change.after);
    }
    case 'edge-removed':
    case 'edge-added': {
      const node = nodeOf(document, change.node);
      const inputs = ((node['inputs'] as Json | undefined) ?? {}) as Record<string, string[]>;
      const edges = [...inputList(inputs[change.port])];
      if (change.kind === 'edge-removed') edges.splice(change.position, 1);
      else edges.splice(change.position, 0, change.from);
      node['inputs'] = { ...inputs, [change.port]: edges };
      return;
    }
    case 'layout':
      if (change.what === 'order') {
        document.nodes = Object.fromEntries(change.after.map((id) => [id, nodeOf(document, id)]));
        return;
      }
      document.canvas ??= {};
      edit(document as unknown as Json, ['canvas', ...change.path], change.op, change.after);
  }
}

const nodeOf = (document: MutableDocument, id: string): Json => document.nodes[id]!;

function put(object: Json, key: string, value: unknown): void {
  if (value === undefined) delete object[key];
  else object[key] = value;
}

function edit(root: Json, path: Path, op: 'set' | 'insert' | 'remove', value: unknown): void {
  let parent: unknown = root;
  for (const part of path.slice(0, -1)) parent = (parent as Json)[part];
  const last = path.at(-1)!;
  const copy = structuredClone(value);
  if (Array.isArray(parent) && op !== 'set') {
    parent.splice(Number(last), op === 'remove' ? 1 : 0, ...(op === 'insert' ? [copy] : []));
  } else put(parent as Json, String(last), copy);
}

function rename(document: MutableDocument, before: string, after: string): void {
  const renamed = (text: string): string => {
    const { node, port } = parseInput(text);
    if (node !== before) return text;
    return port === undefined ? after : `${after}.${port}`;
  };
  document.nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      const inputs = Object.entries((node as unknown as DocumentNode).inputs ?? {});
      const edges = inputs.map(([port, input]) => [port, inputList(input).map(renamed)]);
      return [id === before ? after : id, { ...node, inputs: Object.fromEntries(edges) as Json }];
    }),
  );
}
