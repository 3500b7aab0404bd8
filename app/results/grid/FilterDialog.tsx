/** A quick filter on one column. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { FilterOperator, QuickFilter } from '../../session/row-view.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import inputs from '../../ui/inputs.module.css';
import { OPERATORS, needsValue } from './filter-operators.ts';
import styles from './FilterDialog.module.css';

export interface FilterDialogProps {
  readonly column: Column;
  readonly onFilter: (filter: QuickFilter) => void;
  readonly onClose: () => void;
}

export function FilterDialog({ column, onFilter, onClose }: FilterDialogProps) {
  const { t } = useTranslation('results');
  const isText = column.type.kind === 'scalar' && column.type.name === 'VARCHAR';
  const [operator, setOperator] = useState<FilterOperator>(isText ? 'contains' : 'equals');
  const [value, setValue] = useState('');
  const form = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('filter-on', { column: column.name })}
      width={420}
      actions={
        <Button kind="primary" type="submit" form={form}>
          {t('filter')}
        </Button>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onFilter({ column, operator, value });
          onClose();
        }}
      >
        <select
          className={inputs.input}
          aria-label={t('condition')}
          value={operator}
          onChange={(event) => setOperator(event.target.value as FilterOperator)}
        >
          {OPERATORS.map((each) => (
            <option key={each} value={each}>
              {t(`operator-${each}`)}
            </option>
          ))}
        </select>
        {needsValue(operator) ? (
          <input
            className={inputs.input}
            aria-label={t('value')}
            // The dialog opens to type this.
            autoFocus
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
