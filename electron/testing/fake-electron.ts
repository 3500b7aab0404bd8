/**
 * Electron as the shell uses it, without its binary. Every class implements what Electron's own types
 * say, so that a call with other arguments, or an event that does not exist, does not compile.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { ElectronApi } from '../shell/electron-api.ts';

/** Listeners of any event; Electron's own types say which there are. */
class Emitter {
  readonly events = new EventEmitter();
  readonly on = (event: string, listener: (...args: never[]) => void): never => {
    this.events.on(event, listener as () => void);
    return this as never;
  };
  readonly once = (event: string, listener: (...args: never[]) => void): never => {
    this.events.once(event, listener as () => void);
    return this as never;
  };
  readonly emit = (event: string, ...args: readonly unknown[]): void =>
    void this.events.emit(event, ...args);
}

/** An event that can be prevented. */
export const cancellable = <T extends object>(fields: T = {} as T) => {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault: (): void => {
      event.defaultPrevented = true;
    },
  };
  return event;
};

type Contents = Electron.WebContents;

export class FakeContents
  extends Emitter
  implements
    Pick<
      Contents,
      'id' | 'on' | 'once' | 'send' | 'reload' | 'isDestroyed' | 'setWindowOpenHandler'
    >
{
  readonly id: number;
  readonly mainFrame = { url: '' };
  readonly sent: (readonly unknown[])[] = [];
  reloads = 0;
  openWindow: Parameters<Contents['setWindowOpenHandler']>[0] = () => ({ action: 'allow' });
  constructor(id: number) {
    super();
    this.id = id;
  }
  readonly isDestroyed = (): boolean => false;
  readonly send = (...args: readonly unknown[]): void => {
    this.sent.push(args);
    this.emit('sent', ...args);
  };
  readonly reload = (): void => void (this.reloads += 1);
  readonly setWindowOpenHandler: Contents['setWindowOpenHandler'] = (handler) =>
    void (this.openWindow = handler);
}

type Window = Electron.BrowserWindow;

export class FakeWindow
  extends Emitter
  implements
    Pick<
      Window,
      | 'on'
      | 'once'
      | 'loadURL'
      | 'maximize'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'show'
      | 'focus'
      | 'isMinimized'
      | 'restore'
      | 'destroy'
      | 'isDestroyed'
    >
{
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: FakeContents;
  readonly calls: string[] = [];
  maximized = false;
  constructor(options: Electron.BrowserWindowConstructorOptions, contents: FakeContents) {
    super();
    this.options = options;
    this.webContents = contents;
  }
  /** What happens to the next pages. */
  readonly failures: Error[] = [];
  readonly loadURL = (url: string): Promise<void> => {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    this.webContents.mainFrame.url = url;
    this.calls.push(`load ${url}`);
    return Promise.resolve();
  };
  readonly maximize = (): void => void (this.maximized = true);
  readonly isMaximized = (): boolean => this.maximized;
  readonly getNormalBounds = (): Electron.Rectangle => {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options;
    return { x, y, width, height };
  };
  readonly show = (): void => void this.calls.push('show');
  readonly focus = (): void => void this.calls.push('focus');
  readonly isMinimized = (): boolean => true;
  readonly restore = (): void => void this.calls.push('restore');
  readonly destroy = (): void => void this.calls.push('destroy');
  readonly isDestroyed = (): boolean => false;
}

type App = Electron.App;

export class FakeApp
  extends Emitter
  implements
    Pick<
      App,
      | 'on'
      | 'isPackaged'
      | 'requestSingleInstanceLock'
      | 'quit'
      | 'enableSandbox'
      | 'whenReady'
      | 'getPath'
      | 'setAsDefaultProtocolClient'
    >
{
  isPackaged = true;
  isFirst = true;
  readonly calls: string[] = [];
  readonly userData: string;
  constructor(userData: string) {
    super();
    this.userData = userData;
  }
  readonly requestSingleInstanceLock = (): boolean => this.isFirst;
  readonly quit = (): void => void this.calls.push('quit');
  readonly enableSandbox = (): void => void this.calls.push('enableSandbox');
  readonly whenReady = (): Promise<void> => {
    this.calls.push('whenReady');
    return Promise.resolve();
  };
  readonly getPath: App['getPath'] = (name) => {
    if (name !== 'userData') throw new Error(`no path ${name}`);
    return this.userData;
  };
  readonly setAsDefaultProtocolClient: App['setAsDefaultProtocolClient'] = (scheme) => {
    this.calls.push(`client of ${scheme}`);
    return true;
  };
}

type Session = Electron.Session;

export class FakeSession implements Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
> {
  request: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  device: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  display: Parameters<Session['setDisplayMediaRequestHandler']>[0] = null;
  beforeRequest: ((url: string) => boolean) | undefined;
  readonly setPermissionRequestHandler: Session['setPermissionRequestHandler'] = (handler) =>
    void (this.request = handler);
  readonly setPermissionCheckHandler: Session['setPermissionCheckHandler'] = (handler) =>
    void (this.check = handler);
  readonly setDevicePermissionHandler: Session['setDevicePermissionHandler'] = (handler) =>
    void (this.device = handler);
  readonly setDisplayMediaRequestHandler: Session['setDisplayMediaRequestHandler'] = (handler) =>
    void (this.display = handler);
  readonly webRequest = {
    onBeforeRequest: (
      listener: (
        details: { readonly url: string },
        callback: (response: Electron.CallbackResponse) => void,
      ) => void,
    ): void => {
      this.beforeRequest = (url) => {
        let cancelled = false;
        listener({ url }, ({ cancel }) => (cancelled = cancel === true));
        return cancelled;
      };
    },
  };
}

