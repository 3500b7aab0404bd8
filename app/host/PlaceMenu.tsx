/** Where the pipeline runs, beside Run: in this tab, or on the computer behind it. */
import { ChevronDown, Laptop, Globe } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Computer } from '../platform/computer.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import { useDocument, useRuns, useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import { choosePlace } from './follow-computer.ts';
import { needsComputer } from './needs-computer.ts';
import styles from './PlaceMenu.module.css';

const ICONS = { tab: Globe, computer: Laptop } as const;

export function PlaceMenu({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('host');
  const studio = useStudio();
  const place = useSession((state) => state.place);
  const engine = useSession((state) => state.engine);
  const isRunning = useRuns((state) => isActive(lastRun(state)));
  const isNeeded = useDocument(({ document }) => needsComputer(document));
  const isStopped = useStore(computer.store, ({ stopped }) => stopped !== undefined);
  const Icon = ICONS[place];
  const hints = {
    tab: isNeeded ? t('place-needed') : t('place-tab-hint'),
    computer: isStopped
      ? t('stopped')
      : t('place-computer-hint', { count: computer.info.computer.cores }),
  } as const;
  const isOff = { tab: isNeeded, computer: isStopped } as const;
  const state =
    engine.status === 'ready' ? t('workers', { count: engine.workers }) : t(engine.status);
  return (
    <Menu
      trigger={
        <Button
          kind="quiet"
          aria-label={`${t('place')}: ${t(`place-${place}`)}`}
          disabled={isRunning}
          data-failed={engine.status === 'failed' || undefined}
          icon={<Icon aria-hidden />}
        >
          {t(`place-${place}`)}
          {/* Drawn, not said: it is no part of the button's name. */}
          <span className={styles.state} data-state={state} />
          <ChevronDown aria-hidden />
        </Button>
      }
      entries={(['tab', 'computer'] as const).map((each) => ({
        label: t(`place-${each}`),
        detail: hints[each],
        icon: each === 'tab' ? <Globe /> : <Laptop />,
        checked: each === place,
        disabled: isOff[each],
        onSelect: () => choosePlace(studio, each),
      }))}
    />
  );
}
