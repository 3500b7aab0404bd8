/** The pipeline as code, by menu and palette. */
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportTarget } from '../../engine/export/project.ts';
import { useActions } from '../session/actions.ts';
import { useStudio } from '../session/studio.ts';

const ExportDialog = lazy(async () => ({
  default: (await import('./ExportDialog.tsx')).ExportDialog,
}));

export function Export() {
  const { t } = useTranslation('export');
  const { workspace, documents } = useStudio();
  const [isOpen, setOpen] = useState(false);
  // Who exports again most likely wants the same.
  const [target, setTarget] = useState<ExportTarget>('sql');
  useActions([
    {
      id: 'file.export-code',
      title: t('action'),
      group: t('group'),
      run: () => {
        // What is drawn of such a file is not all of it.
        if (workspace.store.getState().inspection === undefined) setOpen(true);
        else documents.refuse();
      },
    },
  ]);
  if (!isOpen) return null;
  return (
    <Suspense>
      <ExportDialog target={target} onTarget={setTarget} onClose={() => setOpen(false)} />
    </Suspense>
  );
}
