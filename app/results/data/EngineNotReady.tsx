import { useTranslation } from 'react-i18next';
import { useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';

/** Rows need the engine: it is coming, or did not come. */
export function EngineNotReady() {
  const { t } = useTranslation('results');
  const { startEngine } = useStudio();
  const engine = useSession((state) => state.engine);
  if (engine.status !== 'failed') return <Message kind="loading" title={t('engine-starting')} />;
  return (
    <Message
      kind="error"
      title={t(engine.error.code === 'engine-lost' ? 'engine-lost' : 'engine-failed')}
      actions={<Button onClick={() => void startEngine()}>{t('try-again')}</Button>}
    >
      {engine.error.message}
      {engine.error.hint === undefined ? null : <p>{engine.error.hint}</p>}
    </Message>
  );
}
