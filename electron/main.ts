/** The desktop app: where Electron, the shell and the host come together. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as electron from 'electron';
import { openDesktopHost, serveStudio } from './shell/open-host.ts';
import { startDesktop } from './shell/start-desktop.ts';

const { app, dialog } = electron;
/** The build puts all programs into one folder. */
const programs = import.meta.dirname;

startDesktop(electron, {
  openHost: (ports) => openDesktopHost(ports, { release: app.getVersion() }),
  serveApp: serveStudio(programs),
  loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
  // electron-builder writes it into packages that are published somewhere.
  isPublished: app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml')),
  preload: join(programs, 'preload.cjs'),
  argv: process.argv,
  folder: process.cwd(),
  platform: process.platform,
}).catch((error: unknown) => {
  dialog.showErrorBox(
    'Sluice cannot start',
    error instanceof Error ? error.message : String(error),
  );
  app.exit(1);
});
