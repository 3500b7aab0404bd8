/** The pipeline's parameters with the values that the program has them with. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../session/engine-client.ts';
import styles from './ExportDialog.module.css';
import { parameterEntries } from './parameter-values.ts';

export function ParameterValues({ document, parameters }: Question) {
  const { t } = useTranslation('export');
  const heading = useId();
  const entries = parameterEntries(document, parameters);
  if (entries.length === 0) return null;
  return (
    <section className={styles.parameters} aria-labelledby={heading}>
      <h3 id={heading} className={styles.heading}>
        {t('parameters')}
      </h3>
      <p className={styles.about}>{t('parameters-hint')}</p>
      <dl>
        {entries.map(({ name, type, value }) => (
          <div key={name} title={type}>
            <dt>${name}</dt>
            <dd data-missing={value === undefined}>{value ?? t('parameter-missing')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
