/** Where a program gives other rows than the pipeline, or leaves a step out. */
import { useTranslation } from 'react-i18next';
import type { ExportTarget } from '../../engine/export/project.ts';
import type { StepFindings as Group } from '../document/group-findings.ts';
import { useStepWords } from '../session/use-step-words.ts';
import { StepFindings } from '../ui/StepFindings.tsx';

export interface DifferencesProps {
  readonly groups: readonly Group[];
  readonly target: ExportTarget;
  readonly onClose: () => void;
}

export function Differences({ groups, target, onClose }: DifferencesProps) {
  const { t } = useTranslation('export');
  const words = useStepWords(t('pipeline'), onClose);
  const summary = t('differences', { count: groups.length, target: t(`target-${target}`) });
  return <StepFindings summary={summary} hint={t('differences-hint')} groups={groups} {...words} />;
}
