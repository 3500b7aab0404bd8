/** A button behind which many columns are ticked at once. */
import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { ColumnChecklist } from './ColumnChecklist.tsx';
import type { ColumnChecklistProps } from './ColumnChecklist.tsx';

export function ChooseColumns(props: ColumnChecklistProps & { readonly onClosed: () => void }) {
  const { t } = useTranslation('inspector');
  return (
    <Popover
      label={t('choose-columns')}
      align="end"
      onClosed={props.onClosed}
      trigger={
        <Button icon={<ListChecks aria-hidden />} disabled={props.columns.length === 0}>
          {t('choose-many')}
        </Button>
      }
    >
      <ColumnChecklist {...props} />
    </Popover>
  );
}
