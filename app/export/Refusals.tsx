/** The steps that stand in the way of a target, each a way to it. */
import { CircleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from '../session/studio.ts';
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
        <Reason key={index} reason={reason} onClose={onClose} />
      ))}
    </>
  );
}

interface ReasonProps extends Pick<RefusalsProps, 'onClose'> {
  readonly reason: Diagnostic;
}

function Reason({ reason, onClose }: ReasonProps) {
  const { reveal } = useStudio();
  const { message, hint, node, param, start, end } = reason;
  const content = (
    <>
      <CircleAlert aria-hidden />
      <span>
        {message}
        {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
      </span>
    </>
  );
  if (node === undefined) return <p className={styles.reason}>{content}</p>;
  return (
    <button
      type="button"
      className={styles.reason}
      onClick={() => {
        onClose();
        reveal({
          node,
          ...(param === undefined ? {} : { param }),
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
        });
      }}
    >
      {content}
    </button>
  );
}
