/** Frames around steps. Pure. */
import type { CanvasGroup, CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import type { Rect } from './geometry.ts';
import { boundsOf, contains } from './geometry.ts';

const PADDING = 24;
const TITLE = 32;
export const COLLAPSED = { width: 208, height: 60 };

/** Colours that a group or note can have: tokens of the interface, by the name in the document. */
export const COLOURS = ['teal', 'blue', 'green', 'amber', 'purple', 'red', 'grey'] as const;

/** The frame: around the group's steps, or where the document puts an empty one. */
export function groupFrame(group: CanvasGroup, rectOf: (step: string) => Rect | undefined): Rect {
  const bounds = boundsOf((group.nodes ?? []).flatMap((step) => rectOf(step) ?? []));
  const [x, y] = group.position ?? [0, 0];
  if (bounds === undefined) {
    const [width, height] = group.size ?? [320, 160];
    return { x, y, width, height };
  }
  if (group.collapsed === true) return { x: bounds.x, y: bounds.y, ...COLLAPSED };
  return {
    x: bounds.x - PADDING,
    y: bounds.y - TITLE,
    width: bounds.width + 2 * PADDING,
    height: bounds.height + TITLE + PADDING,
  };
}

/** The group that a step belongs to. */
export const groupOf = (document: PipelineDocument, step: string): CanvasGroup | undefined =>
  document.canvas?.groups?.find((group) => group.nodes?.includes(step) ?? false);

/** By step, the collapsed group that hides it. */
export function hiddenSteps(document: PipelineDocument): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>();
  for (const group of document.canvas?.groups ?? []) {
    if (group.collapsed !== true) continue;
    for (const step of group.nodes ?? []) hidden.set(step, group.id);
  }
  return hidden;
}

/** The group into whose frame a step was dropped, when it is in none. */
export function groupAt(
  document: PipelineDocument,
  step: string,
  point: CanvasPoint,
  rectOf: (step: string) => Rect | undefined,
): CanvasGroup | undefined {
  if (groupOf(document, step) !== undefined) return undefined;
  return document.canvas?.groups?.find(
    (group) => group.collapsed !== true && contains(groupFrame(group, rectOf), point),
  );
}
