import { CodeXml, Download, FileJson, Image } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { findAction } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/Menu.tsx';
import { useEntries } from './use-entries.ts';

const withIcon =
  (icon: ReactNode) =>
  (entry: MenuEntry): MenuEntry =>
    entry === 'separator' ? entry : { ...entry, icon };

export function ExportMenu() {
  const { t } = useTranslation('header');
  const { actions } = useStudio();
  const picture = useStore(actions, () => findAction(actions, 'canvas.export-svg'));
  const code = useEntries(['file.export-code']).map(withIcon(<CodeXml aria-hidden />));
  const file = useEntries(['file.export']).map(withIcon(<FileJson aria-hidden />));
  const all: readonly MenuEntry[] = [
    ...code,
    ...file,
    ...(picture === undefined
      ? []
      : [
          {
            label: t('export-svg'),
            icon: <Image aria-hidden />,
            disabled: picture.isEnabled?.() === false,
            onSelect: picture.run,
          },
        ]),
  ];
  return (
    <Menu entries={all} trigger={<Button icon={<Download aria-hidden />}>{t('export')}</Button>} />
  );
}
