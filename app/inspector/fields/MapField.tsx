/** Values by column: its rows are added by the column's name. */
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findColumn, formatType, nameKey } from '../../../engine/contract/schema.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Suggest } from '../../ui/Suggest.tsx';
import type { Field } from '../form/field.ts';
import { FieldView } from '../form/FieldView.tsx';
import { useForm } from '../form/FormContext.ts';
import { problemsIn } from '../form/problems.ts';
import { ProblemList } from '../form/ProblemList.tsx';
import { columnsOfPort } from '../form/step-schemas.ts';
import { ChooseColumns } from './ChooseColumns.tsx';
import { useColumnItems } from './ColumnField.tsx';
import { asRecord } from './list-edits.ts';
import styles from './MapField.module.css';
import { textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function MapField({
  id,
  title,
  widget,
  path,
  value,
  required,
  onChange,
}: WidgetProps<'map'>) {
  const { t } = useTranslation('inspector');
  const { seal, schemas, problems } = useForm();
  const columns = columnsOfPort(schemas, widget.port);
  const entries = Object.entries(asRecord(value));
  const chosen = new Set(entries.map(([key]) => nameKey(key)));
  const items = useColumnItems(columns).filter((item) => !chosen.has(nameKey(item.value)));
  const [adding, setAdding] = useState('');
  const item = useMemo(
    (): Field => ({ key: '', title, required: true, widget: widget.item }),
    [title, widget.item],
  );
  const change = (next: readonly (readonly [string, unknown])[]): void => {
    seal();
    onChange(next.length === 0 && !required ? undefined : Object.fromEntries(next));
    seal();
  };
  const fresh = (name: string) => {
    const type = findColumn(columns, name)?.type;
    const isType = widget.item.kind === 'type' || widget.item.kind === 'short';
    return [
      name,
      isType && type !== undefined ? formatType(type) : isType ? 'VARCHAR' : name,
    ] as const;
  };
  return (
    <div role="group" aria-label={title}>
      {entries.map(([key, one]) => {
        const found = problemsIn(problems, [...path, key]);
        const isUnknown = columns.length > 0 && findColumn(columns, key) === undefined;
        return (
          <div key={key} className={styles.entry}>
            <span className={`${styles.key} ${isUnknown ? styles.unknown : ''}`} title={key}>
              {key}
            </span>
            <FieldView compact field={item} path={[...path, key]} value={one} />
            <IconButton
              size="small"
              label={t('remove')}
              onClick={() => change(entries.filter(([other]) => other !== key))}
            >
              <X aria-hidden />
            </IconButton>
            {found.length === 0 ? null : (
              <div className={styles.problems}>
                <ProblemList problems={found} />
              </div>
            )}
          </div>
        );
      })}
      <div className={styles.add}>
        <Suggest
          id={id}
          aria-label={widget.key}
          value={adding}
          placeholder={t('add-column')}
          completes
          items={items}
          onChange={setAdding}
          onPick={(name) => {
            setAdding('');
            const added = textOf(name).trim();
            if (added !== '' && !chosen.has(nameKey(added))) change([...entries, fresh(added)]);
          }}
        />
        <ChooseColumns
          columns={columns}
          chosen={chosen}
          onClosed={seal}
          onChange={(names, ticked) => {
            const keys = new Set(names.map(nameKey));
            change(
              ticked
                ? [...entries, ...names.filter((one) => !chosen.has(nameKey(one))).map(fresh)]
                : entries.filter(([key]) => !keys.has(nameKey(key))),
            );
          }}
        />
      </div>
    </div>
  );
}
