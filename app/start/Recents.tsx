/** Pipelines that were edited here before. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../platform/document-library.ts';
import { useStudio } from '../session/studio.ts';
import styles from './StartPage.module.css';

const SHOWN = 5;

export function Recents() {
  const { t, i18n } = useTranslation('start');
  const { workspace } = useStudio();
  const [recent, setRecent] = useState<readonly DocumentSummary[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void workspace.recent().then((found) => {
      const { id } = workspace.store.getState();
      if (isCurrent) setRecent(found.filter((each) => each.id !== id).slice(0, SHOWN));
    });
    return () => {
      isCurrent = false;
    };
  }, [workspace]);
  if (recent.length === 0) return null;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className={styles.recents} aria-labelledby="start-recents">
      <h2 className={styles.heading} id="start-recents">
        {t('recents')}
      </h2>
      <ul className={styles.list}>
        {recent.map(({ id, name, modified }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.recent}
              onClick={() => void workspace.openStored(id)}
            >
              <span className={styles.recentName}>{name}</span>
              <time dateTime={new Date(modified).toISOString()}>{date.format(modified)}</time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
