/** Which files a pipeline reads, before the engine has looked at any of them. */
import { isOnlyOnCluster } from '../../engine/contract/file-target.ts';
import type { NodeId } from '../../engine/contract/ids.ts';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { resolveParameters, substituteParams } from '../../engine/document/parameters.ts';
import { documentNodes } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

export interface NeededSource {
  readonly node: NodeId;
  /** A path or glob, pipeline parameters put in. */
  readonly pattern: string;
}

/** In document order; a path that several steps read stands once per step. */
export function neededSources(
  document: PipelineDocument,
  parameters: Readonly<Record<string, string>>,
  registry: NodeRegistry,
): NeededSource[] {
  const { values } = resolveParameters(document, parameters);
  const declared = Object.keys(document.parameters);
  return documentNodes(document).flatMap(([node, { type, params, disabled }]) => {
    const definition = registry.get(type);
    if (definition?.category !== 'input' || disabled === true) return [];
    const { params: filled } = substituteParams(params, definition.params, values, declared);
    const path: unknown = (filled as { readonly path?: unknown }).path;
    const patterns = (Array.isArray(path) ? path : [path]) as readonly unknown[];
    return (
      patterns
        .filter((pattern) => typeof pattern === 'string')
        // Nobody has to give a file for what lies where only a cluster gets.
        .filter((pattern) => pattern !== '' && !isOnlyOnCluster(pattern))
        .map((pattern) => ({ node, pattern }))
    );
  });
}
