/** The host over IPC: who speaks is looked at before what is said. */
import type { BrowserWindow, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { userError } from '../../engine/contract/errors.ts';
import type { Result } from '../../engine/contract/errors.ts';
import { HOST_METHODS } from '../host/api/host-api.ts';
import type { Host, HostCaller, HostEvent, HostMethodName } from '../host/api/host-api.ts';
import { channelOf, CLOSED_CHANNEL, EVENT_CHANNEL, PROGRESS_CHANNEL } from '../ipc-contract.ts';
import { isTrustedSender } from '../policies.ts';
import type { ElectronApi } from './electron-api.ts';

export interface MountedHost {
  /** The page of a window, from now on. */
  readonly addWindow: (window: BrowserWindow) => void;
  /** Tells a window that is there, once its page listens. */
  readonly tell: (window: BrowserWindow, event: HostEvent) => void;
  readonly close: () => Promise<void>;
}

/** A page of ours, from its loading to its end. */
interface Page {
  readonly caller: HostCaller;
  readonly window: BrowserWindow;
  /** Has asked who the host is, so it listens. */
  listens: boolean;
  readonly waiting: HostEvent[];
}

const callArguments = z.tuple([z.int().min(0), z.unknown()]);

export function mountHost({ ipcMain }: Pick<ElectronApi, 'ipcMain'>, host: Host): MountedHost {
  const pages = new Map<WebContents, Page>();
  let loads = 0;

  const open = (window: BrowserWindow): void => {
    const { webContents } = window;
    const send = (channel: string, ...args: readonly unknown[]): void => {
      if (!webContents.isDestroyed()) webContents.send(channel, ...args);
    };
    const id = `window-${webContents.id}-${loads++}`;
    const caller = { id, tell: (event: HostEvent) => send(EVENT_CHANNEL, event) };
    pages.set(webContents, { caller, window, listens: false, waiting: [] });
  };
  const leave = (webContents: WebContents): void => {
    const page = pages.get(webContents);
    pages.delete(webContents);
    if (page !== undefined) void host.leave(page.caller);
  };

  const answer = async (
    event: IpcMainInvokeEvent,
    name: HostMethodName,
    args: readonly unknown[],
  ): Promise<Result<unknown>> => {
    const page = pages.get(event.sender);
    const { senderFrame, sender } = event;
    const trusted = isTrustedSender({
      url: senderFrame?.url,
      isTopFrame: senderFrame !== null && senderFrame === sender.mainFrame,
      isOurWindow: page !== undefined,
    });
    if (page === undefined || !trusted) return refused('Only the studio itself may ask the host.');
    const parsed = callArguments.safeParse(args);
    if (!parsed.success) return refused(`${name} was not called as agreed.`);
    const [id, params] = parsed.data;
    const result = await host.call(page.caller, name, params, (progress) => {
      if (!sender.isDestroyed()) sender.send(PROGRESS_CHANNEL, id, progress);
    });
    if (name === 'host.info') listens(page);
    return result;
  };

  for (const name of Object.keys(HOST_METHODS) as HostMethodName[]) {
    ipcMain.handle(channelOf(name), (event, ...args: readonly unknown[]) =>
      answer(event, name, args),
    );
  }

  return {
    addWindow: (window) => {
      const { webContents } = window;
      open(window);
      // A page that is loaded again is another one: what the last one had begun ends.
      webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (!isMainFrame || isSameDocument || !pages.get(webContents)?.listens) return;
        leave(webContents);
        open(window);
      });
      webContents.on('render-process-gone', () => {
        leave(webContents);
        open(window);
      });
      webContents.once('destroyed', () => leave(webContents));
    },
    tell: (window, event) => {
      const page = pages.get(window.webContents);
      if (page?.listens === true) page.caller.tell(event);
      else page?.waiting.push(event);
    },
    close: async () => {
      for (const { window } of pages.values()) {
        if (!window.isDestroyed()) window.webContents.send(CLOSED_CHANNEL, 'The app ends.');
      }
      await host.close();
    },
  };
}

/** What came before the page could hear it. */
function listens(page: Page): void {
  page.listens = true;
  for (const event of page.waiting.splice(0)) page.caller.tell(event);
}

function refused(message: string): Result<never> {
  const { error } = userError('host-bad-request', message, {
    hint: 'Reload the studio: it may be of another version.',
  });
  return { ok: false, error };
}
