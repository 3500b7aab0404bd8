/** Palette and outline, one of them at a time. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outline } from '../canvas/Outline.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { Tabs } from '../ui/Tabs.tsx';

const TABS = ['palette', 'outline'] as const;

export function LeftSide() {
  const { t } = useTranslation('shell');
  const [tab, setTab] = useState<(typeof TABS)[number]>('palette');
  return (
    <Tabs
      label={t('left')}
      value={tab}
      onChange={setTab}
      tabs={TABS.map((each) => ({ value: each, label: t(each) }))}
    >
      <PanelBoundary name={t(tab)}>{tab === 'palette' ? <Palette /> : <Outline />}</PanelBoundary>
    </Tabs>
  );
}
