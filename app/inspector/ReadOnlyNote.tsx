/** Why nothing can be changed here. */
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../session/studio.ts';
import styles from './Inspector.module.css';

export function ReadOnlyNote() {
  const { t } = useTranslation('document');
  const why = useDocument(({ readOnly }) => readOnly?.key);
  if (why === undefined) return null;
  return (
    <p className={styles.readOnly}>
      <Lock size={13} aria-hidden />
      {t(why, { count: 1 })}
    </p>
  );
}
