/** Asks once whether a document may use a connection that it names. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '../platform/computer.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { grantCredential } from '../session/grant-credential.ts';

export interface GrantDialogProps {
  readonly computer: Computer;
  readonly name: string;
  readonly onClose: () => void;
}

export function GrantDialog({ computer, name, onClose }: GrantDialogProps) {
  const { t } = useTranslation('host');
  const studio = useStudio();
  const [problem, setProblem] = useState<string>();
  const allow = async (): Promise<void> => {
    const answer = await grantCredential(studio, computer, name);
    if (answer.ok) onClose();
    else setProblem(`${answer.error.message} ${answer.error.hint ?? ''}`);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('grant-title', { name })}
      description={t('grant-hint')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" onClick={() => void allow()}>
            {t('grant-allow')}
          </Button>
        </>
      }
    >
      {problem === undefined ? null : <p role="alert">{problem}</p>}
    </Dialog>
  );
}
