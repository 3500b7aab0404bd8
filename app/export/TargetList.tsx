/** The targets, and which of them are not possible. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_TARGETS } from '../../engine/export/project.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import { groupFindings, refusedSteps } from '../document/group-findings.ts';
import styles from './ExportDialog.module.css';
import type { ExportAnswer, ExportAnswers } from './use-exports.ts';

export interface TargetListProps {
  readonly target: ExportTarget;
  readonly answers: ExportAnswers;
  readonly onChoose: (target: ExportTarget) => void;
}

export function TargetList({ target, answers, onChoose }: TargetListProps) {
  const { t } = useTranslation('export');
  const group = useId();
  return (
    <fieldset className={styles.targets}>
      <legend className={styles.heading}>{t('target')}</legend>
      {EXPORT_TARGETS.map((each) => (
        <label key={each} className={styles.target}>
          <input
            type="radio"
            name={group}
            checked={each === target}
            aria-labelledby={`${group}-${each}`}
            aria-describedby={`${group}-${each}-refused ${group}-${each}-about`}
            onChange={() => onChoose(each)}
          />
          <span id={`${group}-${each}`} className={styles.name}>
            {t(`target-${each}`)}
          </span>
          <span id={`${group}-${each}-refused`} className={styles.found}>
            <Found answer={answers.get(each)} />
          </span>
          <span id={`${group}-${each}-about`} className={styles.about}>
            {t(`target-${each}-about`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What is to be known of a target before it is chosen. */
function Found({ answer }: { readonly answer: ExportAnswer | undefined }) {
  const { t } = useTranslation('export');
  if (answer?.ok !== true) return null;
  const { ok, diagnostics } = answer.value;
  if (ok) {
    const count = groupFindings(diagnostics).length;
    return count === 0 ? null : t('differs', { count });
  }
  const count = refusedSteps(diagnostics);
  return (
    <span className={styles.refused}>
      {count === undefined ? t('refused-whole') : t('refused', { count })}
    </span>
  );
}
