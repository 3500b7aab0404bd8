/** Where the columns of the shown output come from, step by step. */
import { useTranslation } from 'react-i18next';
import { AnswerMessage } from '../AnswerMessage.tsx';
import { useTarget } from '../use-target.ts';
import { LineageEntry } from './LineageEntry.tsx';
import styles from './LineageTab.module.css';
import { useLineage } from './use-lineage.ts';

export function LineageTab() {
  const { t } = useTranslation('results');
  const target = useTarget();
  const answer = useLineage(target);
  if (answer.value === undefined)
    return <AnswerMessage answer={answer} hasTarget={target !== undefined} />;
  return (
    <div className={styles.tab} aria-busy={answer.status === 'loading'}>
      <p className={styles.hint}>{t('lineage-hint')}</p>
      <ul className={styles.tree} aria-label={t('lineage')}>
        {answer.value.map((column) => (
          <LineageEntry key={column.column} column={column} />
        ))}
      </ul>
    </div>
  );
}
