/** Settings that belong together; absent as a whole until they are added. */
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { isShown } from '../form/field.ts';
import { FieldList } from '../form/FieldList.tsx';
import { FieldView } from '../form/FieldView.tsx';
import { useForm } from '../form/FormContext.ts';
import { problemsIn } from '../form/problems.ts';
import { ProblemList } from '../form/ProblemList.tsx';
import { asRecord } from './list-edits.ts';
import styles from './lists.module.css';
import type { WidgetProps } from './widget-props.ts';

/** So few fields stand beside each other. */
const IN_A_ROW = 2;

export function ObjectField({
  title,
  widget,
  path,
  value,
  fallback,
  required,
  onChange,
}: WidgetProps<'object'>) {
  const { t } = useTranslation('inspector');
  const { problems } = useForm();
  const isAbsent = value === undefined && fallback === undefined && !required;
  if (isAbsent) {
    return (
      <div className={styles.actions}>
        <Button icon={<Plus aria-hidden />} onClick={() => onChange({})}>
          {t('add-settings')}
        </Button>
      </div>
    );
  }
  const values = asRecord(value ?? fallback);
  // A default is an object as a whole: a change of a part of it is a new whole.
  const changeWhole =
    value === undefined
      ? (key: string, next: unknown) => onChange({ ...asRecord(fallback), [key]: next })
      : undefined;
  const shown = widget.fields.filter((field) => isShown(field, values, widget.fields));
  if (path.length > 1 && widget.fields.length <= IN_A_ROW) {
    const inside = shown.flatMap(({ key }) => problemsIn(problems, [...path, key]));
    return (
      <div role="group" aria-label={title} className={styles.pair}>
        {shown.map((field) => (
          <FieldView
            compact
            key={field.key}
            field={field}
            path={[...path, field.key]}
            value={values[field.key]}
            onChange={
              changeWhole === undefined ? undefined : (next) => changeWhole(field.key, next)
            }
          />
        ))}
        {inside.length === 0 ? null : (
          <div className={styles.across}>
            <ProblemList problems={inside} />
          </div>
        )}
      </div>
    );
  }
  return (
    <div role="group" aria-label={title} className={required ? undefined : styles.nested}>
      <FieldList fields={widget.fields} path={path} values={values} onChange={changeWhole} />
    </div>
  );
}
