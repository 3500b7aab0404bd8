/** Below the keys of a join: columns of one name to add, and keys whose types never meet. */
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useForm } from '../form/FormContext.ts';
import { columnsOfPort } from '../form/step-schemas.ts';
import { mismatchedKeys, suggestKeys } from './join-keys.ts';
import type { JoinKey } from './join-keys.ts';
import styles from './lists.module.css';
import { textOf } from './widget-props.ts';

const OFFERED = 4;

export interface JoinKeyHelpProps {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  readonly onAdd: (key: JoinKey) => void;
}

export function JoinKeyHelp({ entries, onAdd }: JoinKeyHelpProps) {
  const { t } = useTranslation('inspector');
  const { schemas } = useForm();
  const keys = entries.map((entry) => ({
    left: textOf(entry['left']),
    right: textOf(entry['right']),
  }));
  const [left, right] = [columnsOfPort(schemas, 'left'), columnsOfPort(schemas, 'right')];
  const offered = suggestKeys(keys, left, right).slice(0, OFFERED);
  return (
    <>
      {mismatchedKeys(keys, left, right).map((key) => (
        <p key={`${key.left} ${key.right}`} className={styles.mismatch}>
          <TriangleAlert size={13} aria-hidden />
          {t('key-types', { ...key })}
        </p>
      ))}
      {offered.length === 0 ? null : (
        <div className={styles.suggestions}>
          <span>{t('same-name')}</span>
          {offered.map((key) => (
            <Button key={key.left} kind="quiet" onClick={() => onAdd(key)}>
              {key.left}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
