/** Clusters in the studio: dialogs, commands, and what is told of pushes. */
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Computer, Push } from '../../platform/computer.ts';
import { hasEnded, startOf, stateOf } from '../../platform/pushes.ts';
import { findAction } from '../../session/action-store.ts';
import { useActions } from '../../session/actions.ts';
import { previewThere } from '../../session/preview-there.ts';
import { isActive, lastRun } from '../../session/run-store.ts';
import type { PushLine } from '../../session/session-store.ts';
import { shownStep } from '../../session/session-store.ts';
import { targetOf } from '../../session/shown-target.ts';
import { useDocument, useRuns, useSession, useStudio, useWorkspace } from '../../session/studio.ts';
import { choosePlace } from '../follow-computer.ts';
import { followCheck } from './follow-check.ts';
import { followPushes } from './follow-pushes.ts';
import { loadClusters } from './load-clusters.ts';
import { ownPush } from './own-push.ts';

const ClustersDialog = lazy(async () => ({
  default: (await import('./ClustersDialog.tsx')).ClustersDialog,
}));
const PushDialog = lazy(async () => ({ default: (await import('./PushDialog.tsx')).PushDialog }));

export function ClusterPart({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('cluster');
  const studio = useStudio();
  const { documents, session, registry, workspace, actions } = studio;
  const managing = useStore(computer.store, (state) => state.managing);
  const clusters = useStore(computer.store, (state) => state.clusters);
  const cluster = useSession((state) => state.cluster);
  const step = useSession(shownStep);
  const hasSteps = useDocument(({ document }) => Object.keys(document.nodes).length > 0);
  const isRunHere = useRuns((state) => isActive(lastRun(state)));
  const own = useOwnPush(computer);
  const [pushing, setPushing] = useState<string>();
  useEffect(() => void loadClusters(computer), [computer]);
  useEffect(() => followCheck(studio, computer), [studio, computer]);
  useEffect(() => followPushes(studio, computer, t), [studio, computer, t]);
  // The same as of what runs here.
  const cancelKeys = useStore(actions, () => findAction(actions, 'run.cancel')?.keys);
  const line = usePushLine(own);
  useEffect(() => session.setState({ pushLine: line }), [session, line]);
  const group = t('group');
  useActions([
    {
      id: 'cluster.push',
      title: cluster === undefined ? t('push-none') : t('push-to', { name: cluster }),
      group,
      isEnabled: () => cluster !== undefined && hasSteps,
      run: () => {
        // What is drawn of a damaged or newer file may mean something else than the file.
        if (workspace.store.getState().inspection === undefined) setPushing(cluster);
        else documents.refuse();
      },
    },
    {
      id: 'cluster.preview',
      title: cluster === undefined ? t('first-rows-none') : t('first-rows', { name: cluster }),
      group,
      isEnabled: () => cluster !== undefined && step !== undefined,
      run: () => {
        const { document } = documents.getState();
        const target = targetOf(document, step, session.getState().port, registry);
        if (cluster === undefined || target === undefined) return;
        void previewThere(studio, computer, cluster, target);
      },
    },
    {
      id: 'cluster.cancel',
      title: t('cancel-push'),
      group,
      ...(cancelKeys === undefined ? {} : { keys: cancelKeys }),
      // What runs here is nearer.
      isEnabled: () => own !== undefined && !hasEnded(own) && !isRunHere,
      run: () => {
        if (own !== undefined) void computer.client.call('jobs.cancel', { id: own.id });
      },
    },
    {
      id: 'cluster.manage',
      title: t('manage'),
      group,
      run: () => computer.store.setState({ managing: { isNew: false } }),
    },
    ...(clusters ?? []).map(({ name }) => ({
      id: `cluster.use.${name}`,
      title: t('use-cluster', { name }),
      group,
      isEnabled: () => cluster !== name,
      run: () => choosePlace(studio, { place: 'computer', cluster: name }),
    })),
  ]);
  return (
    <Suspense>
      {managing === undefined ? null : (
        <ClustersDialog
          computer={computer}
          isNew={managing.isNew}
          onClose={() => computer.store.setState({ managing: undefined })}
        />
      )}
      {pushing === undefined ? null : (
        <PushDialog computer={computer} cluster={pushing} onClose={() => setPushing(undefined)} />
      )}
    </Suspense>
  );
}

/** How the status line calls the end of a push. */
const ENDS: Partial<Record<Push['state'], PushLine['status']>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'failed',
};

/** Undefined for one that had ended before this page was open: nobody waits for it. */
function usePushLine(own: Push | undefined): PushLine | undefined {
  const { t } = useTranslation('cluster');
  const [waited, setWaited] = useState<string>();
  const isOpen = own !== undefined && !hasEnded(own);
  if (isOpen && waited !== own.id) setWaited(own.id);
  return useMemo(() => {
    if (own === undefined || (hasEnded(own) && own.id !== waited)) return undefined;
    const { connection: name, state } = own;
    return {
      text: t('announce', { name, state: t(`state-${stateOf(own)}`) }),
      startedAt: startOf(own),
      status: ENDS[state] ?? 'running',
    };
  }, [own, waited, t]);
}

/** The push of the open document that was begun last. */
function useOwnPush(computer: Computer) {
  const id = useWorkspace((state) => state.id);
  return useStore(computer.store, ({ pushes = [] }) => {
    const own = ownPush(id);
    return pushes.find((push) => push.id === own);
  });
}
