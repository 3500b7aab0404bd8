/** Panels that fold away, and the colours: by palette and by shortcut. */
import { useTranslation } from 'react-i18next';
import { usePanelRef } from 'react-resizable-panels';
import { useActions } from '../session/actions.ts';
import { TOGGLE_INSPECTOR, TOGGLE_LEFT, TOGGLE_RESULTS } from '../session/shortcuts.ts';
import { chooseTheme } from '../ui/theme.ts';
import type { ThemeChoice } from '../ui/theme.ts';

type PanelRef = ReturnType<typeof usePanelRef>;

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

export function usePanels(): Readonly<Record<'left' | 'inspector' | 'results', PanelRef>> {
  const { t } = useTranslation('shell');
  const panels = { left: usePanelRef(), inspector: usePanelRef(), results: usePanelRef() };
  useActions([
    {
      id: 'view.left',
      title: t('toggle-left'),
      group: t('view'),
      keys: TOGGLE_LEFT,
      run: toggle(panels.left),
    },
    {
      id: 'view.results',
      title: t('toggle-results'),
      group: t('view'),
      keys: TOGGLE_RESULTS,
      run: toggle(panels.results),
    },
    {
      id: 'view.inspector',
      title: t('toggle-inspector'),
      group: t('view'),
      keys: TOGGLE_INSPECTOR,
      run: toggle(panels.inspector),
    },
    ...THEMES.map((theme) => ({
      id: `view.theme-${theme}`,
      title: t(`theme-${theme}`),
      group: t('view'),
      run: () => chooseTheme(theme),
    })),
  ]);
  return panels;
}

const toggle = (panel: PanelRef) => (): void => {
  const { current } = panel;
  if (current === null) return;
  if (current.isCollapsed()) current.expand();
  else current.collapse();
};
