/** Puts the desktop app together, out of Electron and a host. */
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { FileEntry } from '../host/api/file-methods.ts';
import type { Host, HostEvent } from '../host/api/host-api.ts';
import type { Dialogs } from '../host/files/dialogs.ts';
import { LINK_SCHEME, openingsOf, parseDeepLink, SCHEME, SCHEME_PRIVILEGES } from '../policies.ts';
import type { Opening } from '../policies.ts';
import { createDialogs } from './dialogs.ts';
import type { ElectronApi } from './electron-api.ts';
import { openCipher } from './open-cipher.ts';
import type { Cipher } from '../host/credentials/vault.ts';
import { guardPages, guardSession } from './guard-pages.ts';
import { menuTemplate } from './menu.ts';
import { mountHost } from './mount-host.ts';
import { openFromOutside } from './open-from-outside.ts';
import { openWindow } from './open-window.ts';
import { lookForUpdates } from './updater.ts';
import type { UpdateOptions } from './updater.ts';

/** What a host needs of the desktop. */
export interface DesktopPorts {
  readonly dialogs: Dialogs;
  /** Absent where the system cannot keep a secret: then credentials last for a session. */
  readonly cipher: Cipher | undefined;
  readonly isPublished: boolean;
}

export interface DesktopHost {
  readonly host: Host;
  readonly grantDocument: (path: string) => Promise<FileEntry>;
  readonly wantsUpdates: () => Promise<boolean>;
  readonly onTrouble: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface DesktopOptions {
  readonly openHost: (ports: DesktopPorts) => Promise<DesktopHost>;
  readonly serveApp: (request: Request) => Promise<Response>;
  readonly loadUpdater: UpdateOptions['load'];
  readonly isPublished: boolean;
  readonly preload: string;
  readonly argv: readonly string[];
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/** @returns once the window is there; false when another instance of the app has taken over */
export async function startDesktop(
  electron: ElectronApi,
  options: DesktopOptions,
): Promise<boolean> {
  const { app, protocol } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);
  guardPages(electron);
  const outside = listenToOutside(electron, options);
  await app.whenReady();
  await run(electron, options, outside);
  return true;
}

type Outside = ReturnType<typeof listenToOutside>;

/** From the start on: macOS tells what was double clicked before the app is ready. */
function listenToOutside({ app }: ElectronApi, { argv, folder }: DesktopOptions) {
  const waiting: Opening[] = [...openingsOf(argv, folder)];
  let take: ((openings: readonly Opening[]) => void) | undefined;
  const came = (openings: readonly Opening[]): void => {
    if (take === undefined) waiting.push(...openings);
    else take(openings);
  };
  app.on('second-instance', (_event, argvOfOther, folderOfOther) =>
    came(openingsOf(argvOfOther, folderOfOther)),
  );
  app.on('open-file', (event, path) => {
    event.preventDefault();
    came([{ kind: 'file', path }]);
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const opening = parseDeepLink(url);
    if (opening !== undefined) came([opening]);
  });
  return {
    deliverTo: (taker: (openings: readonly Opening[]) => void): void => {
      take = taker;
      taker(waiting.splice(0));
    },
  };
}

async function run(electron: ElectronApi, options: DesktopOptions, outside: Outside) {
  const { app, protocol, session, Menu } = electron;
  const { platform, isPublished } = options;
  const isMac = platform === 'darwin';
  let window: BrowserWindow | undefined;
  const { host, grantDocument, wantsUpdates, onTrouble } = await options.openHost({
    dialogs: createDialogs(electron, () => window),
    cipher: await openCipher(electron, platform),
    isPublished,
  });
  guardSession(session.defaultSession);
  protocol.handle(SCHEME, options.serveApp);
  app.setAsDefaultProtocolClient(LINK_SCHEME);
  const mounted = mountHost(electron, host);
  const tell = (event: HostEvent): void => {
    if (window !== undefined) mounted.tell(window, event);
  };
  const open = async (): Promise<void> => {
    await openWindow(electron, {
      preload: options.preload,
      stateFile: join(app.getPath('userData'), 'window.json'),
      isDevelopment: !app.isPackaged,
      onTrouble,
      onOpened: (opened) => {
        window = opened;
        mounted.addWindow(opened);
        opened.on('closed', () => (window = undefined));
      },
    });
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        isMac,
        isDevelopment: !app.isPackaged,
        tell: (command) => tell({ event: 'command', command }),
      }),
    ),
  );
  await open();
  let opening = Promise.resolve();
  outside.deliverTo((openings) => {
    opening = opening
      .then(async () => {
        if (window === undefined) await open();
        if (window === undefined) return;
        if (window.isMinimized()) window.restore();
        window.focus();
        await openFromOutside(electron, openings, { grantDocument, window, tell });
      })
      // What comes later is opened all the same.
      .catch((error: unknown) => onTrouble('Nothing was opened.', { error: String(error) }));
  });
  app.on('activate', () => {
    if (window === undefined) void open();
  });
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  closeBefore(app, mounted.close);
  void lookForUpdates({
    isPublished,
    isWanted: wantsUpdates,
    load: options.loadUpdater,
    onTrouble,
  });
}

/** The app ends when the host has: what is being written is written. */
function closeBefore(app: ElectronApi['app'], close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close().finally(() => {
      state = 'closed';
      app.quit();
    });
  });
}