type Handler = Parameters<Electron.IpcMain['handle']>[1];

/** The Electron of one test, and what a test looks at and does. */
export class FakeElectron {
  readonly app: FakeApp;
  readonly session = new FakeSession();
  readonly windows: FakeWindow[] = [];
  readonly handlers = new Map<string, Handler>();
  readonly external: string[] = [];
  readonly revealed: string[] = [];
  readonly asked: Electron.MessageBoxOptions[] = [];
  /** What a person presses in the next questions. */
  answers: number[] = [];
  readonly fileAnswers: string[][] = [];
  schemes: readonly Electron.CustomScheme[] = [];
  menu: readonly Electron.MenuItemConstructorOptions[] = [];
  serve: ((request: Request) => Response | Promise<Response>) | undefined;
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  screens: readonly Electron.Rectangle[] = [{ x: 0, y: 0, width: 1920, height: 1080 }];

  constructor(userData: string) {
    this.app = new FakeApp(userData);
  }

  get window(): FakeWindow {
    const window = this.windows.at(-1);
    if (window === undefined) throw new Error('no window was opened');
    return window;
  }

  /** As the preload script calls, from a frame of a page. */
  readonly invoke = async (
    channel: string,
    args: readonly unknown[],
    {
      sender,
      frame,
    }: { readonly sender?: FakeContents; readonly frame?: { url: string } | null } = {},
  ): Promise<unknown> => {
    const contents = sender ?? this.window.webContents;
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const senderFrame = frame === undefined ? contents.mainFrame : frame;
    // What goes over IPC is cloned on both ways.
    const answer: unknown = await handler(
      { sender: contents, senderFrame } as unknown as Electron.IpcMainInvokeEvent,
      ...structuredClone(args),
    );
    return structuredClone(answer);
  };

  /** The one cast: what a test does not use is not there, and fails when it is used. */
  readonly api = (): ElectronApi => {
    const { app, session, windows } = this;
    class OfFake extends FakeWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        super(options, new FakeContents(windows.length + 1));
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    }
    const ipcMain: Pick<Electron.IpcMain, 'handle'> = {
      handle: (channel, handler) => void this.handlers.set(channel, handler),
    };
    const protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'> = {
      handle: (_scheme, handler) => void (this.serve = handler as typeof this.serve),
      registerSchemesAsPrivileged: (schemes) => {
        if (app.calls.includes('whenReady')) throw new Error('too late: the app is ready');
        this.schemes = schemes;
      },
    };
    const shell: Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'> = {
      showItemInFolder: (path) => void this.revealed.push(path),
      openExternal: (url) => Promise.resolve(void this.external.push(url)),
    };
    const safeStorage: Pick<
      Electron.SafeStorage,
      | 'isAsyncEncryptionAvailable'
      | 'getSelectedStorageBackend'
      | 'encryptStringAsync'
      | 'decryptStringAsync'
    > = {
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      getSelectedStorageBackend: () => this.backend,
      encryptStringAsync: (text) => Promise.resolve(Buffer.from(btoa(text))),
      decryptStringAsync: (bytes) =>
        Promise.resolve({
          shouldReEncrypt: false,
          result: atob(bytes.toString()),
        }),
    };
    const display = (id: number, workArea: Electron.Rectangle) =>
      ({ id, workArea }) as Electron.Display;
    const screen: Pick<Electron.Screen, 'getPrimaryDisplay' | 'getAllDisplays'> = {
      getPrimaryDisplay: () => display(0, this.screens[0] ?? { x: 0, y: 0, width: 1, height: 1 }),
      getAllDisplays: () => this.screens.map((area, id) => display(id, area)),
    };
    const files = (): string[] => this.fileAnswers.shift() ?? [];
    const dialog = {
      showMessageBox: (_window: Electron.BaseWindow, options: Electron.MessageBoxOptions) => {
        this.asked.push(options);
        const response = this.answers.shift() ?? 0;
        return Promise.resolve({ response, checkboxChecked: false });
      },
      showOpenDialog: () => {
        const filePaths = files();
        return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
      },
      showSaveDialog: () => {
        const [filePath = ''] = files();
        return Promise.resolve({ canceled: filePath === '', filePath });
      },
    };
    const Menu: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'> = {
      buildFromTemplate: (template) => template as unknown as Electron.Menu,
      setApplicationMenu: (menu) => void (this.menu = menu as unknown as typeof this.menu),
    };
    const parts = { app, ipcMain, protocol, shell, safeStorage, screen, dialog, Menu };
    const fake = { ...parts, session: { defaultSession: session }, BrowserWindow: OfFake };
    return fake as unknown as ElectronApi;
  };
}
