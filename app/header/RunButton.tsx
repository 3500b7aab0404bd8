/** Run and what else can be run; Cancel while something does. */
import { ChevronDown, Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isError } from '../../engine/contract/diagnostic.ts';
import { formatKeys, runAction } from '../session/action-store.ts';
import { useActions } from '../session/actions.ts';
import { placedDiagnostics } from '../session/placed-diagnostics.ts';
import { runBlockers } from '../session/run-blockers.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import { shownStep } from '../session/session-store.ts';
import { CANCEL_RUN, RUN, RUN_TO_HERE } from '../session/shortcuts.ts';
import { targetOf } from '../session/shown-target.ts';
import { useDocument, useRuns, useSession, useStudio } from '../session/studio.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import styles from './Header.module.css';
import { useEntries } from './use-entries.ts';

export function RunButton() {
  const { t } = useTranslation('header');
  const studio = useStudio();
  const { runner, registry, documents, session, actions } = studio;
  const cluster = useSession((state) => state.cluster);
  const isRunning = useRuns((state) => isActive(lastRun(state)));
  const isCancelling = useRuns((state) => lastRun(state)?.status === 'cancelling');
  const isReady = useSession(({ engine }) => engine.status === 'ready');
  const hasSteps = useDocument(({ document }) => Object.keys(document.nodes).length > 0);
  const step = useSession(shownStep);
  const title = useDocument(({ document }) =>
    step === undefined ? undefined : (document.nodes[step]?.title ?? step),
  );
  const errors = useSession((state) =>
    state.cluster === undefined
      ? runBlockers(state.check, state.sources).length
      : placedDiagnostics(state).filter(isError).length,
  );
  const canRun = isReady && hasSteps && !isRunning;

  const runTo = (): void => {
    const { port } = session.getState();
    const target = targetOf(documents.getState().document, step, port, registry);
    if (target !== undefined) void runner.runTo(target);
  };
  const run = (): void => {
    if (cluster === undefined) void runner.run();
    else runAction(actions, 'cluster.push');
  };
  const push = cluster === undefined ? undefined : t('push', { name: cluster });
  const group = t('run');
  useActions([
    {
      id: 'run.all',
      title: push ?? t('run-all'),
      group,
      keys: RUN,
      isEnabled: () => canRun,
      run,
    },
    {
      id: 'run.to-here',
      title: title === undefined ? t('run-to-here-none') : t('run-to-here', { title }),
      group,
      keys: RUN_TO_HERE,
      isEnabled: () => canRun && step !== undefined,
      run: runTo,
    },
    {
      id: 'run.from-here',
      title: title === undefined ? t('run-from-here-none') : t('run-from-here', { title }),
      group,
      isEnabled: () => canRun && step !== undefined,
      run: () => void runner.run(step),
    },
    {
      id: 'run.cancel',
      title: t('cancel-run'),
      group,
      keys: CANCEL_RUN,
      isEnabled: () => isRunning,
      run: runner.cancel,
    },
  ]);
  const entries = useEntries(['run.all', 'run.to-here', 'run.from-here']);
  if (isRunning) {
    return (
      <Button
        kind="danger"
        icon={<Square aria-hidden />}
        keys={formatKeys(CANCEL_RUN)}
        disabled={isCancelling}
        onClick={runner.cancel}
      >
        {t('cancel-run')}
      </Button>
    );
  }
  return (
    <span className={styles.split}>
      <Button
        kind="primary"
        icon={<Play aria-hidden />}
        disabled={!canRun}
        title={errors === 0 ? undefined : t('run-blocked', { count: errors })}
        onClick={run}
      >
        <span className={styles.label}>{push ?? t('run')}</span>
        {errors === 0 ? null : (
          <span className={styles.blocked} aria-hidden>
            {errors}
          </span>
        )}
      </Button>
      <Menu
        entries={entries}
        trigger={
          <IconButton label={t('run-options')} disabled={!canRun}>
            <ChevronDown aria-hidden />
          </IconButton>
        }
      />
    </span>
  );
}
