/** Saving the open document to a file, which is then what it is compared with. */
import { formatDocument } from '../../../engine/document/format.ts';
import type { DocumentStore } from '../../document/document-store.ts';
import type { FileReference } from '../../platform/file-reference.ts';
import { pipelineFileName } from '../../platform/host.ts';
import type { Host } from '../../platform/host.ts';
import type { Keeper } from './keeper.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly name: string }
  /** The user closed the dialog. */
  | { readonly kind: 'closed' }
  /** The open file is one to be looked at alone. */
  | { readonly kind: 'refused' }
  /** Something else has written to the file since it was opened here. */
  | { readonly kind: 'changed-on-disk'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly reason: string };

export interface Saving {
  readonly save: (options?: { readonly overwrite?: boolean }) => Promise<SaveOutcome>;
  readonly saveAs: () => Promise<SaveOutcome>;
}

export function createSaving(
  documents: DocumentStore,
  workspace: WorkspaceStore,
  host: Host,
  keeper: Keeper,
): Saving {
  const isInspected = (): boolean => workspace.getState().inspection !== undefined;

  const write = async (
    name: string,
    handle?: FileReference,
    overwrite?: boolean,
  ): Promise<SaveOutcome> => {
    const text = formatDocument(documents.getState().document);
    const { id } = workspace.getState();
    try {
      const saved = await host.savePipeline(text, name, handle, overwrite);
      if (saved === undefined) return { kind: 'closed' };
      const now = workspace.getState();
      // What another tab edits is stored by that tab alone.
      if (now.id === id && !now.isElsewhere) {
        keeper.setFileText(text);
        workspace.setState({ file: { ...saved, matches: true } });
        documents.seal();
        keeper.touch();
        await keeper.flush();
        await keeper.addVersion('saved');
      }
      return { kind: 'saved', name: saved.name };
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'FileChanged') {
        return { kind: 'changed-on-disk', name };
      }
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      return { kind: 'failed', name, reason };
    }
  };

  const saveAs = async (): Promise<SaveOutcome> => {
    if (isInspected()) return { kind: 'refused' };
    const { name } = documents.getState().document;
    return write(workspace.getState().file?.name ?? pipelineFileName(name));
  };

  return {
    save: async ({ overwrite = false } = {}) => {
      const { file } = workspace.getState();
      if (file?.handle === undefined || isInspected()) return saveAs();
      if (!overwrite && (await host.hasChanged(file.handle, file.modified))) {
        return { kind: 'changed-on-disk', name: file.name };
      }
      return write(file.name, file.handle, overwrite);
    },
    saveAs,
  };
}
