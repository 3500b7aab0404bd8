/** Commands that put copied steps into the document. */
import type { Command, DocumentDraft, Message } from '../command.ts';
import type { PlacedFragment } from '../fragment.ts';

/** As one entry: the steps of a fragment, its groups and notes, and parameters it brings along. */
export const pasteFragment = (
  { fragment, ids, parameters }: PlacedFragment,
  label: Message = { key: 'paste', values: { title: ids[0] ?? '', count: ids.length } },
): Command => ({
  label,
  change: (draft) => {
    const copy = structuredClone(fragment) as DocumentDraft;
    Object.assign(draft.nodes, copy.nodes);
    Object.assign(draft.parameters, structuredClone(parameters));
    draft.canvas ??= {};
    draft.canvas.positions = { ...draft.canvas.positions, ...copy.canvas?.positions };
    const { groups = [], notes = [] } = copy.canvas ?? {};
    if (groups.length > 0) draft.canvas.groups = [...(draft.canvas.groups ?? []), ...groups];
    if (notes.length > 0) draft.canvas.notes = [...(draft.canvas.notes ?? []), ...notes];
  },
});
