/** What went wrong at which step, what it may have left, and what to do. */
import { useTranslation } from 'react-i18next';
import type { Push } from '../../../platform/computer.ts';
import { isLeft } from '../../../platform/pushes.ts';
import { stepTitle } from '../../../document/commands/steps.ts';
import { useDocument, useStudio } from '../../../session/studio.ts';
import { Button } from '../../../ui/Button.tsx';
import details from '../RunDetails.module.css';
import styles from './Push.module.css';

export function PushFailure({ push }: { readonly push: Push }) {
  const { t } = useTranslation('cluster');
  const { state, error } = push;
  if (isLeft(push)) {
    return (
      <div className={styles.left} role="status">
        <b>{t('left-title')}</b>
        <p>{t('left-hint')}</p>
      </div>
    );
  }
  if (state === 'cancelled') return <p className={styles.quiet}>{t('nothing-cancelled')}</p>;
  if (error === undefined || (state !== 'failed' && state !== 'lost')) return null;
  return (
    <div className={details.failure}>
      <div role="alert">
        {state === 'lost' ? (
          <>
            <b>{t('lost-title')}</b>
            <p>{t('lost-what')}</p>
            <p>{t('lost-do')}</p>
            <p className={details.partition}>{error.message}</p>
          </>
        ) : (
          <FailedAt error={error} />
        )}
      </div>
      <ShowStep node={error.node} />
    </div>
  );
}

function FailedAt({ error }: { readonly error: NonNullable<Push['error']> }) {
  const document = useDocument((state) => state.document);
  const { node, message, hint } = error;
  const isThere = node !== undefined && Object.hasOwn(document.nodes, node);
  return (
    <p>
      {isThere ? `${stepTitle(document, node)}: ` : null}
      <b>{message}</b> {hint}
    </p>
  );
}

function ShowStep({ node }: { readonly node: string | undefined }) {
  const { t } = useTranslation('cluster');
  const { reveal } = useStudio();
  const document = useDocument((state) => state.document);
  if (node === undefined || !Object.hasOwn(document.nodes, node)) return null;
  return (
    <Button
      aria-label={t('show-step-named', { step: stepTitle(document, node) })}
      onClick={() => reveal({ node })}
    >
      {t('show-step')}
    </Button>
  );
}
