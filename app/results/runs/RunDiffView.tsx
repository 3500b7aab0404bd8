/** What is different from the run before. */
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../ui/format.ts';
import type { RunDiff } from './diff-runs.ts';
import styles from './RunDetails.module.css';

export function RunDiffView({ diff: { rows, schemas, same } }: { readonly diff: RunDiff }) {
  const { t } = useTranslation('results');
  return (
    <section className={styles.diff} aria-label={t('changes')}>
      <h3>{t('changes')}</h3>
      {rows.length === 0 && schemas.length === 0 ? (
        <p className={styles.same}>{t('no-changes', { count: same })}</p>
      ) : (
        <ul>
          {rows.map(({ port, before, after }) => (
            <li key={port}>
              <code>{port}</code>
              <span>
                {before === undefined ? '–' : formatCount(before)} →{' '}
                {after === undefined ? '–' : formatCount(after)} {t('rows')}
              </span>
              {before === undefined || after === undefined ? null : (
                <b className={after < before ? styles.less : styles.more}>
                  {after > before ? '+' : '−'}
                  {formatCount(Math.abs(after - before))}
                </b>
              )}
            </li>
          ))}
          {schemas.map(({ port, added, removed, retyped }) => (
            <li key={`schema ${port}`}>
              <code>{port}</code>
              {added.map((name) => (
                <span key={name} className={styles.more}>
                  + {name}
                </span>
              ))}
              {removed.map((name) => (
                <span key={name} className={styles.less}>
                  − {name}
                </span>
              ))}
              {retyped.map(({ column, before, after }) => (
                <span key={column}>
                  {column}: {before} → {after}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
