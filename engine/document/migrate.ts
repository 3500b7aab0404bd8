/** Brings the params of every step to the version that this Sluice knows. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { NodeId } from '../contract/ids.ts';
import type { NodeDefinition, NodeRegistry } from '../contract/node-definition.ts';
import { documentNodes } from './schema.ts';
import type { DocumentNode, PipelineDocument } from './schema.ts';

export interface Migration {
  /** The same object when nothing changed. */
  readonly document: PipelineDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** Steps whose params are at another version now, in document order. */
  readonly changed: readonly NodeId[];
}

/**
 * Applies each node type's migrations one version at a time. A step that cannot be migrated stays
 * as it is, with a diagnostic; a step of an unknown type is left to `buildGraph` to report.
 */
export function migrateDocument(document: PipelineDocument, registry: NodeRegistry): Migration {
  const diagnostics: Diagnostic[] = [];
  const changed: NodeId[] = [];
  const nodes: Record<string, DocumentNode> = {};
  for (const [id, node] of documentNodes(document)) {
    nodes[id] = node;
    const definition = registry.get(node.type);
    if (definition === undefined) continue;
    const result = migrateNode(node, definition);
    if ('message' in result) diagnostics.push({ severity: 'error', node: id, ...result });
    else if (result.node !== node) {
      nodes[id] = result.node;
      changed.push(id);
    }
  }
  return {
    document: changed.length === 0 ? document : { ...document, nodes },
    diagnostics,
    changed,
  };
}

type Problem = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

function migrateNode(
  node: DocumentNode,
  definition: NodeDefinition,
): { readonly node: DocumentNode } | Problem {
  const from = node.version ?? 1;
  if (from === definition.version) return { node };
  if (from > definition.version) {
    return {
      code: 'newer-node-version',
      message: `The step has version ${from} of "${node.type}"; this Sluice knows up to version ${definition.version}.`,
      hint: 'It was made by a newer Sluice: update Sluice to use it.',
    };
  }
  let params: Record<string, unknown> = structuredCopy(node.params);
  for (let version = from; version < definition.version; version++) {
    const migrate = definition.migrations?.[version];
    if (migrate === undefined) {
      return {
        code: 'migration-failed',
        message: `Version ${from} of "${node.type}" is no longer read: there is no migration from version ${version}.`,
        hint: 'Make the step anew with the present settings.',
      };
    }
    try {
      params = migrate(params);
    } catch (thrown) {
      return {
        code: 'migration-failed',
        message: `The params could not be brought from version ${version} to ${version + 1} of "${node.type}": ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
        hint: 'Check the params of the step, or make it anew.',
      };
    }
  }
  return { node: { ...node, version: definition.version, params } };
}

/** A migration may change its argument in place: it must not reach the document. */
const structuredCopy = (params: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(params)) as Record<string, unknown>;
