/** Where the pipeline runs, beside Run: in this tab, on the computer behind it, on a cluster. */
import { ChevronDown, Globe, Laptop, Server, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ClusterSummary, Computer, ComputerState } from '../platform/computer.ts';
import { runAction } from '../session/action-store.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import { useDocument, useRuns, useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { inlineCode } from '../ui/inline-code.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/Menu.tsx';
import { choosePlace } from './follow-computer.ts';
import { needsComputer } from './needs-computer.ts';
import styles from './PlaceMenu.module.css';

const ICONS = { tab: Globe, computer: Laptop, cluster: Server } as const;

/** Of a tab alone. */
const NO_COMPUTER = createStore<ComputerState>(() => ({}));

export function PlaceMenu({ computer }: { readonly computer: Computer | undefined }) {
  const { t } = useTranslation('place');
  const place = useSession((state) => state.place);
  const cluster = useSession((state) => state.cluster);
  const engine = useSession((state) => state.engine);
  const isRunning = useRuns((state) => isActive(lastRun(state)));
  const hosted = useHostedEntries(computer);
  const alone = useEntriesOfTab();
  const name = cluster ?? t(`place-${place}`);
  const Icon = ICONS[cluster === undefined ? place : 'cluster'];
  const state =
    engine.status === 'ready' ? t('workers', { count: engine.workers }) : t(engine.status);
  return (
    <Menu
      trigger={
        <Button
          kind="quiet"
          aria-label={`${t('place')}: ${name}`}
          disabled={isRunning}
          data-failed={engine.status === 'failed' || undefined}
          icon={<Icon aria-hidden />}
        >
          <span className={styles.name}>{name}</span>
          {/* Drawn, not said: it is no part of the button's name. */}
          {cluster === undefined ? <span className={styles.state} data-state={state} /> : null}
          <ChevronDown aria-hidden />
        </Button>
      }
      entries={computer === undefined ? alone : hosted}
    />
  );
}

/** What there is more elsewhere, and how to come by it. */
function useEntriesOfTab(): readonly MenuEntry[] {
  const { t } = useTranslation('place');
  const nothing = (): void => undefined;
  return [
    {
      label: t('place-tab'),
      detail: t('place-tab-hint'),
      icon: <Globe />,
      checked: true,
      onSelect: nothing,
    },
    {
      label: t('place-computer'),
      detail: inlineCode(t('no-computer')),
      icon: <Laptop />,
      checked: false,
      disabled: true,
      onSelect: nothing,
    },
    {
      label: t('place-cluster'),
      detail: inlineCode(t('no-cluster')),
      icon: <Server />,
      checked: false,
      disabled: true,
      onSelect: nothing,
    },
  ];
}

function useHostedEntries(computer: Computer | undefined): readonly MenuEntry[] {
  const { t } = useTranslation('place');
  const studio = useStudio();
  const place = useSession((state) => state.place);
  const cluster = useSession((state) => state.cluster);
  const isNeeded = useDocument(({ document }) => needsComputer(document));
  const { stopped, clusters = [] } = useStore(computer?.store ?? NO_COMPUTER);
  const isStopped = stopped !== undefined;
  const hints = {
    tab: isNeeded ? t('place-needed') : t('place-tab-hint'),
    computer: isStopped
      ? t('stopped')
      : t('place-computer-hint', { count: computer?.info.computer.cores ?? 0 }),
  } as const;
  const isOff = { tab: isNeeded, computer: isStopped } as const;
  return [
    ...(['tab', 'computer'] as const).map((each) => ({
      label: t(`place-${each}`),
      detail: hints[each],
      icon: each === 'tab' ? <Globe /> : <Laptop />,
      checked: each === place && cluster === undefined,
      disabled: isOff[each],
      onSelect: () => choosePlace(studio, { place: each }),
    })),
    'separator',
    ...clusters.map(({ name, connection }) => ({
      label: name,
      detail: isStopped ? t('stopped') : addressOf(connection),
      icon: <Server />,
      checked: name === cluster,
      disabled: isStopped,
      onSelect: () => choosePlace(studio, { place: 'computer', cluster: name }),
    })),
    {
      label: t('manage'),
      ...(clusters.length === 0 ? { detail: t('manage-hint') } : {}),
      icon: <Settings2 />,
      disabled: isStopped,
      onSelect: () => runAction(studio.actions, 'cluster.manage'),
    },
  ];
}

const addressOf = ({ host, port }: ClusterSummary['connection']): string => `${host}:${port}`;
