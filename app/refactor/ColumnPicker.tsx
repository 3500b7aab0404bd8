/** Which column of an output. */
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../engine/contract/schema.ts';
import inputs from '../ui/inputs.module.css';
import styles from './Refactor.module.css';

interface ColumnPickerProps {
  readonly schema: Schema;
  readonly column: string | undefined;
  readonly onChange: (column: string) => void;
}

export function ColumnPicker({ schema, column, onChange }: ColumnPickerProps) {
  const { t } = useTranslation('refactor');
  return (
    <label className={styles.field}>
      <span>{t('column')}</span>
      <select
        className={`${inputs.input} ${inputs.mono}`}
        value={column ?? ''}
        onChange={(event) => onChange(event.target.value)}
      >
        {column === undefined ? <option value="">{t('choose-column')}</option> : null}
        {schema.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
