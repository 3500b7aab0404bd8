/** What can be done with pipelines as files, by menu, palette and shortcut. */
import { useTranslation } from 'react-i18next';
import { formatDocument } from '../../engine/document/format.ts';
import { pipelineFileName } from '../platform/host.ts';
import { useActions } from '../session/actions.ts';
import { useStudio } from '../session/studio.ts';
import type { SaveOutcome } from '../session/workspace/save-file.ts';
import { OPEN, SAVE, SAVE_AS } from '../session/shortcuts.ts';

export type FileDialog =
  | { readonly kind: 'recent' | 'versions' | 'share' }
  | { readonly kind: 'overwrite'; readonly name: string };

export interface FileActions {
  readonly save: (options?: { readonly overwrite?: boolean }) => Promise<void>;
  readonly saveAs: () => Promise<void>;
}

export function useFileActions(show: (dialog: FileDialog) => void): FileActions {
  const { t } = useTranslation('files');
  const { workspace, documents, notify } = useStudio();

  const tell = (outcome: SaveOutcome): void => {
    switch (outcome.kind) {
      case 'saved':
        notify({ kind: 'success', text: t('saved', { name: outcome.name }) });
        break;
      case 'failed': {
        const { name, reason } = outcome;
        const hint = t('save-failed-hint', { reason });
        notify({ kind: 'error', text: t('save-failed', { name }), hint });
        break;
      }
      case 'changed-on-disk':
        show({ kind: 'overwrite', name: outcome.name });
        break;
      case 'refused':
        documents.refuse();
        break;
      case 'closed':
        break;
    }
  };
  const save: FileActions['save'] = async (options) => tell(await workspace.save(options));
  const saveAs = async (): Promise<void> => tell(await workspace.saveAs());

  const open = async (): Promise<void> => {
    try {
      await workspace.pick();
    } catch (thrown) {
      notify({ kind: 'error', text: t('open-failed'), hint: String(thrown) });
    }
  };

  const download = (): void => {
    const { inspection } = workspace.store.getState();
    if (inspection !== undefined) {
      // What is drawn of it is not all of it.
      const content = new Blob([inspection.text], { type: 'application/json' });
      workspace.host.download(content, inspection.name);
      return;
    }
    const { document } = documents.getState();
    const text = formatDocument(document);
    const content = new Blob([text], { type: 'application/json' });
    workspace.host.download(content, pipelineFileName(document.name));
  };

  const share = (): void => {
    if (workspace.store.getState().inspection === undefined) show({ kind: 'share' });
    else documents.refuse();
  };

  const group = t('file');
  useActions([
    { id: 'file.new', title: t('new'), group, run: () => void workspace.create() },
    { id: 'file.open', title: t('open'), group, keys: OPEN, run: () => void open() },
    { id: 'file.save', title: t('save'), group, keys: SAVE, run: () => void save() },
    {
      id: 'file.save-as',
      title: t('save-as'),
      group,
      keys: SAVE_AS,
      run: () => void saveAs(),
    },
    { id: 'file.recent', title: t('recent'), group, run: () => show({ kind: 'recent' }) },
    { id: 'file.versions', title: t('versions'), group, run: () => show({ kind: 'versions' }) },
    { id: 'file.export', title: t('export-file'), group, run: download },
    { id: 'file.share', title: t('share'), group, run: share },
  ]);
  return { save, saveAs };
}
