/** Palette and outline, one of them at a time. */
import { Tabs } from '@base-ui/react/tabs';
import { useTranslation } from 'react-i18next';
import { Outline } from '../canvas/Outline.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import styles from './Shell.module.css';

export function LeftSide() {
  const { t } = useTranslation('shell');
  return (
    <Tabs.Root defaultValue="palette" className={styles.side ?? ''}>
      <Tabs.List className={styles.tabs ?? ''} aria-label={t('left')}>
        <Tabs.Tab value="palette" className={styles.tab ?? ''}>
          {t('palette')}
        </Tabs.Tab>
        <Tabs.Tab value="outline" className={styles.tab ?? ''}>
          {t('outline')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="palette" className={styles.tabPanel ?? ''}>
        <PanelBoundary name={t('palette')}>
          <Palette />
        </PanelBoundary>
      </Tabs.Panel>
      <Tabs.Panel value="outline" className={styles.tabPanel ?? ''}>
        <PanelBoundary name={t('outline')}>
          <Outline />
        </PanelBoundary>
      </Tabs.Panel>
    </Tabs.Root>
  );
}
