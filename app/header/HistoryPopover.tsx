/** The list of all changes behind its button. */
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { Popover } from '../ui/Popover.tsx';
import { HistoryList } from './HistoryList.tsx';

export function HistoryPopover() {
  const { t } = useTranslation('header');
  return (
    <Popover
      label={t('history')}
      trigger={
        <IconButton label={t('history')}>
          <History aria-hidden />
        </IconButton>
      }
    >
      <HistoryList />
    </Popover>
  );
}
