/** A box to fill in: what it is called, what it means, and what is wrong with what is in it. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from '../connections/Connections.module.css';
import own from './Clusters.module.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  /** The box; the attributes tie it to the words. */
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
  }) => ReactNode;
}

export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const said = problem ?? hint;
  return (
    <div className={`${styles.field} ${own.field}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(said === undefined ? {} : { 'aria-describedby': `${id}-said` }) })}
      {said === undefined ? null : (
        <small id={`${id}-said`} data-kind={problem === undefined ? 'hint' : 'problem'}>
          {said}
        </small>
      )}
    </div>
  );
}
