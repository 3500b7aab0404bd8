/** An object that is written in short where only its main field has a value. */
import { FieldView } from '../form/FieldView.tsx';
import { asRecord } from './list-edits.ts';
import styles from './lists.module.css';
import type { WidgetProps } from './widget-props.ts';

export function ShortField({ title, widget, path, value, onChange }: WidgetProps<'short'>) {
  const { main, fields } = widget;
  const isLong = typeof value === 'object' && value !== null;
  const values = isLong ? asRecord(value) : { [main]: value };
  const change = (key: string, next: unknown): void => {
    const changed = Object.fromEntries(
      Object.entries({ ...values, [key]: next }).filter(([, one]) => one !== undefined),
    );
    const isShort = Object.keys(changed).every((one) => one === main);
    onChange(isShort ? changed[main] : changed);
  };
  return (
    <div role="group" aria-label={title} className={styles.pair}>
      {fields.map((field) => (
        <FieldView
          compact
          key={field.key}
          field={field}
          path={isLong ? [...path, field.key] : field.key === main ? path : [...path, field.key]}
          value={values[field.key]}
          onChange={(next) => change(field.key, next)}
        />
      ))}
    </div>
  );
}
