/** "Compare before push", by the confirmation of a push and by the palette. */
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '../../platform/computer.ts';
import { useActions } from '../../session/actions.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';

const CompareDialog = lazy(async () => ({
  default: (await import('./CompareDialog.tsx')).CompareDialog,
}));

export function Compare({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('cluster');
  const { documents, workspace } = useStudio();
  const cluster = useSession((state) => state.cluster);
  const hasSteps = useDocument(({ document }) => Object.keys(document.nodes).length > 0);
  const [compared, setCompared] = useState<string>();
  useActions([
    {
      id: 'cluster.compare',
      title:
        cluster === undefined
          ? t('comparison-action-none')
          : t('comparison-action', { name: cluster }),
      group: t('group'),
      isEnabled: () => cluster !== undefined && hasSteps,
      run: () => {
        // What is drawn of a damaged or newer file may mean something else than the file.
        if (workspace.store.getState().inspection === undefined) setCompared(cluster);
        else documents.refuse();
      },
    },
  ]);
  if (compared === undefined) return null;
  return (
    <Suspense>
      <CompareDialog
        computer={computer}
        cluster={compared}
        onClose={() => setCompared(undefined)}
      />
    </Suspense>
  );
}
