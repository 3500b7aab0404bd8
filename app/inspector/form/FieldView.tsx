/** A field: its title, what it means, its control, and what is wrong with it. */
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Path } from '../../../engine/document/json-path.ts';
import { inlineCode } from '../../ui/inline-code.tsx';
import { isContainer } from './field.ts';
import type { Field, Widget } from './field.ts';
import { FieldMenu } from './FieldMenu.tsx';
import styles from './FieldView.module.css';
import { useForm } from './FormContext.ts';
import { pathKey } from './param-path.ts';
import { problemsAt, problemsIn } from './problems.ts';
import { ProblemList } from './ProblemList.tsx';
import { useFieldFocus } from './use-field-focus.ts';

export interface FieldViewProps {
  readonly field: Field;
  readonly path: Path;
  readonly value: unknown;
  /** Without title and explanation, as part of a row. */
  readonly compact?: boolean;
  readonly onChange?: ((value: unknown) => void) | undefined;
}

export const FieldView = memo(
  function FieldView({ field, path, value, compact = false, onChange }: FieldViewProps) {
    const { t } = useTranslation('inspector');
    const form = useForm();
    const { Control } = form;
    const id = useId();
    const { widget, title, description, required, fallback } = field;
    const container = isContainer(widget);
    const problems = (container ? problemsAt : problemsIn)(form.problems, path);
    const { box, focusAt } = useFieldFocus(path, !container);
    const isLabelled = !compact && hasInput(widget, value);
    const placeholder =
      fallback === undefined || typeof fallback === 'object'
        ? undefined
        : t('default', { value: String(fallback) });
    const change = onChange ?? ((next: unknown) => form.set(path, next));
    const control = (
      <Control
        id={id}
        name={isLabelled ? undefined : title}
        title={title}
        describedBy={
          compact || (description === undefined && problems.length === 0) ? undefined : `${id}-help`
        }
        widget={widget}
        path={path}
        value={value}
        required={required}
        fallback={fallback}
        placeholder={placeholder ?? (compact ? title : undefined)}
        problems={problems}
        invalid={problems.some(({ severity, missing }) => severity === 'error' && missing !== true)}
        compact={compact}
        focusAt={focusAt}
        onChange={change}
      />
    );
    if (compact) {
      return (
        <div
          ref={box}
          className={styles.compact}
          title={description}
          data-param={pathKey(path)}
          data-kind={widget.kind}
        >
          {control}
        </div>
      );
    }
    const isCheckbox = widget.kind === 'boolean' && fallback !== undefined;
    return (
      <div ref={box} className={styles.field} data-param={pathKey(path)}>
        <div className={styles.head}>
          {isCheckbox ? control : null}
          {isLabelled ? (
            <label htmlFor={id} className={styles.title}>
              {title}
            </label>
          ) : (
            <span className={styles.title}>{title}</span>
          )}
          <FieldMenu field={field} value={value} onChange={change} />
        </div>
        {isCheckbox ? null : control}
        <div id={`${id}-help`} className={styles.below}>
          <ProblemList problems={problems} />
          {description === undefined ? null : (
            <p className={styles.help}>{inlineCode(description)}</p>
          )}
        </div>
      </div>
    );
  },
  (before, after) =>
    before.field === after.field &&
    before.value === after.value &&
    before.compact === after.compact &&
    before.onChange === after.onChange &&
    pathKey(before.path) === pathKey(after.path),
);

/** Whether a label element can name the control; groups and code editors have a name of their own. */
function hasInput({ kind }: Widget, value: unknown): boolean {
  switch (kind) {
    case 'expression':
    case 'condition':
    case 'sql':
    case 'records':
    case 'object':
    case 'map':
    case 'short':
    case 'values':
    case 'table-rows':
      return false;
    case 'path':
      return !Array.isArray(value);
    default:
      return true;
  }
}
