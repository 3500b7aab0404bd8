/** What the studio has only where there is a computer behind it: dialogs, commands, what it tells. */
import { Suspense, lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Computer } from '../platform/computer.ts';
import { useActions } from '../session/actions.ts';
import { useDocument, useSession, useStudio, useWorkspace } from '../session/studio.ts';
import { ClusterPart } from './clusters/ClusterPart.tsx';
import { Compare } from './compare/Compare.tsx';
import { choosePlace, followComputer } from './follow-computer.ts';
import { GrantDialog } from './GrantDialog.tsx';
import { needsComputer } from './needs-computer.ts';

const FileBrowser = lazy(async () => ({
  default: (await import('./browser/FileBrowser.tsx')).FileBrowser,
}));
const ConnectionsDialog = lazy(async () => ({
  default: (await import('./connections/ConnectionsDialog.tsx')).ConnectionsDialog,
}));

export function HostPart({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('host');
  const studio = useStudio();
  const { request, connections, grant } = useStore(computer.store);
  const place = useSession((state) => state.place);
  const cluster = useSession((state) => state.cluster);
  const id = useWorkspace((state) => state.id);
  const isNeeded = useDocument(({ document }) => needsComputer(document));
  useEffect(() => followComputer(studio, computer, t), [studio, computer, t]);
  const group = t('group');
  useActions([
    {
      id: 'host.tab',
      title: t('run-in-tab'),
      group,
      isEnabled: () => (place !== 'tab' || cluster !== undefined) && !isNeeded,
      run: () => choosePlace(studio, { place: 'tab' }),
    },
    {
      id: 'host.computer',
      title: t('run-on-computer'),
      group,
      keys: 'Mod+Shift+L',
      isEnabled: () => place !== 'computer' || cluster !== undefined,
      run: () => choosePlace(studio, { place: 'computer' }),
    },
    {
      id: 'host.connections',
      title: t('connections'),
      group,
      run: () => computer.store.setState({ connections: { isNew: false } }),
    },
  ]);
  const close = (part: 'connections' | 'grant'): void =>
    computer.store.setState({ [part]: undefined });
  return (
    <Suspense>
      {request === undefined ? null : (
        <FileBrowser key={request.id} computer={computer} request={request} />
      )}
      {connections === undefined ? null : (
        <ConnectionsDialog
          computer={computer}
          isNew={connections.isNew}
          choose={connections.choose}
          onClose={() => close('connections')}
        />
      )}
      {grant === undefined || grant.document !== id ? null : (
        <GrantDialog computer={computer} name={grant.name} onClose={() => close('grant')} />
      )}
      <ClusterPart computer={computer} />
      <Compare computer={computer} />
    </Suspense>
  );
}
