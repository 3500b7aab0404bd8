/** What is wrong with the text of a pipeline. */
import { CircleAlert } from 'lucide-react';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import styles from './lists.module.css';

export interface DiagnosticsProps {
  readonly title: string;
  readonly diagnostics: readonly Diagnostic[];
}

export const Diagnostics = ({ title, diagnostics }: DiagnosticsProps) => (
  <>
    <h3 className={styles.heading}>{title}</h3>
    <ul className={styles.problems}>
      {diagnostics.map(({ message, hint }, index) => (
        <li key={index} className={styles.problem}>
          <CircleAlert aria-hidden />
          <span>
            {message}
            {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
          </span>
        </li>
      ))}
    </ul>
  </>
);
