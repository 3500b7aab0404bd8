/** Room for a step that is put into an edge: what comes after it moves to the right. Pure. */
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { downstreamOf } from '../document/edges.ts';
import { STEP_WIDTH, snap } from './geometry.ts';

const GAP = 72;

/**
 * New positions of the inserted step and of those that have to give way. Where there is room already,
 * the step stays where it was dropped.
 *
 * @param document before the step is put in
 */
export function makeRoom(
  document: PipelineDocument,
  positions: ReadonlyMap<string, CanvasPoint>,
  edge: { readonly source: string; readonly target: string },
  step: { readonly id: string; readonly position: CanvasPoint },
): Record<string, CanvasPoint> {
  const [from, to] = [positions.get(edge.source), positions.get(edge.target)];
  const [x, y] = step.position;
  if (from === undefined || to === undefined) return { [step.id]: step.position };
  const least = from[0] + STEP_WIDTH + GAP;
  const left = to[0] < from[0] ? x : snap(Math.max(least, Math.min(x, to[0] - STEP_WIDTH - GAP)));
  const missing = left + STEP_WIDTH + GAP - to[0];
  // An edge that runs backwards has its room elsewhere.
  if (missing <= 0 || to[0] < from[0]) return { [step.id]: [left, y] };
  const after = [edge.target, ...downstreamOf(document, edge.target)];
  const moved = after.flatMap((id): [string, CanvasPoint][] => {
    const at = positions.get(id);
    return at === undefined || id === step.id || at[0] < to[0]
      ? []
      : [[id, [at[0] + missing, at[1]]]];
  });
  return { ...Object.fromEntries(moved), [step.id]: [left, y] };
}
