/** Another name for a column: at the step that gives it, and everywhere downstream. */
import { userError } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';
import { formatPortRef } from '../../contract/ids.ts';
import type { Schema } from '../../contract/schema.ts';
import { findColumn, nameKey, sameName } from '../../contract/schema.ts';
import type { ColumnRename } from '../../document/column-rename.ts';
import type { GraphNode } from '../../graph/graph.ts';
import { RenameCarrier } from './carry-rename.ts';
import type { StepColumn, Refactoring } from './refactoring.ts';
import { placesOf } from './refactoring.ts';
import type { PathEdit } from './rewrite-params.ts';
import { KEEP, applyEdits, namingEdits, rewritePlaces } from './rewrite-params.ts';
import { renameAlias } from './rewrite-query.ts';
import type { InputEdge } from './step-inputs.ts';
import { NO_RENAMES } from './step-inputs.ts';
import type { StepTrial } from './try-step.ts';
import { tryStep } from './try-step.ts';

/**
 * Every edit has been tried: each step still gives columns of the same types and origins, under
 * other names alone. Where a step cannot follow, a rename step before it brings the old name back.
 * Throws a user error for a column that there is not, and for a name that is taken or empty.
 */
export async function renameColumn(
  at: StepColumn,
  to: string,
  refactoring: Refactoring,
): Promise<ColumnRename> {
  const { node, schema } = givenBy(at, refactoring);
  const from = findColumn(schema, at.column)?.name ?? at.column;
  const carrier = new RenameCarrier(refactoring);
  if (to !== from) {
    checkName(schema, from, to);
    await nameAtStep(carrier, node, { ...at, column: from }, to, refactoring);
    await carrier.carry();
  }
  const { edits, inserts, unsure } = carrier;
  return { edits, inserts, unsure };
}

export function givenBy(
  { node: id, port, column }: StepColumn,
  { graph, trial }: Refactoring,
): { readonly node: GraphNode; readonly schema: Schema } {
  const node = graph.nodes.get(id);
  const schema = trial.plan.ports.get(formatPortRef({ node: id, port }))?.schema;
  if (node !== undefined && schema !== undefined && findColumn(schema, column) !== undefined) {
    return { node, schema };
  }
  throw userError('unknown-column', `The step "${id}" gives no column "${column}".`, {
    hint: 'Mend the errors of the step and of those before it first.',
    node: id,
  });
}

function checkName(schema: Schema, from: string, to: string): void {
  if (to.trim() === '') {
    throw userError('empty-name', 'A column needs a name.', { hint: 'Type the new name.' });
  }
  const taken = findColumn(schema, to);
  if (taken === undefined || sameName(taken.name, from)) return;
  throw userError('duplicate-column', `There is a column "${taken.name}" already.`, {
    hint: 'Choose another name.',
  });
}

async function nameAtStep(
  carrier: RenameCarrier,
  node: GraphNode,
  { port, column }: StepColumn,
  to: string,
  refactoring: Refactoring,
): Promise<void> {
  const edges = unchangedEdges(node, refactoring);
  for (const edits of candidates(node, column, to)) {
    const params = applyEdits(node.document.params, edits);
    const trial = await tryStep(node, params, edges, refactoring.trial);
    if (trial === undefined || !isThatRename(trial, port, column, to)) continue;
    carrier.changeStep(node, edits, trial);
    return;
  }
  await carrier.insertAfter(node.id, port, new Map([[nameKey(column), to]]));
}

const candidates = (
  node: GraphNode,
  from: string,
  to: string,
): readonly (readonly PathEdit[])[] => {
  const places = placesOf(node);
  const alias = rewritePlaces(places, { ...KEEP, query: (text) => renameAlias(text, from, to) });
  return [...namingEdits(places, node.document.params, from, to), alias.edits].filter(
    (edits) => edits.length > 0,
  );
};

/** The column and no other has another name now; outputs beside it may have it too. */
const isThatRename = (trial: StepTrial, port: string, from: string, to: string): boolean =>
  trial.renames.get(port)?.size === 1 &&
  [...trial.renames.values()].every((renames) =>
    [...renames].every(([key, name]) => key === nameKey(from) && name === to),
  );

export function unchangedEdges(
  node: GraphNode,
  { trial }: Pick<Refactoring, 'trial'>,
): readonly InputEdge[] {
  return [...node.inputs].flatMap(([port, refs]) =>
    refs.flatMap((ref: { readonly node: NodeId; readonly port: string }, index) => {
      const bound = trial.plan.ports.get(formatPortRef(ref));
      if (bound === undefined) return [];
      const input = { ...ref, ...bound };
      return [{ port, index, before: input, after: input, renames: NO_RENAMES }];
    }),
  );
}
