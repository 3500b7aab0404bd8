/** What stands in a tab while the engine has no answer for it. */
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/studio.ts';
import { Message } from '../ui/Message.tsx';
import { EngineNotReady } from './data/EngineNotReady.tsx';
import type { Answer } from './use-answer.ts';

export interface AnswerMessageProps {
  readonly answer: Answer<unknown>;
  readonly hasTarget: boolean;
}

export function AnswerMessage({ answer, hasTarget }: AnswerMessageProps) {
  const { t } = useTranslation('results');
  const isReady = useSession((state) => state.engine.status === 'ready');
  if (!hasTarget) return <Message title={t('no-step')}>{t('no-step-hint')}</Message>;
  if (!isReady) return <EngineNotReady />;
  if (answer.status === 'failed')
    return (
      <Message kind="error" title={answer.error?.message ?? ''}>
        {answer.error?.hint}
      </Message>
    );
  return <Message kind="loading" title={t('asking')} />;
}
