/** Rules: all or any of them must be true. */
import { FolderPlus, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { useForm } from '../form/FormContext.ts';
import { isGroup } from './rules.ts';
import type { Rule, RuleGroup } from './rules.ts';
import { RuleRow } from './RuleRow.tsx';
import styles from './RulesBuilder.module.css';

export interface RulesBuilderProps {
  readonly group: RuleGroup;
  readonly columns: Schema;
  readonly onChange: (group: RuleGroup) => void;
  /** Of a group within a group. */
  readonly onRemove?: () => void;
}

const EMPTY: Rule = { column: '', operator: '=', values: [{ kind: 'text', text: '' }] };

export function RulesBuilder({ group, columns, onChange, onRemove }: RulesBuilderProps) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const { join, rules } = group;
  const isInner = onRemove !== undefined;
  const put = (index: number, rule: Rule | RuleGroup | undefined): void =>
    onChange({
      join,
      rules: rules.flatMap((one, i) => (i !== index ? [one] : rule === undefined ? [] : [rule])),
    });
  const add = (rule: Rule | RuleGroup): void => {
    seal();
    onChange({ join, rules: [...rules, rule] });
  };
  return (
    <div
      role="group"
      aria-label={isInner ? t('rule-group') : t('rules')}
      className={isInner ? styles.inner : styles.group}
    >
      {rules.length > 1 || isInner ? (
        <div className={styles.head}>
          <select
            className={`${inputs.input} ${styles.join}`}
            aria-label={t('rules-join')}
            value={join}
            onChange={({ target }) =>
              onChange({ join: target.value === 'or' ? 'or' : 'and', rules })
            }
          >
            <option value="and">{t('rules-all')}</option>
            <option value="or">{t('rules-any')}</option>
          </select>
          {isInner ? (
            <IconButton size="small" label={t('remove')} onClick={onRemove}>
              <X aria-hidden />
            </IconButton>
          ) : null}
        </div>
      ) : null}
      {rules.map((rule, index) =>
        isGroup(rule) ? (
          <RulesBuilder
            key={index}
            group={rule}
            columns={columns}
            onChange={(next) => put(index, next)}
            onRemove={() => put(index, undefined)}
          />
        ) : (
          <RuleRow
            key={index}
            rule={rule}
            columns={columns}
            onChange={(next) => put(index, next)}
            onRemove={() => put(index, undefined)}
          />
        ),
      )}
      <div className={styles.actions}>
        <Button icon={<Plus aria-hidden />} onClick={() => add(EMPTY)}>
          {t('add-rule')}
        </Button>
        {isInner ? null : (
          <Button
            kind="quiet"
            icon={<FolderPlus aria-hidden />}
            onClick={() => add({ join: join === 'and' ? 'or' : 'and', rules: [EMPTY, EMPTY] })}
          >
            {t('add-group')}
          </Button>
        )}
      </div>
    </div>
  );
}
