/** All shortcuts, by group. */
import { useTranslation } from 'react-i18next';
import { formatKeys } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { groupActions } from './group-actions.ts';
import styles from './ShortcutList.module.css';

export interface ShortcutListProps {
  readonly onClose: () => void;
}

export function ShortcutList({ onClose }: ShortcutListProps) {
  const { t } = useTranslation('commands');
  const { actions } = useStudio().actions.getState();
  const groups = groupActions(actions.filter(({ keys }) => keys !== undefined));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('shortcuts')}
      description={t('shortcuts-note')}
      width={640}
    >
      <div className={styles.groups}>
        {[...groups].map(([group, entries]) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            <dl className={styles.entries}>
              {entries.map(({ id, title, keys = '' }) => (
                <div key={id} className={styles.entry}>
                  <dt>{title}</dt>
                  <dd>
                    <kbd className={styles.keys}>{formatKeys(keys)}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
