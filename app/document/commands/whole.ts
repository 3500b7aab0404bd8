/** A command that puts another document in the place of the open one. */
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft, Message } from '../command.ts';

/** As one entry of the history, so that it can be undone like anything else. */
export const replaceDocument = (
  document: PipelineDocument,
  label: Message = { key: 'version-restored' },
): Command => ({
  label,
  change: (draft) => {
    const copy = structuredClone(document) as DocumentDraft;
    draft.name = copy.name;
    draft.parameters = copy.parameters;
    draft.nodes = copy.nodes;
    if (copy.description === undefined) delete draft.description;
    else draft.description = copy.description;
    if (copy.canvas === undefined) delete draft.canvas;
    else draft.canvas = copy.canvas;
  },
});
