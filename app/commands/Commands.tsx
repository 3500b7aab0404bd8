/** Shortcuts, the command palette and the list of shortcuts. */
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import { PALETTE } from '../session/shortcuts.ts';
import { withUsed } from './group-actions.ts';
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
  const [used, setUsed] = useState<readonly string[]>([]);
  // Who presses the shortcut types on at once: the palette has to be there.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PRELOAD);
    return () => clearTimeout(timer);
  }, []);
  const before = useRef<Element>(null);
  const close = (): void => {
    setShown(undefined);
    giveBack(before.current);
  };
  useActions([
    {
      id: 'commands.palette',
      title: t('palette'),
      group: t('help'),
      keys: PALETTE,
      run: () => {
        if (shown === 'palette') {
          close();
          return;
        }
        before.current = document.activeElement;
        setShown('palette');
      },
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
        {shown === 'palette' ? (
          <CommandPalette
            used={used}
            onUse={(id) => setUsed((before) => withUsed(before, id))}
            onClose={close}
          />
        ) : null}
        {shown === 'shortcuts' ? <ShortcutList onClose={close} /> : null}
      </Suspense>
    </>
  );
}

/** The palette's own way remembers its field, which has the focus before the palette looks for it. */
function giveBack(element: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body && element instanceof HTMLElement) element.focus();
  });
}
