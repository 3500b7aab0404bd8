/** A condition as text, and as rules where rules can say it: each follows the other. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { inputColumns } from '../form/step-schemas.ts';
import { formatRules } from '../rules/format-rules.ts';
import { readRules } from '../rules/read-rules.ts';
import type { RuleGroup } from '../rules/rules.ts';
import { RulesBuilder } from '../rules/RulesBuilder.tsx';
import styles from './ConditionField.module.css';
import { ExpressionField } from './ExpressionField.tsx';
import { textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ConditionField(props: WidgetProps<'condition'>) {
  const { t } = useTranslation('inspector');
  const { schemas } = useForm();
  const text = textOf(props.value);
  // Rules that are not finished are not in the text: they live here until they are.
  const [draft, setDraft] = useState<{ readonly group: RuleGroup; readonly text: string }>();
  const group = draft?.text === text ? draft.group : readRules(text);
  const change = (next: RuleGroup): void => {
    const written = formatRules(next);
    const value = written === '' ? emptyValue(props, '') : written;
    setDraft({ group: next, text: textOf(value) });
    props.onChange(value);
  };
  return (
    <div className={styles.condition}>
      <ExpressionField {...props} />
      {group === undefined ? (
        <p className={styles.note}>
          {t('rules-cannot')}{' '}
          <Button kind="quiet" onClick={() => change({ join: 'and', rules: [] })}>
            {t('rules-start')}
          </Button>
        </p>
      ) : (
        <RulesBuilder group={group} columns={inputColumns(schemas)} onChange={change} />
      )}
    </div>
  );
}
