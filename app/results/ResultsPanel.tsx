/** What the shown step gives: rows, profile, rejects, SQL, lineage; and problems and runs of all. */
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';

export function ResultsPanel() {
  const { t } = useTranslation('results');
  const preview = useSession((state) => state.preview);
  return (
    <section aria-label={t('results')}>
      <Message title={preview.status === 'done' ? String(preview.rows.rows) : t('no-rows')} />
    </section>
  );
}
