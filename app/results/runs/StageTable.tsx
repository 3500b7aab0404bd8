import { useTranslation } from 'react-i18next';
import type { StageRecord } from '../../session/run-store.ts';
import { useStepTitle } from '../../session/use-step-title.ts';
import { formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import styles from './RunDetails.module.css';
import { stageFigures } from './timeline.ts';

/** The stages of a run in figures. */
export function StageTable({ stages }: { readonly stages: readonly StageRecord[] }) {
  const { t } = useTranslation('results');
  const titleOf = useStepTitle();
  if (stages.length === 0) return null;
  return (
    <div className={styles.wide}>
      <table className={styles.table}>
        <caption>{t('stages')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('stage-column')}</th>
            <th scope="col">{t('steps')}</th>
            {(
              [
                'partitions',
                'rows-heading',
                'read',
                'stored',
                'time',
                'from-cache',
                'retries',
              ] as const
            ).map((name) => (
              <th key={name} scope="col" className={styles.number}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map(stageFigures).map((figures, i) => (
            <tr key={figures.stage.id}>
              <th scope="row">{i + 1}</th>
              <td>{figures.stage.nodes.map(titleOf).join(' → ')}</td>
              <td className={styles.number}>
                {figures.done} / {figures.stage.partitions}
              </td>
              <td className={styles.number}>{formatCount(figures.rows)}</td>
              <td className={styles.number}>{formatBytes(figures.bytesRead)}</td>
              <td className={styles.number}>{formatBytes(figures.bytesOut)}</td>
              <td className={styles.number}>
                {figures.milliseconds === undefined ? '…' : formatDuration(figures.milliseconds)}
              </td>
              <td className={styles.number}>{figures.cached}</td>
              <td className={styles.number}>{figures.failed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
