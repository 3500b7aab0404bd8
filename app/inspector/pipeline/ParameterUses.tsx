/** The steps that use a parameter. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import { renamedParams } from '../../document/rename-parameter.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './PipelinePanel.module.css';

export function ParameterUses({ name }: { readonly name: string }) {
  const { t } = useTranslation('inspector');
  const { select, registry } = useStudio();
  const document = useDocument((state) => state.document);
  // Who would change with its name uses it.
  const steps = useMemo(
    () => Object.keys(renamedParams(document, name, `${name}_`, registry)),
    [document, name, registry],
  );
  return (
    <div className={styles.uses}>
      <span>{t('parameter-uses', { count: steps.length })}</span>
      {steps.map((step) => (
        <Button key={step} kind="quiet" onClick={() => select([step])}>
          {stepTitle(document, step)}
        </Button>
      ))}
    </div>
  );
}
