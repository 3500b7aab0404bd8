/** Questions about the columns of a document: where they come from, where they are named, other names. */
import type { ColumnAt, ColumnOrigin, ColumnUse } from '../contract/column-lineage.ts';
import { nodeId } from '../contract/ids.ts';
import type { ColumnRename } from '../document/column-rename.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { formatExpression } from '../expression/emit.ts';
import { columnUsages } from '../logical/refactor/column-usages.ts';
import { directLineage } from '../logical/refactor/direct-lineage.ts';
import type { Refactoring } from '../logical/refactor/refactoring.ts';
import { renameColumn } from '../logical/refactor/rename-column.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget } from './prepare.ts';

type Given = Parameters<typeof prepareDocument>[2];

async function refactoringOf(
  parts: EngineParts,
  document: PipelineDocument,
  given: Given,
): Promise<Refactoring> {
  const { plan, graph, input } = await prepareDocument(parts, document, given);
  const declared = Object.keys(document.parameters);
  return { document, graph, trial: { ...input, binder: parts.binder, plan, declared } };
}

export async function lineageInDocument(
  parts: EngineParts,
  document: PipelineDocument,
  { target, ...given }: Given & { readonly target: string },
): Promise<readonly ColumnOrigin[]> {
  const { node, key } = parseTarget(target, document, parts.registry);
  const { plan, graph } = await prepareDocument(parts, document, given, [target]);
  const found = graph.nodes.get(node);
  if (found === undefined) return [];
  const port = key.slice(node.length + 1);
  return directLineage(found, port, plan).map(({ column, from, expression }) => ({
    column,
    from,
    ...(expression === undefined ? {} : { expression: formatExpression(expression) }),
  }));
}

export async function usagesInDocument(
  parts: EngineParts,
  document: PipelineDocument,
  column: ColumnAt,
  given: Given,
): Promise<readonly ColumnUse[]> {
  const refactoring = await refactoringOf(parts, document, given);
  return columnUsages({ ...column, node: nodeId(column.node) }, refactoring);
}

export async function renameInDocument(
  parts: EngineParts,
  document: PipelineDocument,
  column: ColumnAt,
  to: string,
  given: Given,
): Promise<ColumnRename> {
  const refactoring = await refactoringOf(parts, document, given);
  return renameColumn({ ...column, node: nodeId(column.node) }, to, refactoring);
}
