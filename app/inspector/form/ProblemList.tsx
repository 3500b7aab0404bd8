/** What is wrong at a place, and what to do about it. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from './problems.ts';
import styles from './ProblemList.module.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

/** More than these are not read anyway. */
const SHOWN = 4;

export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('inspector');
  if (problems.length === 0) return null;
  const more = problems.length - SHOWN;
  return (
    <ul className={styles.list}>
      {problems.slice(0, SHOWN).map((problem, index) => (
        <ProblemItem key={index} problem={problem} />
      ))}
      {more > 0 ? <li className={styles.more}>{t('more-problems', { count: more })}</li> : null}
    </ul>
  );
}

function ProblemItem({ problem }: { readonly problem: Problem }) {
  const { severity, message, hint, missing } = problem;
  const { t } = useTranslation('inspector');
  const Icon = ICONS[severity];
  return (
    <li className={`${styles.item} ${missing === true ? styles.missing : styles[severity]}`}>
      <Icon size={13} aria-hidden />
      <span>
        {missing === true ? t('required') : message}
        {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
      </span>
    </li>
  );
}
