/** The pipeline as a graph. React Flow lives in this folder and nowhere else. */
import { useTranslation } from 'react-i18next';
import { useDocument } from '../session/studio.ts';

export function PipelineCanvas() {
  const { t } = useTranslation('canvas');
  const nodes = useDocument(({ document }) => document.nodes);
  return (
    <main role="application" aria-label={t('canvas')}>
      {Object.keys(nodes).join(', ')}
    </main>
  );
}
