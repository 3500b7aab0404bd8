/** The steps that stand in the way of a target. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import { groupRefusals, refusedSteps } from '../document/group-findings.ts';
import { useStepWords } from '../session/use-step-words.ts';
import { StepFindings } from '../ui/StepFindings.tsx';

export interface RefusalsProps {
  readonly diagnostics: readonly Diagnostic[];
  readonly target: ExportTarget;
  readonly onClose: () => void;
}

export function Refusals({ diagnostics, target, onClose }: RefusalsProps) {
  const { t } = useTranslation('export');
  const words = useStepWords(t('pipeline'), onClose);
  const groups = useMemo(() => groupRefusals(diagnostics), [diagnostics]);
  const count = refusedSteps(diagnostics);
  const name = t(`target-${target}`);
  const summary =
    count === undefined
      ? t('reasons-whole', { target: name })
      : t('reasons', { count, target: name });
  return <StepFindings summary={summary} hint={t('reasons-hint')} groups={groups} {...words} />;
}
