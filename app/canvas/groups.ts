/**
 * Frames around steps. A group whose steps are all in another one too stands inside of that one: the
 * file says no more than which steps a group has. Pure.
 */
import type { CanvasGroup, CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import type { Rect } from './geometry.ts';
import { boundsOf, contains } from './geometry.ts';

const PADDING = 24;
const TITLE = 32;
export const COLLAPSED = { width: 208, height: 60 };

/** Colours that a group or note can have: tokens of the interface, by the name in the document. */
export const COLOURS = ['teal', 'blue', 'green', 'amber', 'purple', 'red', 'grey'] as const;

export interface GroupTree {
  /** Each one after those that it stands in. */
  readonly outerFirst: readonly CanvasGroup[];
  /** By id, the smallest group that one stands in. */
  readonly parents: ReadonlyMap<string, CanvasGroup>;
}

const NO_GROUPS: readonly CanvasGroup[] = [];
const trees = new WeakMap<readonly CanvasGroup[], GroupTree>();

export function groupTree(groups: readonly CanvasGroup[] = NO_GROUPS): GroupTree {
  const known = trees.get(groups);
  if (known !== undefined) return known;
  const outerFirst = [...groups].sort((a, b) => stepsOf(b).length - stepsOf(a).length);
  const parents = new Map<string, CanvasGroup>();
  for (const [index, group] of outerFirst.entries()) {
    const parent = outerFirst.slice(0, index).findLast((outer) => holds(outer, stepsOf(group)));
    if (parent !== undefined) parents.set(group.id, parent);
  }
  const tree = { outerFirst, parents };
  trees.set(groups, tree);
  return tree;
}

export const stepsOf = ({ nodes = [] }: CanvasGroup): readonly string[] => nodes;

function holds(group: CanvasGroup, steps: readonly string[]): boolean {
  const members = new Set(stepsOf(group));
  return steps.length > 0 && steps.every((step) => members.has(step));
}

/** The groups that one stands in, the nearest first. */
export function groupsAround(tree: GroupTree, id: string): CanvasGroup[] {
  const parent = tree.parents.get(id);
  return parent === undefined ? [] : [parent, ...groupsAround(tree, parent.id)];
}

/** By id, the frames: around a group's steps and the frames in it, or where an empty one is put. */
export function groupFrames(
  tree: GroupTree,
  rectOf: (step: string) => Rect | undefined,
): ReadonlyMap<string, Rect> {
  const frames = new Map<string, Rect>();
  for (const group of tree.outerFirst.toReversed()) {
    const inner = tree.outerFirst.filter(({ id }) => tree.parents.get(id) === group);
    frames.set(group.id, frameOf(group, inner, frames, rectOf));
  }
  return frames;
}

function frameOf(
  group: CanvasGroup,
  inner: readonly CanvasGroup[],
  frames: ReadonlyMap<string, Rect>,
  rectOf: (step: string) => Rect | undefined,
): Rect {
  const framed = new Set(inner.flatMap(stepsOf));
  const bounds = boundsOf([
    ...stepsOf(group).flatMap((step) => (framed.has(step) ? [] : (rectOf(step) ?? []))),
    ...inner.flatMap(({ id }) => frames.get(id) ?? []),
  ]);
  if (bounds === undefined) {
    const [x, y] = group.position ?? [0, 0];
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

/** The innermost group that a step belongs to. */
export const groupOf = (document: PipelineDocument, step: string): CanvasGroup | undefined =>
  groupTree(document.canvas?.groups).outerFirst.findLast((group) => stepsOf(group).includes(step));

/** By step, the outermost collapsed group that hides it. */
export function hiddenSteps(document: PipelineDocument): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>();
  for (const group of groupTree(document.canvas?.groups).outerFirst) {
    if (group.collapsed !== true) continue;
    for (const step of stepsOf(group)) if (!hidden.has(step)) hidden.set(step, group.id);
  }
  return hidden;
}

/** Whether a group stands in a collapsed one. */
export const isHiddenGroup = (tree: GroupTree, id: string): boolean =>
  groupsAround(tree, id).some(({ collapsed }) => collapsed === true);

/** The innermost group into whose frame a step was dropped, when it is in none. */
export function groupAt(
  document: PipelineDocument,
  step: string,
  point: CanvasPoint,
  rectOf: (step: string) => Rect | undefined,
): CanvasGroup | undefined {
  if (groupOf(document, step) !== undefined) return undefined;
  const tree = groupTree(document.canvas?.groups);
  const frames = groupFrames(tree, rectOf);
  return tree.outerFirst.findLast(({ id, collapsed }) => {
    const frame = frames.get(id);
    return (
      collapsed !== true &&
      !isHiddenGroup(tree, id) &&
      frame !== undefined &&
      contains(frame, point)
    );
  });
}
