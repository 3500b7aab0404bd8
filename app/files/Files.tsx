/** Everything about pipelines as files: actions, dialogs, and what must be said about keeping them. */
import { Suspense, lazy, useState } from 'react';
import { useStudio, useWorkspace } from '../session/studio.ts';
import { useRefusals } from './use-refusals.ts';
import { useFileActions } from './use-file-actions.ts';
import type { FileDialog } from './use-file-actions.ts';

const RecentDialog = lazy(async () => ({
  default: (await import('./RecentDialog.tsx')).RecentDialog,
}));
const VersionsDialog = lazy(async () => ({
  default: (await import('./VersionsDialog.tsx')).VersionsDialog,
}));
const OverwriteDialog = lazy(async () => ({
  default: (await import('./OverwriteDialog.tsx')).OverwriteDialog,
}));
const ShareDialog = lazy(async () => ({
  default: (await import('./ShareDialog.tsx')).ShareDialog,
}));
const LinkDialog = lazy(async () => ({ default: (await import('./LinkDialog.tsx')).LinkDialog }));

export function Files() {
  const [dialog, setDialog] = useState<FileDialog>();
  const close = (): void => setDialog(undefined);
  const { save, saveAs } = useFileActions(setDialog);
  useRefusals();
  const { workspace } = useStudio();
  const offer = useWorkspace((state) => state.offer);
  return (
    <Suspense>
      {dialog?.kind === 'recent' ? <RecentDialog onClose={close} /> : null}
      {dialog?.kind === 'versions' ? <VersionsDialog onClose={close} /> : null}
      {dialog?.kind === 'share' ? <ShareDialog onClose={close} /> : null}
      {dialog?.kind === 'overwrite' ? (
        <OverwriteDialog
          name={dialog.name}
          onClose={close}
          onOverwrite={() => void save({ overwrite: true })}
          onSaveAs={() => void saveAs()}
        />
      ) : null}
      {offer === undefined ? null : (
        <LinkDialog offer={offer} onClose={() => workspace.store.setState({ offer: undefined })} />
      )}
    </Suspense>
  );
}
