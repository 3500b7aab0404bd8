/** What the cluster was asked to do, one after the other, and how far each is. */
import { useTranslation } from 'react-i18next';
import type { Push } from '../../../platform/computer.ts';
import { hasEnded } from '../../../platform/pushes.ts';
import { useStepTitle } from '../../../session/use-step-title.ts';
import { formatBytes, formatCount } from '../../../ui/format.ts';
import details from '../RunDetails.module.css';
import styles from './Push.module.css';

type Operation = Push['operations'][number];

export function PushOperations({ push }: { readonly push: Push }) {
  const { t } = useTranslation('cluster');
  if (push.operations.length === 0) return null;
  return (
    <div className={details.wide}>
      <table className={details.table}>
        <caption>{t('operations')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('output')}</th>
            <th scope="col">{t('does')}</th>
            <th scope="col" className={styles.bar}>
              {t('tasks')}
            </th>
            {(['stages', 'read', 'fetched'] as const).map((name) => (
              <th key={name} scope="col" className={details.number}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {push.operations.map((operation) => (
            <Row key={operation.id} operation={operation} isOver={hasEnded(push)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ operation, isOver }: { readonly operation: Operation; readonly isOver: boolean }) {
  const { t } = useTranslation('cluster');
  const titleOf = useStepTitle();
  const { step, does, progress, fetched } = operation;
  return (
    <tr>
      <th scope="row">{titleOf(step)}</th>
      <td>{t(`does-${does}`)}</td>
      <td className={styles.bar}>
        <Tasks operation={operation} isOver={isOver} title={titleOf(step)} />
      </td>
      <td className={details.number}>
        {progress === undefined ? '–' : `${progress.stagesDone} / ${progress.stages}`}
      </td>
      <td className={details.number}>
        {progress === undefined ? '–' : formatBytes(progress.bytesRead)}
      </td>
      <td className={details.number}>
        {fetched === undefined
          ? '–'
          : `${formatCount(fetched.rows)} · ${formatBytes(fetched.bytes)}`}
      </td>
    </tr>
  );
}

interface TasksProps {
  readonly operation: Operation;
  readonly isOver: boolean;
  readonly title: string;
}

function Tasks({ operation: { state, progress }, isOver, title }: TasksProps) {
  const { t } = useTranslation('cluster');
  if (progress === undefined || progress.tasks === 0)
    return state === 'done' ? t('operation-done') : isOver ? '–' : t('operation-sent');
  const { tasks, tasksDone, tasksRunning } = progress;
  const figures = { done: formatCount(tasksDone), tasks: formatCount(tasks) };
  const isUnderWay = state === 'sent' && !isOver;
  return (
    <span className={styles.tasks}>
      <span
        className={styles.progress}
        role="progressbar"
        aria-label={t('progress', { step: title })}
        aria-valuemin={0}
        aria-valuemax={tasks}
        aria-valuenow={tasksDone}
        data-done={state === 'done'}
        data-over={isOver && state !== 'done'}
      >
        <i style={{ width: `${(100 * tasksDone) / tasks}%` }} />
      </span>
      {isUnderWay && tasksRunning > 0
        ? t('tasks-running', { ...figures, running: formatCount(tasksRunning) })
        : t('tasks-done', figures)}
    </span>
  );
}
