/** Shortcuts, the command palette and the list of shortcuts. */
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import { Shortcuts } from './Shortcuts.tsx';

const loadPalette = () => import('./CommandPalette.tsx');
const CommandPalette = lazy(async () => ({ default: (await loadPalette()).CommandPalette }));
const ShortcutList = lazy(async () => ({
  default: (await import('./ShortcutList.tsx')).ShortcutList,
}));

/** Milliseconds: what the first screen needs comes first. */
const PRELOAD = 1000;

export function Commands() {
  const { t } = useTranslation('commands');
  const [shown, setShown] = useState<'palette' | 'shortcuts'>();
  // Who presses the shortcut types on at once: the palette has to be there.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PRELOAD);
    return () => clearTimeout(timer);
  }, []);
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
