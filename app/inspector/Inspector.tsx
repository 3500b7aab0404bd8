/** The settings of the shown step. */
import { useTranslation } from 'react-i18next';
import { shownStep } from '../session/session-store.ts';
import { useSession } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';

export function Inspector() {
  const { t } = useTranslation('inspector');
  const step = useSession(shownStep);
  return (
    <section role="region" aria-label={t('inspector')}>
      {step ?? <Message title={t('nothing-selected')}>{t('nothing-selected-hint')}</Message>}
    </section>
  );
}
