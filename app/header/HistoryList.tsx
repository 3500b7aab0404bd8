/** All changes since the pipeline was opened, newest first; a press on one goes there. */
import { useTranslation } from 'react-i18next';
import { KEPT } from '../document/history.ts';
import type { HistoryEntry } from '../document/history.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { useFieldTitle } from '../session/use-field-title.ts';
import styles from './HistoryList.module.css';

export function HistoryList() {
  const { t } = useTranslation('header');
  const past = useDocument((state) => state.past);
  const future = useDocument((state) => state.future);
  const last = past.at(-1)?.id ?? 0;
  if (past.length + future.length === 0) {
    return <p className={styles.empty}>{t('history-empty')}</p>;
  }
  return (
    <ol className={styles.list} aria-label={t('history')}>
      {future.toReversed().map((entry) => (
        <Entry key={entry.id} entry={entry} place="future" />
      ))}
      {past.toReversed().map((entry) => (
        <Entry key={entry.id} entry={entry} place={entry.id === last ? 'now' : 'past'} />
      ))}
      <Entry place={last === 0 ? 'now' : 'past'} isCut={past.length + future.length >= KEPT} />
    </ol>
  );
}

/** A long list opens, and stays, where one is. */
const intoView = (item: HTMLLIElement | null): void => item?.scrollIntoView({ block: 'nearest' });

interface EntryProps {
  /** Absent: the pipeline as it was opened. */
  readonly entry?: HistoryEntry;
  readonly place: 'past' | 'now' | 'future';
  /** Older changes are gone. */
  readonly isCut?: boolean;
}

function Entry({ entry, place, isCut = false }: EntryProps) {
  const { t } = useTranslation(['header', 'document']);
  const { documents } = useStudio();
  const { title, param } = entry?.label.values ?? {};
  // A setting is called as in its form.
  const setting = useFieldTitle(String(title), [String(param)]);
  return (
    <li ref={place === 'now' ? intoView : undefined}>
      <button
        type="button"
        className={styles.entry}
        data-place={place}
        aria-current={place === 'now' ? 'step' : undefined}
        onClick={() => documents.goTo(entry?.id ?? 0)}
      >
        {entry === undefined
          ? t(isCut ? 'history-oldest' : 'history-start')
          : t(entry.label.key, {
              ns: 'document',
              ...entry.label.values,
              ...(param === undefined ? {} : { param: setting }),
            })}
      </button>
    </li>
  );
}
