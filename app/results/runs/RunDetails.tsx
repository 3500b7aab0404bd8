/** One run: what came of it, when its tasks ran where, what it wrote. */
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '../../session/run-store.ts';
import { useRuns } from '../../session/studio.ts';
import { useStepTitle } from '../../session/use-step-title.ts';
import { formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import { diffRuns, runBefore } from './diff-runs.ts';
import { RunDiffView } from './RunDiffView.tsx';
import { RunFailure } from './RunFailure.tsx';
import { RunFiles } from './RunFiles.tsx';
import { RunPicture } from './RunPicture.tsx';
import styles from './RunDetails.module.css';
import { StageTable } from './StageTable.tsx';

export function RunDetails({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const titleOf = useStepTitle();
  const changes = useRef<HTMLDivElement>(null);
  const before = useRuns(({ runs }) => runBefore(runs, run));
  const diff = useMemo(
    () => (before === undefined || run.status !== 'succeeded' ? undefined : diffRuns(before, run)),
    [before, run],
  );
  const tasks = run.stages.flatMap((stage) => stage.tasks);
  const cached = tasks.filter(({ status }) => status === 'cached').length;
  const retries = tasks.filter(({ isRetried }) => isRetried === true).length;
  const figures: readonly (readonly [string, string])[] = [
    [t('time'), formatDuration(run.elapsed)],
    [t('workers'), String(run.workers)],
    [t('tasks'), `${run.progress.tasksDone} / ${run.progress.tasksTotal}`],
    [t('read'), formatBytes(run.progress.bytesRead)],
    [t('spilled'), formatBytes(run.spilledBytes)],
    ...(run.peakMemoryBytes === undefined
      ? []
      : [[t('peak-memory'), formatBytes(run.peakMemoryBytes)] as const]),
    [t('from-cache'), formatCount(cached)],
    ...(retries > 0 ? [[t('retries'), formatCount(retries)] as const] : []),
  ];
  if (run.isRefused === true)
    return (
      <div className={styles.details}>
        <RunFailure run={run} />
      </div>
    );
  return (
    <div className={styles.details}>
      {run.error === undefined ? null : <RunFailure run={run} />}
      <dl className={styles.figures}>
        {diff === undefined || diff.outputs.length === 0 ? null : (
          <div>
            <dt>{t('since-run-before')}</dt>
            <dd>
              <button
                type="button"
                className={styles.link}
                onClick={() => changes.current?.scrollIntoView({ block: 'start' })}
              >
                {t('outputs-differ', { count: diff.outputs.length })}
              </button>
            </dd>
          </div>
        )}
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <RunPicture run={run} />
      <RunFiles run={run} />
      {run.warnings.length === 0 ? null : (
        <ul className={styles.warnings} aria-label={t('warnings')}>
          {run.warnings.map((warning, i) => (
            <li key={i}>
              {warning.node === undefined ? null : <b>{titleOf(warning.node)}: </b>}
              {warning.message}
            </li>
          ))}
        </ul>
      )}
      {diff === undefined ? null : (
        <div ref={changes}>
          <RunDiffView diff={diff} />
        </div>
      )}
      <StageTable stages={run.stages} />
    </div>
  );
}
