/** Commands that change the canvas and nothing that runs. */
import type {
  CanvasGroup,
  CanvasNote,
  CanvasPoint,
  PipelineDocument,
} from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft } from '../command.ts';
import { freeName } from '../fragment.ts';

/** New places of steps, at the end of a gesture. */
export const moveSteps = (
  positions: Readonly<Record<string, CanvasPoint>>,
  label: Command['label'] = {
    key: 'move',
    values: { title: Object.keys(positions)[0] ?? '', count: Object.keys(positions).length },
  },
): Command => ({
  label,
  change: (draft) => {
    draft.canvas ??= {};
    draft.canvas.positions ??= {};
    for (const [id, [x, y]] of Object.entries(positions)) {
      if (Object.hasOwn(draft.nodes, id))
        draft.canvas.positions[id] = [Math.round(x), Math.round(y)];
    }
  },
});

/** Adds a note or changes the one with its id. */
export const putCanvasNote = (note: CanvasNote): Command => ({
  label: { key: 'canvas-note' },
  merge: `canvas-note:${note.id}`,
  change: (draft) => {
    draft.canvas ??= {};
    draft.canvas.notes = putById(draft.canvas.notes, note);
  },
});

/** Adds a group or changes the one with its id. */
export const putGroup = (group: CanvasGroup): Command => ({
  label: { key: 'group', values: { title: group.title } },
  merge: `group:${group.id}`,
  change: (draft) => {
    draft.canvas ??= {};
    draft.canvas.groups = putById(draft.canvas.groups, group);
  },
});

/** A new group around steps. It stands in groups that have all of them, and around those it has. */
export const groupSteps = (
  group: CanvasGroup & { readonly nodes: readonly string[] },
): Command => ({
  label: { key: 'group-steps', values: { title: group.title, count: group.nodes.length } },
  change: (draft) => {
    draft.canvas ??= {};
    const members = new Set(group.nodes);
    takeOutOfGroups(draft, group.nodes, ({ nodes = [] }) => {
      const common = nodes.filter((id) => members.has(id)).length;
      return common < nodes.length && common < members.size;
    });
    draft.canvas.groups = putById(draft.canvas.groups, group);
  },
});

/** Dissolves groups; their steps stay. */
export const ungroup = (ids: readonly string[]): Command => ({
  ...removeCanvasItems(ids),
  label: { key: 'ungroup', values: { count: ids.length } },
});

/** A free id of a group or note: `group`, `group_2`, ... */
export const freeItemId = (document: PipelineDocument, wish: 'group' | 'note'): string =>
  freeName(
    wish,
    new Set(
      [...(document.canvas?.groups ?? []), ...(document.canvas?.notes ?? [])].map(({ id }) => id),
    ),
  );

/**
 * Removes steps from the groups they are in; a group that loses its last step goes.
 *
 * @param from whether they leave a group; all that are not named stay as they are
 */
export function takeOutOfGroups(
  draft: DocumentDraft,
  ids: readonly string[],
  from: (group: CanvasGroup) => boolean = () => true,
): void {
  const { canvas } = draft;
  if (canvas?.groups === undefined) return;
  const gone = new Set(ids);
  canvas.groups = canvas.groups.filter((group) => {
    const members = group.nodes ?? [];
    const left = members.filter((member) => !gone.has(member));
    if (left.length === members.length || !from(group)) return true;
    group.nodes = left;
    return left.length > 0;
  });
}

export const removeCanvasItems = (ids: readonly string[]): Command => ({
  label: { key: 'canvas-items-removed', values: { count: ids.length } },
  change: (draft) => {
    const { canvas } = draft;
    if (canvas?.notes !== undefined)
      canvas.notes = canvas.notes.filter(({ id }) => !ids.includes(id));
    if (canvas?.groups !== undefined) {
      canvas.groups = canvas.groups.filter(({ id }) => !ids.includes(id));
    }
  },
});

type Items = NonNullable<NonNullable<DocumentDraft['canvas']>['notes' | 'groups']>;

function putById<List extends Items>(list: List | undefined, item: CanvasNote | CanvasGroup): List {
  const copy = structuredClone(item) as List[number];
  const items = (list ?? []) as List[number][];
  return (
    items.some(({ id }) => id === item.id)
      ? items.map((each) => (each.id === item.id ? copy : each))
      : [...items, copy]
  ) as List;
}

/** Several commands as one entry of the history. */
export const together = (label: Command['label'], commands: readonly Command[]): Command => ({
  label,
  change: (draft) => {
    for (const { change } of commands) change(draft);
  },
});
