/** Colours, panels and help. */
import { Check, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuEntry } from '../ui/Menu.tsx';
import { useThemeChoice } from '../ui/theme.ts';
import { useEntries } from './use-entries.ts';

const CHOICES = ['system', 'light', 'dark'] as const;
const OTHERS = [
  'separator',
  'view.left',
  'view.inspector',
  'view.results',
  'separator',
  'commands.palette',
  'commands.shortcuts',
];

export function ViewMenu() {
  const { t } = useTranslation('header');
  const chosen = useThemeChoice();
  const themes = useEntries(CHOICES.map((choice) => `view.theme-${choice}`));
  const entries: readonly MenuEntry[] = [
    ...themes.map((entry, index) =>
      entry === 'separator' ? entry : { ...entry, icon: <Mark of={CHOICES[index] === chosen} /> },
    ),
    ...useEntries(OTHERS),
  ];
  return (
    <Menu
      entries={entries}
      trigger={
        <IconButton label={t('more')}>
          <SlidersHorizontal aria-hidden />
        </IconButton>
      }
    />
  );
}

/** Takes its room whether or not it is shown, so that the texts stand below each other. */
const Mark = ({ of }: { readonly of: boolean }) => (
  <Check aria-hidden style={{ visibility: of ? 'visible' : 'hidden' }} />
);
