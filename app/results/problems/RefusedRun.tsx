/** Said where the problems are: the run that was asked for did not begin, and what can run without it. */
import { CirclePlay } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { soundOutputs } from '../../session/run-blockers.ts';
import { lastRun } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import type { Problem } from './collect-problems.ts';
import styles from './ProblemsTab.module.css';

export function RefusedRun({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('results');
  const { runner, registry } = useStudio();
  const isRefused = useRuns((state) => lastRun(state)?.isRefused === true);
  const document = useDocument((state) => state.document);
  const errors = useMemo(
    () => problems.filter(({ severity, fromRun }) => severity === 'error' && !fromRun),
    [problems],
  );
  const sound = useMemo(
    () => (isRefused ? soundOutputs(document, errors, registry) : []),
    [isRefused, document, errors, registry],
  );
  if (!isRefused || errors.length === 0) return null;
  return (
    <div className={styles.refused} role="alert">
      <p>
        <b>{t('run-refused', { count: errors.length })}</b>{' '}
        {t('run-refused-hint', { count: errors.length })}
      </p>
      {sound.length === 0 ? null : (
        <Button icon={<CirclePlay aria-hidden />} onClick={() => void runner.runSound()}>
          {t('run-sound', { count: sound.length })}
        </Button>
      )}
    </div>
  );
}
