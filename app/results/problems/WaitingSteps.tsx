/** The steps that nothing can be told of until what is wrong before them is mended. */
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import styles from './ProblemsTab.module.css';

export function WaitingSteps({ steps }: { readonly steps: readonly string[] }) {
  const { t } = useTranslation('results');
  const { select } = useStudio();
  const document = useDocument((state) => state.document);
  return (
    <details className={styles.waiting}>
      <summary>{t('waiting-steps', { count: steps.length })}</summary>
      <ul>
        {steps.map((step) => (
          <li key={step}>
            <button type="button" onClick={() => select([step])}>
              {stepTitle(document, step)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
