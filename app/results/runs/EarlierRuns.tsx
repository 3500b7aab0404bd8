/** Runs that the computer did before this tab was loaded: it keeps them, the tab does not. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer, RunJob } from '../../platform/computer.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import styles from './RunsTab.module.css';

const STYLES = {
  running: 'running',
  finished: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'failed',
} as const;

export function EarlierRuns({ computer }: { readonly computer: Computer }) {
  const { t } = useTranslation('host');
  const [jobs, setJobs] = useState<readonly RunJob[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const load = (): void =>
      void computer.client.call('jobs.list', {}).then((answer) => {
        if (isCurrent && answer.ok) setJobs(answer.value.filter((job) => job.kind === 'run'));
      });
    load();
    const stop = computer.onJob(load);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [computer]);
  const earlier = jobs.filter(({ started }) => started < performance.timeOrigin);
  if (earlier.length === 0) return null;
  return (
    <section className={styles.earlier} aria-label={t('earlier-runs')}>
      <h3>{t('earlier-runs')}</h3>
      <ul>
        {earlier.map((job) => (
          <EarlierRun key={job.id} job={job} computer={computer} />
        ))}
      </ul>
    </section>
  );
}

function EarlierRun({ job, computer }: { readonly job: RunJob; readonly computer: Computer }) {
  const { t, i18n } = useTranslation('host');
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li>
      <details>
        <summary>
          <i className={styles[STYLES[job.state]]} aria-hidden />
          <span className={styles.what}>{job.name}</span>
          <small>
            {t(`job-${job.state}`)} · {time.format(job.started)}
          </small>
        </summary>
        {job.location === undefined ? null : (
          <p>
            <code>{job.location}</code>
          </p>
        )}
        {job.state === 'running' ? (
          <p>
            <Button onClick={() => void computer.client.call('engine.cancelJob', { id: job.id })}>
              {t('job-stop')}
            </Button>
          </p>
        ) : null}
        {job.error === undefined ? null : <p>{job.error.message}</p>}
        {job.state === 'lost' ? <p>{t('job-lost-hint')}</p> : null}
        {job.files.map(({ path, rows, bytes }) => (
          <p key={path}>
            <code>{path}</code>
            <small>{t('job-file', { rows: formatCount(rows), bytes: formatBytes(bytes) })}</small>
          </p>
        ))}
      </details>
    </li>
  );
}
