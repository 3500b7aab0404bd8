/** The line at the bottom: what runs or ran last, and the engine. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isError } from '../../engine/contract/diagnostic.ts';
import type { StartPhase } from '../session/engine-client.ts';
import { placedDiagnostics } from '../session/placed-diagnostics.ts';
import type { RunRecord } from '../session/run-store.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import type { PushLine } from '../session/session-store.ts';
import { useRuns, useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { formatBytes } from '../ui/format.ts';
import styles from './StatusBar.module.css';
import { runText } from './run-text.ts';

export function StatusBar() {
  const { t } = useTranslation('status');
  const run = useRuns(lastRun);
  const problems = useSession((state) => placedDiagnostics(state).filter(isError).length);
  const pushLine = useSession((state) => state.pushLine);
  const elapsed = useElapsed(run);
  const { key, values } = runText(run, problems, elapsed);
  const push = isOfPush(run, pushLine) ? pushLine : undefined;
  return (
    <footer className={styles.bar}>
      <span
        className={styles.dot}
        data-status={push?.status ?? run?.status ?? 'idle'}
        aria-hidden
      />
      <span role="status" aria-label={t('status')} className={styles.text}>
        {push?.text ?? t(key, values)}
      </span>
      {push === undefined ? <ShowRun run={run} /> : null}
      <span className={styles.space} />
      {run === undefined || run.spilledBytes === 0 ? null : (
        <span>{t('spilled', { amount: formatBytes(run.spilledBytes) })}</span>
      )}
      {run?.peakMemoryBytes === undefined ? null : (
        <span>{t('peak', { amount: formatBytes(run.peakMemoryBytes) })}</span>
      )}
      <EngineStatus />
    </footer>
  );
}

/** Whichever goes on, the run here first; else what was begun last. */
const isOfPush = (run: RunRecord | undefined, push: PushLine | undefined): boolean =>
  push !== undefined &&
  !isActive(run) &&
  (push.status === 'running' || push.startedAt > (run?.startedAt ?? 0));

/** Where the files of the last run are, or why there are none: people look for them here. */
function ShowRun({ run }: { readonly run: RunRecord | undefined }) {
  const { t } = useTranslation('status');
  const { session } = useStudio();
  const isShown = useSession(({ tab }) => tab === 'runs');
  const hasFiles = run?.status === 'succeeded' && run.files.length > 0;
  if (isShown || !(hasFiles || run?.status === 'failed')) return null;
  return (
    <Button kind="quiet" onClick={() => session.setState({ tab: 'runs' })}>
      {t(hasFiles ? 'show-files' : 'show-failure')}
    </Button>
  );
}

function EngineStatus() {
  const { t } = useTranslation('status');
  const { startEngine } = useStudio();
  const engine = useSession((state) => state.engine);
  switch (engine.status) {
    case 'ready':
      return <span>{t('engine-ready', { count: engine.workers })}</span>;
    case 'failed':
      return (
        <span className={styles.failed} role="alert">
          {t(engine.error.code === 'engine-lost' ? 'engine-lost' : 'engine-failed', {
            message: engine.error.message,
          })}
          <Button kind="quiet" onClick={() => void startEngine()}>
            {t('retry')}
          </Button>
        </span>
      );
    case 'starting':
      return <EngineStarting phase={engine.phase} />;
  }
}

function EngineStarting({ phase }: { readonly phase: StartPhase | undefined }) {
  const { t } = useTranslation('status');
  if (phase?.kind !== 'loading') return <span aria-busy>{t('engine-starting')}</span>;
  const { bytes, total } = phase;
  return (
    <span aria-busy className={styles.loading}>
      {t('engine-loading', { done: formatBytes(bytes), total: formatBytes(total) })}
      <progress aria-label={t('engine-progress')} value={bytes} max={total} />
    </span>
  );
}

/** Milliseconds of the run; counts on between its events. */
function useElapsed(run: RunRecord | undefined): number {
  const active = isActive(run);
  const startedAt = run?.startedAt ?? 0;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [active]);
  return active ? Math.max(0, now - startedAt) : (run?.elapsed ?? 0);
}
