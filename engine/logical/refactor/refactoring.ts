/** What refactorings work on, and what they answer. */
import type { ColumnAt } from '../../contract/column-lineage.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { UnsurePlace, UnsureReason } from '../../document/column-rename.ts';
import { formatPath } from '../../document/json-path.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import type { Graph, GraphNode } from '../../graph/graph.ts';
import type { ParamPlace } from './param-places.ts';
import { paramPlaces } from './param-places.ts';
import type { TrialSetup } from './try-step.ts';

export interface Refactoring {
  readonly document: PipelineDocument;
  readonly graph: Graph;
  readonly trial: TrialSetup;
}

/** A column of a step that is in the graph. */
export interface StepColumn extends ColumnAt {
  readonly node: NodeId;
}

export const unsurePlace = (
  node: NodeId,
  place: ParamPlace,
  reason: UnsureReason,
): UnsurePlace => ({
  node,
  param: formatPath(place.path),
  text: 'text' in place ? place.text : '',
  reason,
});

export const placesOf = (node: GraphNode): readonly ParamPlace[] =>
  paramPlaces(node.definition, node.document.params, node.params);
