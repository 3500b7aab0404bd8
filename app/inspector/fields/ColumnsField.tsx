/** Columns in an order: added by name or ticked, dragged, removed. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findColumn, formatType, nameKey } from '../../../engine/contract/schema.ts';
import { Suggest } from '../../ui/Suggest.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { columnsOfPort } from '../form/step-schemas.ts';
import { ChooseColumns } from './ChooseColumns.tsx';
import { useColumnItems } from './ColumnField.tsx';
import { asArray, moveItem, removeItem } from './list-edits.ts';
import styles from './lists.module.css';
import { SortableRows } from './SortableRows.tsx';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ColumnsField(props: WidgetProps<'columns'>) {
  const { t } = useTranslation('inspector');
  const { seal, schemas } = useForm();
  const columns = columnsOfPort(schemas, props.widget.port);
  const value = props.value ?? props.fallback;
  const names = useMemo(() => asArray(value).map(textOf), [value]);
  const chosen = useMemo(() => new Set(names.map(nameKey)), [names]);
  const items = useColumnItems(columns).filter((item) => !chosen.has(nameKey(item.value)));
  const [adding, setAdding] = useState('');

  const change = (next: readonly string[]): void => {
    props.onChange(next.length === 0 ? emptyValue(props, []) : next);
    seal();
  };
  const tick = (ticked: readonly string[], on: boolean): void => {
    const keys = new Set(ticked.map(nameKey));
    change(
      on
        ? [...names, ...ticked.filter((name) => !chosen.has(nameKey(name)))]
        : names.filter((name) => !keys.has(nameKey(name))),
    );
  };
  return (
    <div>
      <SortableRows
        count={names.length}
        row={(index) => {
          const name = names[index] ?? '';
          const column = findColumn(columns, name);
          const isUnknown = column === undefined && columns.length > 0;
          return (
            <div className={`${styles.chip} ${isUnknown ? styles.unknown : ''}`} title={name}>
              <span>{name}</span>
              <span className={styles.type}>
                {column === undefined
                  ? isUnknown
                    ? t('unknown-column')
                    : ''
                  : formatType(column.type)}
              </span>
            </div>
          );
        }}
        onMove={(from, to) => change(moveItem(names, from, to))}
        onRemove={(index) => change(removeItem(names, index))}
      />
      <div className={styles.add}>
        <Suggest
          {...controlAttributes(props)}
          value={adding}
          placeholder={t('add-column')}
          completes
          items={items}
          onChange={setAdding}
          onPick={(name) => {
            setAdding('');
            if (name.trim() !== '') change([...names, name.trim()]);
          }}
        />
        <ChooseColumns columns={columns} chosen={chosen} onChange={tick} onClosed={seal} />
      </div>
    </div>
  );
}
