/**
 * The desktop app but for Electron's binary: its shell over the fake Electron, its host and engine, and
 * its studio in Chromium. What the page asks goes through the shell's own IPC; a socket stands for the
 * pipe between the two processes.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { openAppFolder } from '../electron/host/http/app-folder.ts';
import { openHostServer } from '../electron/host/http/host-server.ts';
import { createToken } from '../electron/host/http/access.ts';
import type { Host, HostCaller, HostEvent } from '../electron/host/api/host-api.ts';
import type { Result } from '../engine/contract/errors.ts';
import { channelOf, EVENT_CHANNEL, PROGRESS_CHANNEL } from '../electron/ipc-contract.ts';
import { openDesktopHost } from '../electron/shell/open-host.ts';
import { startDesktop } from '../electron/shell/start-desktop.ts';
import { FakeElectron } from '../electron/testing/fake-electron.ts';
import { writeFiles } from './serve-studio.ts';

export interface DesktopStudio {
  readonly fake: FakeElectron;
  /** Where the files are. */
  readonly folder: string;
  /** Of its page. */
  readonly url: string;
}

export interface DesktopStudioOptions {
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  /** What it is started with; relative paths are below the folder. */
  readonly argv?: readonly string[];
}

/** Until the test is over. */
export async function startDesktopStudio({
  files,
  argv = [],
}: DesktopStudioOptions): Promise<DesktopStudio> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-desktop-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(home, 'flows');
  mkdirSync(folder);
  writeFiles(folder, files);
  const fake = new FakeElectron(home);
  await startDesktop(fake.api(), {
    openHost: (ports) =>
      openDesktopHost(ports, {
        release: '0.0.0',
        env: {},
        directories: { config: join(home, 'config'), log: join(home, 'log') },
        programs: pathToFileURL(resolve('dist/node') + '/'),
      }),
    serveApp: (request) => Promise.resolve(new Response(request.url)),
    loadUpdater: () => Promise.reject(new Error('nobody wanted updates')),
    isPublished: false,
    preload: '/app/preload.cjs',
    argv: ['/app/sluice', ...argv],
    folder,
    platform: 'linux',
  });
  const server = await openHostServer({
    host: overIpc(fake),
    app: openAppFolder('dist/web'),
    token: createToken(),
    port: 0,
  });
  onTestFinished(server.close);
  return { fake, folder, url: server.url };
}

/** The host as the one page of the window has it, through the shell. */
function overIpc(fake: FakeElectron): Host {
  const { webContents } = fake.window;
  const progressOf = new Map<number, (progress: unknown) => void>();
  let page: HostCaller | undefined;
  let calls = 0;
  webContents.on('sent', (channel: string, ...args: readonly unknown[]) => {
    const [first, second] = structuredClone(args);
    if (channel === EVENT_CHANNEL) page?.tell(first as HostEvent);
    if (channel === PROGRESS_CHANNEL) progressOf.get(first as number)?.(second);
  });
  return {
    call: async (caller, name, params, onProgress) => {
      page = caller;
      const id = calls++;
      progressOf.set(id, onProgress);
      try {
        return (await fake.invoke(channelOf(name), [id, params])) as Result<unknown>;
      } finally {
        progressOf.delete(id);
      }
    },
    // Its page is gone: it was loaded again, or has died.
    leave: (caller) => {
      if (page === caller) {
        page = undefined;
        webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
      }
      return Promise.resolve();
    },
    close: async () => {
      fake.app.emit('will-quit', { preventDefault: () => undefined });
    },
  };
}
