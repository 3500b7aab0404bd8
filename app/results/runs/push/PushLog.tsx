/** What happened, line by line: of the job, and what the server lets see of itself. */
import { RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../../../engine/contract/errors.ts';
import type { Computer, Push } from '../../../platform/computer.ts';
import { hasEnded } from '../../../platform/pushes.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './Push.module.css';

interface PushLogProps {
  readonly push: Push;
  readonly computer: Computer;
}

export function PushLog(props: PushLogProps) {
  const { t } = useTranslation('cluster');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.log} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('log')}</summary>
      {isOpen ? <Lines {...props} /> : null}
    </details>
  );
}

type Read =
  | { readonly status: 'loading' }
  | { readonly status: 'done'; readonly lines: readonly string[] }
  | { readonly status: 'failed'; readonly error: EngineError };

function Lines({ push, computer }: PushLogProps) {
  const { t } = useTranslation('cluster');
  const [read, setRead] = useState<Read>({ status: 'loading' });
  const { id, state } = push;
  const load = useCallback(async () => {
    const answer = await computer.client.call('jobs.log', { id });
    setRead(
      answer.ok
        ? { status: 'done', lines: answer.value }
        : { status: 'failed', error: answer.error },
    );
  }, [computer, id]);
  // Each state adds a line.
  useEffect(() => void load(), [load, state]);
  if (read.status === 'failed')
    return (
      <p role="alert">
        {t('log-failed')} {read.error.message}
      </p>
    );
  return (
    <>
      <pre tabIndex={0} aria-label={t('log')} aria-busy={read.status === 'loading'}>
        {read.status === 'done'
          ? read.lines.length === 0
            ? t('log-empty')
            : read.lines.join('\n')
          : '…'}
      </pre>
      {hasEnded(push) ? null : (
        <Button kind="quiet" icon={<RefreshCw aria-hidden />} onClick={() => void load()}>
          {t('log-again')}
        </Button>
      )}
    </>
  );
}
