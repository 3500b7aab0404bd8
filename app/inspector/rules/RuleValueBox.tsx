/** A value of a rule: typed, or picked among those that the column has. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import inputs from '../../ui/inputs.module.css';
import { Suggest } from '../../ui/Suggest.tsx';
import { useForm } from '../form/FormContext.ts';
import { useColumnValues } from '../values/use-column-values.ts';
import { literalOf, readValue, shownKind, writeValue } from './rule-values.ts';
import type { RuleValue } from './rules.ts';

export interface RuleValueBoxProps {
  readonly value: RuleValue;
  readonly column: string;
  readonly type: ColumnType | undefined;
  readonly onChange: (value: RuleValue) => void;
  /** Null was picked; absent: it is not offered. */
  readonly onNull?: (() => void) | undefined;
}

const HINTS = { date: '2024-12-31', timestamp: '2024-12-31 23:59:59', number: '0', text: '' };

export function RuleValueBox({ value, column, type, onChange, onNull }: RuleValueBoxProps) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const found = useColumnValues(() => column);
  const takesNull = onNull !== undefined;
  const items = useMemo(
    () => (takesNull ? found.items : found.items.filter(({ isNull }) => !isNull)),
    [takesNull, found.items],
  );
  const text = writeValue(value);
  const kind = shownKind(value, type);
  if (kind === 'boolean') {
    return (
      <select
        className={inputs.input}
        aria-label={t('rule-value')}
        value={text}
        onChange={({ target }) => onChange(readValue(target.value, type, value))}
      >
        <option value="">{t('choose')}</option>
        <option value="true">{t('yes')}</option>
        <option value="false">{t('no')}</option>
      </select>
    );
  }
  return (
    <Suggest
      aria-label={t('rule-value')}
      placeholder={HINTS[kind]}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      value={text}
      items={items}
      note={found.note}
      onOpen={found.onOpen}
      onChange={(typed) => onChange(readValue(typed, type, value))}
      onPick={(picked, item) => {
        if (item === undefined) onChange(readValue(picked, type, value));
        else if (item.isNull) onNull?.();
        else onChange(literalOf(picked, type, value));
      }}
      onBlur={seal}
    />
  );
}
