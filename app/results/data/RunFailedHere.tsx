/** Above rows that look well: the last run failed at this step, further back in the data. */
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { lastRun } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { FailingRows } from '../failure/FailingRows.tsx';
import { SendToRejects } from '../failure/SendToRejects.tsx';
import styles from './DataTab.module.css';

export function RunFailedHere({ target }: { readonly target: string }) {
  const { t } = useTranslation('results');
  const { session } = useStudio();
  const document = useDocument((state) => state.document);
  const run = useRuns(lastRun);
  const step = parseInput(target).node;
  const error = run?.error;
  // Once the steps are others, nobody knows whether it still would.
  if (error?.kind !== 'user' || error.node !== step || run?.isRefused === true) return null;
  if (run?.steps !== document.nodes) return null;
  return (
    <div className={styles.failed}>
      <div className={styles.failedText}>
        <p role="alert">
          {t('run-failed-here')} <b>{error.message}</b>
        </p>
        <SendToRejects step={step} />
        <Button onClick={() => session.setState({ tab: 'runs' })}>{t('show-run')}</Button>
      </div>
      <FailingRows document={document} error={error} />
    </div>
  );
}
