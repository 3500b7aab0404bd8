/** Below the keys of a join: likely ones to add, and keys whose types never meet. */
import { Plus, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { useDocument } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { useForm } from '../form/FormContext.ts';
import { columnsOfPort } from '../form/step-schemas.ts';
import { mismatchedKeys, suggestKeys } from '../../../engine/contract/join-keys.ts';
import type { JoinKey, TableNames } from '../../../engine/contract/join-keys.ts';
import { tableNames } from '../../document/table-names.ts';
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
  const names = useTableNames();
  const offered = suggestKeys(keys, left, right, names).slice(0, OFFERED);
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
          <span>{t('likely-keys')}</span>
          {offered.map((key) => (
            <Button key={key.left} icon={<Plus aria-hidden />} onClick={() => onAdd(key)}>
              {key.left === key.right ? key.left : `${key.left} = ${key.right}`}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

/** What the tables of both sides are called. */
function useTableNames(): TableNames {
  const { schemas } = useForm();
  const document = useDocument((state) => state.document);
  return useMemo(() => {
    const of = (port: string): readonly string[] => {
      const source = schemas.inputs.find((input) => input.port === port)?.source;
      return source === undefined ? [] : tableNames(document, parseInput(source).node);
    };
    return { left: of('left'), right: of('right') };
  }, [document, schemas]);
}
