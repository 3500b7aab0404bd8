/** The steps that stand in the way of a target, each a way to it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { Finding } from '../ui/Finding.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import styles from './Refusals.module.css';
import { groupRefusals, refusedSteps } from './group-refusals.ts';
import type { StepRefusals } from './group-refusals.ts';

export interface RefusalsProps {
  readonly diagnostics: readonly Diagnostic[];
  readonly target: ExportTarget;
  readonly onClose: () => void;
}

export function Refusals({ diagnostics, target, onClose }: RefusalsProps) {
  const { t } = useTranslation('export');
  const groups = useMemo(() => groupRefusals(diagnostics), [diagnostics]);
  const count = refusedSteps(diagnostics);
  const name = t(`target-${target}`);
  return (
    <div className={styles.refusals}>
      <p className={styles.summary} role="status">
        {count === undefined
          ? t('reasons-whole', { target: name })
          : t('reasons', { count, target: name })}
      </p>
      {groups.every(({ node }) => node === undefined) ? null : (
        <p className={styles.hint}>{t('reasons-hint')}</p>
      )}
      <ul className={styles.steps}>
        {groups.map((group) => (
          <li key={group.node ?? ''}>
            <StepReasons {...group} onClose={onClose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function StepReasons({ node, reasons, onClose }: StepRefusals & Pick<RefusalsProps, 'onClose'>) {
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
      {reasons.map((reason, index) => (
        <Finding
          key={index}
          kind="error"
          message={reason.message}
          hint={reason.hint}
          onClick={
            node === undefined
              ? undefined
              : () => {
                  onClose();
                  reveal({ ...reason, node });
                }
          }
        />
      ))}
    </>
  );
}
