/** The settings of the shown step; of the pipeline when none is. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { shownStep } from '../session/session-store.ts';
import { useDocument, useSession } from '../session/studio.ts';
import { loadCodeEditor } from './expression/load-code-editor.ts';
import styles from './Inspector.module.css';
import { PipelinePanel } from './pipeline/PipelinePanel.tsx';
import { ReadOnlyNote } from './ReadOnlyNote.tsx';
import { StepPanel } from './step/StepPanel.tsx';

export function Inspector() {
  const { t } = useTranslation('inspector');
  // After what first rows wait for, and before anybody types.
  const isReady = useSession(({ engine }) => engine.status === 'ready');
  useEffect(() => {
    if (isReady) void loadCodeEditor();
  }, [isReady]);
  const selected = useSession(shownStep);
  const step = useDocument(({ document }) =>
    selected !== undefined && Object.hasOwn(document.nodes, selected) ? selected : undefined,
  );
  return (
    <section role="region" aria-label={t('inspector')} className={styles.inspector}>
      <ReadOnlyNote />
      {step === undefined ? <PipelinePanel /> : <StepPanel key={step} step={step} />}
    </section>
  );
}
