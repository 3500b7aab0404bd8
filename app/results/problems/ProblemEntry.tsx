/** One problem; a click goes to the step, and there to the field and the character. */
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../session/studio.ts';
import { useFieldTitle } from '../../session/use-field-title.ts';
import { Finding } from '../../ui/Finding.tsx';
import { DataPlace } from '../DataPlace.tsx';
import type { Problem } from './collect-problems.ts';
import styles from './ProblemsTab.module.css';

export interface ProblemEntryProps {
  readonly problem: Problem;
  /** Undefined: of the pipeline itself, and so nowhere to go. */
  readonly node: string | undefined;
}

export function ProblemEntry({ problem, node }: ProblemEntryProps) {
  const { t } = useTranslation('results');
  const { reveal } = useStudio();
  const { severity, message, hint, param, location, fromRun, on } = problem;
  const place = useFieldTitle(node, param ?? '');
  return (
    <Finding
      kind={severity}
      label={t(`kind-${severity}`)}
      message={message}
      hint={hint}
      onClick={node === undefined ? undefined : () => reveal({ ...problem, node })}
    >
      {location === undefined ? null : <DataPlace location={location} className={styles.place} />}
      {param === undefined ? null : <span className={styles.place}>{place}</span>}
      {on === undefined ? null : (
        <span className={styles.run}>{t('on-cluster', { name: on })}</span>
      )}
      {fromRun ? <span className={styles.run}>{t('last-run')}</span> : null}
    </Finding>
  );
}
