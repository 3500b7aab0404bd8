/** Fields one below the other. */
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { Path } from '../../../engine/document/json-path.ts';
import { isShown } from './field.ts';
import type { Field } from './field.ts';
import styles from './FieldList.module.css';
import { FieldView } from './FieldView.tsx';

export interface FieldListProps {
  readonly fields: readonly Field[];
  /** Of the object that the fields are of. */
  readonly path: Path;
  readonly values: Readonly<Record<string, unknown>>;
  /** Takes a change in place of the document, where the object is not there yet. */
  readonly onChange?: ((key: string, value: unknown) => void) | undefined;
  /** Something to show behind a field. */
  readonly after?: { readonly key: string; readonly node: ReactNode } | undefined;
}

export const FieldList = ({ fields, path, values, onChange, after }: FieldListProps) => (
  <div className={styles.fields}>
    {fields
      .filter((field) => isShown(field, values, fields))
      .map((field) => (
        <Fragment key={field.key}>
          <FieldView
            field={field}
            path={[...path, field.key]}
            value={values[field.key]}
            onChange={onChange === undefined ? undefined : (next) => onChange(field.key, next)}
          />
          {after?.key === field.key ? after.node : null}
        </Fragment>
      ))}
  </div>
);
