/** The window of the studio: where it was, what its page may, and what happens when its page dies. */
import type { BrowserWindow } from 'electron';
import { START_URL, WEB_PREFERENCES } from '../policies.ts';
import { createCrashLoop } from './crash-loop.ts';
import type { ElectronApi } from './electron-api.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  /** Where its place is kept. */
  readonly stateFile: string;
  readonly isDevelopment: boolean;
  /** Before its page is loaded. */
  readonly onOpened: (window: BrowserWindow) => void;
  readonly onTrouble: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export async function openWindow(
  electron: Pick<ElectronApi, 'BrowserWindow' | 'dialog' | 'screen'>,
  options: WindowOptions,
): Promise<BrowserWindow> {
  const { screen } = electron;
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const areas = [main, ...others].map(({ workArea }) => workArea);
  const saved = await readWindowState(options.stateFile);
  const { maximized, ...place } = placeWindow(saved, areas);
  const window = new electron.BrowserWindow({
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Sluice',
    webPreferences: {
      ...WEB_PREFERENCES,
      preload: options.preload,
      devTools: options.isDevelopment,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepPlace(window, options);
  comeBack(electron, window, options);
  options.onOpened(window);
  try {
    await window.loadURL(START_URL);
  } catch (error) {
    // A page that dies while it loads is loaded again; the window is there.
    options.onTrouble('The page could not be loaded.', { error: String(error) });
  }
  return window;
}

function keepPlace(window: BrowserWindow, { stateFile, onTrouble }: WindowOptions): void {
  window.on('close', () => {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writeWindowState(stateFile, state).catch((error: unknown) =>
      onTrouble('The place of the window could not be kept.', { error: String(error) }),
    );
  });
}

/** The studio stores every change as it is made, and opens again what was open. */
function comeBack(
  { dialog }: Pick<ElectronApi, 'dialog'>,
  window: BrowserWindow,
  { onTrouble }: WindowOptions,
): void {
  const loop = createCrashLoop();
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    onTrouble('The page has died.', { reason, exitCode });
    if (loop.onDeath(Date.now()) === 'reload') {
      window.webContents.reload();
      return;
    }
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The studio keeps stopping.',
        detail: 'Your pipeline is kept as it was before. Try again, or close the app for now.',
        buttons: ['Try again', 'Close'],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 0) window.webContents.reload();
        else window.destroy();
      });
  });
}
