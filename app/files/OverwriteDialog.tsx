/** Asks before a file is replaced that something else has written to. */
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

export interface OverwriteDialogProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onOverwrite: () => void;
  readonly onSaveAs: () => void;
}

export function OverwriteDialog({ name, onClose, onOverwrite, onSaveAs }: OverwriteDialogProps) {
  const { t } = useTranslation('files');
  const then = (work: () => void) => (): void => {
    onClose();
    work();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('overwrite-title', { name })}
      description={t('overwrite-hint')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="danger" onClick={then(onOverwrite)}>
            {t('overwrite')}
          </Button>
          <Button kind="primary" onClick={then(onSaveAs)}>
            {t('save-as')}
          </Button>
        </>
      }
    />
  );
}
