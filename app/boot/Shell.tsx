/** The studio's panels: palette, canvas, inspector, results. Sizes are remembered. */
import { Suspense, useRef } from 'react';
import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useTranslation } from 'react-i18next';
import { Commands } from '../commands/Commands.tsx';
import { Header } from '../header/Header.tsx';
import { DataFilesInput } from '../start/DataFilesInput.tsx';
import { DropFiles } from '../start/DropFiles.tsx';
import { StartPage } from '../start/StartPage.tsx';
import { useDropFiles } from '../start/use-drop-files.ts';
import { Notices } from '../status/Notices.tsx';
import { useDocument, useStudio, useWorkspace } from '../session/studio.ts';
import { StatusBar } from '../status/StatusBar.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { KeptFocus } from './KeptFocus.tsx';
import {
  Export,
  FileBanners,
  Files,
  HostBanner,
  HostPart,
  InspectedFile,
  Inspector,
  LeftSide,
  PipelineCanvas,
  PlaceMenu,
  Refactor,
  ResultsPanel,
} from './lazy-panels.ts';
import styles from './Shell.module.css';
import { usePanels } from './use-panels.ts';

/** The start page does not wait for the canvas, which is large. */
function Welcome({ children }: { readonly children: ReactNode }) {
  const isEmpty = useDocument(({ document }) => Object.keys(document.nodes).length === 0);
  return <main className={styles.welcome}>{isEmpty ? children : null}</main>;
}

export function Shell() {
  const { t } = useTranslation('shell');
  const { computer } = useStudio();
  const dropFiles = useDropFiles();
  const rows = useDefaultLayout({ id: 'sluice.rows' });
  const columns = useDefaultLayout({ id: 'sluice.columns' });
  const panels = usePanels();
  const isInspected = useWorkspace(({ inspection }) => inspection !== undefined);
  const kept = useRef<string>(undefined);
  const empty = (
    <KeptFocus kept={kept}>{isInspected ? <InspectedFile /> : <StartPage />}</KeptFocus>
  );
  return (
    <div className={styles.shell}>
      <PanelBoundary name={t('header')}>
        <Header place={<PlaceMenu computer={computer} />} />
      </PanelBoundary>
      <PanelBoundary name={t('files')}>
        <FileBanners />
        {computer === undefined ? null : <HostBanner />}
      </PanelBoundary>
      <Group orientation="vertical" className={styles.group} {...rows}>
        <Panel id="top" minSize={160}>
          <Group orientation="horizontal" className={styles.group} {...columns}>
            <Panel
              id="left"
              panelRef={panels.left}
              defaultSize={232}
              minSize={160}
              maxSize={420}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              <PanelBoundary name={t('left')}>
                <LeftSide />
              </PanelBoundary>
            </Panel>
            <Separator className={styles.vertical} aria-label={t('resize-left')} />
            <Panel id="canvas" minSize={240}>
              <PanelBoundary name={t('canvas')}>
                <Suspense fallback={<Welcome>{empty}</Welcome>}>
                  <PipelineCanvas empty={empty} onDropFiles={dropFiles} />
                </Suspense>
              </PanelBoundary>
            </Panel>
            <Separator className={styles.vertical} aria-label={t('resize-inspector')} />
            <Panel
              id="inspector"
              panelRef={panels.inspector}
              defaultSize={330}
              minSize={240}
              maxSize={640}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              <div className={styles.side}>
                <PanelBoundary name={t('inspector')}>
                  <Inspector />
                </PanelBoundary>
              </div>
            </Panel>
          </Group>
        </Panel>
        <Separator className={styles.horizontal} aria-label={t('resize-results')} />
        <Panel
          id="results"
          panelRef={panels.results}
          defaultSize={280}
          minSize={80}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
        >
          <PanelBoundary name={t('results')}>
            <ResultsPanel />
          </PanelBoundary>
        </Panel>
      </Group>
      <PanelBoundary name={t('status')}>
        <StatusBar />
      </PanelBoundary>
      <Notices />
      <Commands />
      <PanelBoundary name={t('refactor')}>
        <Refactor />
      </PanelBoundary>
      <DataFilesInput />
      <DropFiles />
      <PanelBoundary name={t('files')}>
        <Files />
        {computer === undefined ? null : <HostPart computer={computer} />}
      </PanelBoundary>
      <PanelBoundary name={t('export')}>
        <Export />
      </PanelBoundary>
    </div>
  );
}
