/** Where a program gives other rows than the pipeline, or leaves a step out. */
import { useTranslation } from 'react-i18next';
import type { ExportTarget } from '../../engine/export/project.ts';
import { StepFindings } from './StepFindings.tsx';
import type { StepFindings as Group } from './group-findings.ts';

export interface DifferencesProps {
  readonly groups: readonly Group[];
  readonly target: ExportTarget;
  readonly onClose: () => void;
}

export function Differences({ groups, target, onClose }: DifferencesProps) {
  const { t } = useTranslation('export');
  const summary = t('differences', { count: groups.length, target: t(`target-${target}`) });
  return (
    <StepFindings
      summary={summary}
      hint={t('differences-hint')}
      groups={groups}
      onClose={onClose}
    />
  );
}
