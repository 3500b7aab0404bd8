/** A rule: column, comparison, values. */
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { findColumn } from '../../../engine/contract/schema.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { IconButton } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { Suggest } from '../../ui/Suggest.tsx';
import { useColumnItems } from '../fields/ColumnField.tsx';
import { useForm } from '../form/FormContext.ts';
import { readValue, writeValue } from './rule-values.ts';
import { OPERATORS, valueCount, withOperator } from './rules.ts';
import type { Rule, RuleOperator, RuleValue } from './rules.ts';
import styles from './RulesBuilder.module.css';
import { RuleValueBox } from './RuleValueBox.tsx';

/** What is meant by comparing with null: SQL's comparisons find none. */
const NULL_TESTS: Partial<Record<RuleOperator, RuleOperator>> = {
  '=': 'is null',
  '!=': 'is not null',
};

export interface RuleRowProps {
  readonly rule: Rule;
  readonly columns: Schema;
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

export function RuleRow({ rule, columns, onChange, onRemove }: RuleRowProps) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const items = useColumnItems(columns);
  const { column, operator, values } = rule;
  const type = findColumn(columns, column)?.type;
  const comparison = useRef<HTMLSelectElement>(null);
  const nullTest = NULL_TESTS[operator];
  const put = (next: readonly RuleValue[]): void => onChange({ ...rule, values: next });
  return (
    <div className={styles.rule}>
      <Suggest
        aria-label={t('rule-column')}
        placeholder={t('rule-column')}
        value={column}
        completes
        items={items}
        onChange={(name) => {
          const typeOf = findColumn(columns, name)?.type;
          // The same texts mean values of the other column's type.
          const typed = values.map((one) => readValue(writeValue(one), typeOf, one));
          onChange({ ...rule, column: name, values: typed });
        }}
        onBlur={seal}
      />
      <select
        ref={comparison}
        className={inputs.input}
        aria-label={t('rule-operator')}
        value={operator}
        onChange={({ target }) => {
          onChange(withOperator(rule, target.value as RuleOperator));
          seal();
        }}
      >
        {OPERATORS.map((one) => (
          <option key={one} value={one}>
            {t(`operator-${one}`, { defaultValue: one })}
          </option>
        ))}
      </select>
      <IconButton size="small" label={t('remove')} onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
      {values.length === 0 ? null : (
        <div className={styles.values}>
          {values.map((value, index) => (
            <RuleValueBox
              key={index}
              value={value}
              column={column}
              type={type}
              onNull={
                nullTest === undefined
                  ? undefined
                  : () => {
                      onChange(withOperator(rule, nullTest));
                      // The box that had the focus goes.
                      comparison.current?.focus();
                    }
              }
              onChange={(next) => put(values.map((one, i) => (i === index ? next : one)))}
            />
          ))}
          {valueCount(operator) === undefined ? (
            <>
              <IconButton
                size="small"
                label={t('add-value')}
                onClick={() => put([...values, readValue('', type)])}
              >
                <Plus aria-hidden />
              </IconButton>
              {values.length > 1 ? (
                <IconButton
                  size="small"
                  label={t('remove-value')}
                  onClick={() => put(values.slice(0, -1))}
                >
                  <X aria-hidden />
                </IconButton>
              ) : null}
            </>
          ) : null}
        </div>
      )}
    </div>
  );
}
