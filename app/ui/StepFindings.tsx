/** What is said of steps, each finding a way to its step. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { Finding } from './Finding.tsx';
import { StepIcon } from './StepIcon.tsx';
import styles from './StepFindings.module.css';

export interface StepFindingsProps {
  readonly summary: string;
  /** How to go to a step; said where there is one to go to. */
  readonly hint: string;
  readonly groups: readonly {
    /** Absent: the pipeline itself. */
    readonly node: string | undefined;
    readonly findings: readonly Diagnostic[];
  }[];
  /** Of a step, or of the pipeline itself. */
  readonly titleOf: (node: string | undefined) => string;
  readonly typeOf: (node: string | undefined) => string | undefined;
  readonly onGo: (node: string, finding: Diagnostic) => void;
}

export const StepFindings = ({
  summary,
  hint,
  groups,
  titleOf,
  typeOf,
  onGo,
}: StepFindingsProps) => (
  <div className={styles.findings}>
    <p className={styles.summary} role="status">
      {summary}
    </p>
    {groups.every(({ node }) => node === undefined) ? null : <p className={styles.hint}>{hint}</p>}
    <ul className={styles.steps}>
      {groups.map(({ node, findings }) => {
        const type = typeOf(node);
        return (
          <li key={node ?? ''}>
            <h3 className={styles.step}>
              {type === undefined ? null : <StepIcon type={type} size={18} />}
              {titleOf(node)}
            </h3>
            {findings.map((finding, index) => (
              <Finding
                key={index}
                kind={finding.severity}
                message={finding.message}
                hint={finding.hint}
                onClick={node === undefined ? undefined : () => onGo(node, finding)}
              />
            ))}
          </li>
        );
      })}
    </ul>
  </div>
);
