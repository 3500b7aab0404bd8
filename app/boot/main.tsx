/** The composition root of the studio. */
import i18next from 'i18next';
import { createRoot } from 'react-dom/client';
import { emptyDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { createDocumentStore } from '../document/document-store.ts';
import { createBrowserHost } from '../platform/browser-host.ts';
import { createDataCopies } from '../platform/data-copies.ts';
import { openLibrary } from '../platform/stored-library.ts';
import { StudioProvider, createStudio } from '../session/studio.ts';
import { followLinks, guardPage } from '../session/workspace/page-guard.ts';
import { newId } from '../session/workspace/records.ts';
import { UNTITLED } from '../session/workspace/workspace.ts';
import '../ui/base.css';
import { startTheme } from '../ui/theme.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { Shell } from './Shell.tsx';
import { createEngineClient } from './engine-client.ts';
import { followHostAddress } from './host-sign.ts';
import { greeted } from './host-start.ts';
import { startTranslations } from './i18n.ts';

const root = document.querySelector<HTMLElement>('#root');
if (root === null) throw new Error('the page has no #root');

startTheme();
const options = new URLSearchParams(location.search);
const [library] = await Promise.all([openLibrary(), startTranslations(options.get('lng'))]);
// `?workers=2` overrides the number of cores, to measure how a run scales.
const workers = Number(options.get('workers'));
const channel = newId();
const browser = createBrowserHost(i18next.t('pipeline-file', { ns: 'shell' }));
const connected = (await greeted)?.(browser, channel);
const host = connected?.host ?? browser;
const tab = createEngineClient(
  Number.isInteger(workers) && workers > 0 ? { workers } : {},
  channel,
);
const engine = connected?.engine(tab) ?? tab;
const copies = createDataCopies(async () => {
  const space = await host.estimate();
  return space === undefined ? undefined : space.quota - space.usage;
});
const documents = createDocumentStore(emptyDocument(UNTITLED));
const studio = createStudio(
  documents,
  engine,
  registry,
  { host, library, copies },
  connected?.computer,
);
connected?.attach(studio);
void studio.startEngine();
guardPage(studio.workspace);
followHostAddress();
void studio.workspace.start().then(() => followLinks(studio.workspace));
// `?debug`: for looking at the studio from the console.
if (options.has('debug')) Object.assign(window, { studio });

createRoot(root).render(
  <StudioProvider value={studio}>
    <TooltipProvider>
      <Shell />
    </TooltipProvider>
  </StudioProvider>,
);

// When nobody waits for the engine: the first visit has better things to load first.
const stopWaiting = studio.session.subscribe(() => {
  const { engine, preview, check } = studio.session.getState();
  const isAsked = preview.status === 'loading' || check.status === 'checking';
  if (engine.status !== 'ready' || isAsked) return;
  stopWaiting();
  const t = i18next.getFixedT(null, 'shell');
  const texts = { ready: t('update-ready'), hint: t('update-hint'), reload: t('update-reload') };
  void import('./register-service-worker.ts').then(
    ({ registerServiceWorker }) => registerServiceWorker(studio, texts),
    // Offline, or another version is on the server by now: the next visit registers it.
    () => undefined,
  );
});
