/** A list of single values. */
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { emptyValue } from '../form/field.ts';
import { FieldView } from '../form/FieldView.tsx';
import { useForm } from '../form/FormContext.ts';
import { asArray, moveItem, removeItem } from './list-edits.ts';
import styles from './lists.module.css';
import { SortableRows } from './SortableRows.tsx';
import type { WidgetProps } from './widget-props.ts';

export function ValuesField(props: WidgetProps<'values'>) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const { widget, title, path, fallback } = props;
  const values = asArray(props.value ?? fallback);
  const item = useMemo(
    () => ({ key: '', title, required: true, widget: widget.item }),
    [title, widget.item],
  );
  const change = (next: readonly unknown[]): void => {
    seal();
    props.onChange(next.length === 0 ? emptyValue(props, []) : next);
    seal();
  };
  return (
    <div role="group" aria-label={title}>
      <SortableRows
        count={values.length}
        row={(index) => (
          <FieldView compact field={item} path={[...path, index]} value={values[index]} />
        )}
        onMove={(from, to) => change(moveItem(values, from, to))}
        onRemove={(index) => change(removeItem(values, index))}
      />
      <div className={styles.actions}>
        <Button icon={<Plus aria-hidden />} onClick={() => change([...values, ''])}>
          {t('add-value')}
        </Button>
      </div>
    </div>
  );
}
