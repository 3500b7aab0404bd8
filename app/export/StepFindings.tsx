/** What is said of steps, each finding a way to its step. */
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { Finding } from '../ui/Finding.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import styles from './StepFindings.module.css';
import type { StepFindings as Group } from './group-findings.ts';

export interface StepFindingsProps {
  readonly summary: string;
  readonly hint: string;
  readonly groups: readonly Group[];
  readonly onClose: () => void;
}

export const StepFindings = ({ summary, hint, groups, onClose }: StepFindingsProps) => (
  <div className={styles.findings}>
    <p className={styles.summary} role="status">
      {summary}
    </p>
    {groups.every(({ node }) => node === undefined) ? null : <p className={styles.hint}>{hint}</p>}
    <ul className={styles.steps}>
      {groups.map((group) => (
        <li key={group.node ?? ''}>
          <StepGroup {...group} onClose={onClose} />
        </li>
      ))}
    </ul>
  </div>
);

function StepGroup({ node, findings, onClose }: Group & Pick<StepFindingsProps, 'onClose'>) {
  const { t } = useTranslation('export');
  const { reveal } = useStudio();
  const title = useDocument(({ document }) =>
    node === undefined ? undefined : stepTitle(document, node),
  );
  const type = useDocument(({ document }) => document.nodes[node ?? '']?.type);
  return (
    <>
      <h3 className={styles.step}>
        {type === undefined ? null : <StepIcon type={type} size={18} />}
        {title ?? t('pipeline')}
      </h3>
      {findings.map((finding, index) => (
        <Finding
          key={index}
          kind={finding.severity}
          message={finding.message}
          hint={finding.hint}
          onClick={
            node === undefined
              ? undefined
              : () => {
                  onClose();
                  reveal({ ...finding, node });
                }
          }
        />
      ))}
    </>
  );
}
