import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useEntries } from './use-entries.ts';

const ENTRIES = [
  'file.new',
  'file.open',
  'file.recent',
  'separator',
  'file.save',
  'file.save-as',
  'file.versions',
  'separator',
  'files.open-data',
  'host.connections',
];

export function FileMenu() {
  const { t } = useTranslation('header');
  const entries = useEntries(ENTRIES);
  return (
    <Menu
      entries={entries}
      trigger={
        <Button kind="quiet">
          {t('file')}
          <ChevronDown aria-hidden />
        </Button>
      }
    />
  );
}
