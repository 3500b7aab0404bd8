/** What is wrong with the file that is looked at, over what is drawn of it. */
import { useTranslation } from 'react-i18next';
import type { Inspection } from '../session/workspace/inspect-text.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { InspectionView } from './InspectionView.tsx';
import styles from './InspectionView.module.css';

export interface InspectionDialogProps {
  readonly inspection: Inspection;
  readonly onClose: () => void;
}

export function InspectionDialog({ inspection, onClose }: InspectionDialogProps) {
  const { t } = useTranslation('files');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('inspected-title', { name: inspection.name })}
      description={t('inspected-hint')}
      width={880}
      actions={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <div className={styles.dialog}>
        <InspectionView inspection={inspection} />
      </div>
    </Dialog>
  );
}
