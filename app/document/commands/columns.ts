/** Commands that give columns other names. */
import { original } from 'immer';
import { applyRename } from '../../../engine/document/column-rename.ts';
import type { ColumnRename } from '../../../engine/document/column-rename.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Command, DocumentDraft } from '../command.ts';

type Changes = Pick<ColumnRename, 'edits' | 'inserts'>;

/** All places and rename steps of a rename, as one entry. */
export const renameColumn = (changes: Changes, from: string, to: string): Command => ({
  label: { key: 'column-renamed', values: { from, to } },
  change: (draft) => carryOut(draft, changes),
});

/** A rename step after a source, so that what follows finds the names it knows. */
export const mapColumns = (changes: Changes, title: string, count: number): Command => ({
  label: { key: 'columns-mapped', values: { title, count } },
  change: (draft) => carryOut(draft, changes),
});

function carryOut(draft: DocumentDraft, changes: Changes): void {
  const before = original(draft) as PipelineDocument;
  const after = applyRename(before, changes) as DocumentDraft;
  for (const [id, node] of Object.entries(after.nodes)) {
    if (node !== before.nodes[id]) draft.nodes[id] = node;
  }
  if (after.canvas !== undefined && after.canvas !== before.canvas) draft.canvas = after.canvas;
}
