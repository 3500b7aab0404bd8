/** One problem; a click goes to the step, and there to the field and the character. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../session/studio.ts';
import { DataPlace } from '../DataPlace.tsx';
import type { Problem } from './collect-problems.ts';
import styles from './ProblemsTab.module.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

export interface ProblemEntryProps {
  readonly problem: Problem;
  /** Undefined: of the pipeline itself, and so nowhere to go. */
  readonly node: string | undefined;
}

export function ProblemEntry({ problem, node }: ProblemEntryProps) {
  const { t } = useTranslation('results');
  const { reveal } = useStudio();
  const Icon = ICONS[problem.severity];
  const { message, hint, param, start, end, location, fromRun } = problem;
  const content = (
    <>
      <Icon className={styles[problem.severity]} aria-label={t(`kind-${problem.severity}`)} />
      <span className={styles.message}>
        {message}
        {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
      </span>
      {location === undefined ? null : <DataPlace location={location} className={styles.param} />}
      {param === undefined ? null : <code className={styles.param}>{param}</code>}
      {fromRun ? <span className={styles.run}>{t('last-run')}</span> : null}
    </>
  );
  if (node === undefined) return <div className={styles.problem}>{content}</div>;
  return (
    <button
      type="button"
      className={styles.problem}
      onClick={() =>
        reveal({
          node,
          ...(param === undefined ? {} : { param }),
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
        })
      }
    >
      {content}
    </button>
  );
}
