/** What is known to be wrong before a run begins, and which outputs it does not touch. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import { isError } from '../../engine/contract/diagnostic.ts';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { upstreamOf } from '../document/edges.ts';
import type { CheckState, SourceState } from './session-store.ts';

/** Errors that a run would be refused for, as far as they are known at this moment. */
export function runBlockers(
  check: Pick<CheckState, 'status' | 'diagnostics'>,
  sources: readonly SourceState[],
): readonly Diagnostic[] {
  // What an earlier check found may be mended by now.
  const found = check.status === 'done' ? check.diagnostics.filter(isError) : [];
  const known = new Set(found.map(({ node }) => node));
  const missing = sources.flatMap(({ node, problem }): Diagnostic[] =>
    problem === undefined || known.has(nodeId(node))
      ? []
      : [
          {
            severity: 'error',
            code: 'missing-file',
            message: problem,
            node: nodeId(node),
            param: 'path',
          },
        ],
  );
  return [...missing, ...found];
}

/** Why a run does not begin: the first error in words, and how many more there are. */
export function refusal(blockers: readonly Diagnostic[]): EngineError | undefined {
  const [first, ...others] = blockers;
  if (first === undefined) return undefined;
  const { severity: _, message, ...place } = first;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return { kind: 'user', ...place, message: `${message}${more}`, diagnostics: blockers };
}

/** Whether a run makes files of a step. */
export const writesFiles = (node: DocumentNode, registry: NodeRegistry): boolean =>
  registry.get(node.type)?.category === 'output' &&
  node.type !== 'output.chart' &&
  node.disabled !== true;

/** Output steps that nothing wrong stands before. */
export function soundOutputs(
  document: PipelineDocument,
  blockers: readonly Diagnostic[],
  registry: NodeRegistry,
): readonly string[] {
  const broken = new Set<string>(
    blockers.flatMap(({ node }) => (node === undefined ? [] : [node])),
  );
  // What is wrong with the pipeline itself is wrong with all of it.
  if (blockers.some(({ node }) => node === undefined)) return [];
  return Object.entries(document.nodes).flatMap(([id, node]) => {
    if (!writesFiles(node, registry) || broken.has(id)) return [];
    return [...upstreamOf(document, id)].some((step) => broken.has(step)) ? [] : [id];
  });
}

/** The pipeline with some of its outputs and what they are made of, and nothing else. */
export function onlyOutputs(
  document: PipelineDocument,
  outputs: readonly string[],
): PipelineDocument {
  const kept = new Set(outputs.flatMap((id) => [id, ...upstreamOf(document, id)]));
  return {
    ...document,
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([id]) => kept.has(id))),
  };
}
