/** One run: what came of it, when its tasks ran where, what it wrote. */
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import { DataPlace } from '../DataPlace.tsx';
import { diffRuns, runBefore } from './diff-runs.ts';
import { RunDiffView } from './RunDiffView.tsx';
import { RunFiles } from './RunFiles.tsx';
import { RunPicture } from './RunPicture.tsx';
import styles from './RunDetails.module.css';
import { StageTable } from './StageTable.tsx';

export function RunDetails({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const before = useRuns(({ runs }) => runBefore(runs, run));
  const tasks = run.stages.flatMap((stage) => stage.tasks);
  const cached = tasks.filter(({ status }) => status === 'cached').length;
  const retries = tasks.filter(({ status }) => status === 'failed').length;
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
  return (
    <div className={styles.details}>
      {run.error === undefined ? null : <RunFailure run={run} />}
      <dl className={styles.figures}>
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
              {warning.node === undefined ? null : <b>{warning.node}: </b>}
              {warning.message}
            </li>
          ))}
        </ul>
      )}
      {before === undefined || run.status !== 'succeeded' ? null : (
        <RunDiffView diff={diffRuns(before, run)} />
      )}
      <StageTable stages={run.stages} />
    </div>
  );
}

/** Why it failed: the partition, the message, what to do. */
function RunFailure({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const { reveal } = useStudio();
  const { error } = run;
  const node = error?.node;
  const title = useDocument(({ document }) =>
    node === undefined || !Object.hasOwn(document.nodes, node)
      ? undefined
      : stepTitle(document, node),
  );
  if (error === undefined || error.kind === 'cancelled') return null;
  const failed = run.stages
    .flatMap((stage) => stage.tasks.map((task) => ({ stage, task })))
    .findLast(({ task }) => task.status === 'failed');
  return (
    <div className={styles.failure} role="alert">
      <p>
        <b>{error.message}</b> {error.hint}
      </p>
      {error.location === undefined ? null : (
        <p>
          <DataPlace location={error.location} />
        </p>
      )}
      {failed === undefined ? null : (
        <p className={styles.partition}>
          {t('failed-partition', {
            partition: failed.task.partition + 1,
            partitions: failed.stage.partitions,
            stage: failed.stage.id,
            attempt: failed.task.attempt,
          })}
        </p>
      )}
      {node === undefined || title === undefined ? null : (
        <Button
          onClick={() =>
            reveal({ node, ...(error.param === undefined ? {} : { param: error.param }) })
          }
        >
          {t('go-to', { step: title })}
        </Button>
      )}
    </div>
  );
}
