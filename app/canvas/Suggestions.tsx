/** What people mostly do after the selected step. */
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../document/commands/steps.ts';
import { shownStep } from '../session/session-store.ts';
import { useDocument, useSession, useStudio } from '../session/studio.ts';
import { StepIcon } from '../ui/StepIcon.tsx';
import { suggestedTypes } from './search-steps.ts';
import styles from './StepSearch.module.css';

export function Suggestions({ onPick }: { readonly onPick: (type: string) => void }) {
  const { t } = useTranslation('canvas');
  const { registry } = useStudio();
  const step = useSession(shownStep);
  const type = useDocument(({ document }) =>
    step === undefined ? undefined : document.nodes[step]?.type,
  );
  const title = useDocument(({ document }) =>
    step === undefined ? '' : stepTitle(document, step),
  );
  if (type === undefined) return null;
  const suggested = suggestedTypes(registry, type);
  if (suggested.length === 0) return null;
  const heading = t('suggested-after', { title });
  return (
    <div role="group" aria-label={heading} className={styles.suggestions}>
      <div className={styles.heading} aria-hidden>
        {heading}
      </div>
      <div className={styles.chips}>
        {suggested.map((definition) => (
          <button
            key={definition.type}
            type="button"
            className={styles.chip}
            title={definition.description}
            aria-label={t('add-named', { title: definition.title })}
            onClick={() => onPick(definition.type)}
          >
            <StepIcon type={definition.type} size={18} />
            {definition.title}
          </button>
        ))}
      </div>
    </div>
  );
}
