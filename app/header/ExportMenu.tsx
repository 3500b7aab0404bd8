import { Download, FileJson, Image } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { findAction } from '../session/action-store.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/Menu.tsx';
import { useEntries } from './use-entries.ts';

export function ExportMenu() {
  const { t } = useTranslation('header');
  const { actions } = useStudio();
  const picture = useStore(actions, () => findAction(actions, 'canvas.export-svg'));
  const entries = useEntries(['file.export']).map((entry) =>
    entry === 'separator' ? entry : { ...entry, icon: <FileJson aria-hidden /> },
  );
  const all: readonly MenuEntry[] = [
    ...entries,
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
