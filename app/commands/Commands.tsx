/** Shortcuts, the command palette and the list of shortcuts. */
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import { Shortcuts } from './Shortcuts.tsx';

const CommandPalette = lazy(async () => ({
  default: (await import('./CommandPalette.tsx')).CommandPalette,
}));
const ShortcutList = lazy(async () => ({
  default: (await import('./ShortcutList.tsx')).ShortcutList,
}));

export function Commands() {
  const { t } = useTranslation('commands');
  const [shown, setShown] = useState<'palette' | 'shortcuts'>();
  const close = (): void => setShown(undefined);
  useActions([
    {
      id: 'commands.palette',
      title: t('palette'),
      group: t('help'),
      keys: 'Mod+K',
      run: () => setShown((before) => (before === 'palette' ? undefined : 'palette')),
    },
    {
      id: 'commands.shortcuts',
      title: t('shortcuts'),
      group: t('help'),
      keys: '?',
      run: () => setShown('shortcuts'),
    },
  ]);
  return (
    <>
      <Shortcuts />
      <Suspense>
        {shown === 'palette' ? <CommandPalette onClose={close} /> : null}
        {shown === 'shortcuts' ? <ShortcutList onClose={close} /> : null}
      </Suspense>
    </>
  );
}
