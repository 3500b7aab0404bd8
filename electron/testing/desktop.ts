/** The desktop app over the fake Electron, with a real host. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { HOST_METHODS } from '../host/api/host-api.ts';
import type { HostMethodName, HostTransport } from '../host/api/host-api.ts';
import { createAudience } from '../host/audience.ts';
import { createHost } from '../host/create-host.ts';
import { createFilePart } from '../host/files/file-part.ts';
import { createFileService } from '../host/files/file-service.ts';
import type { Handlers } from '../host/host-part.ts';
import { channelOf, EVENT_CHANNEL, PROGRESS_CHANNEL } from '../ipc-contract.ts';
import { startDesktop } from '../shell/start-desktop.ts';
import type { DesktopHost, DesktopOptions, DesktopPorts } from '../shell/start-desktop.ts';
import { FakeElectron } from './fake-electron.ts';

/** Methods of one service, none of which is asked in these tests. */
const notAsked = (isOfService: (name: string) => boolean) =>
  Object.fromEntries(
    Object.keys(HOST_METHODS)
      .filter(isOfService)
      .map((name) => [
        name,
        () => {
          throw new Error(`${name} is not part of this test`);
        },
      ]),
  ) as unknown as Handlers<HostMethodName>;

/** Real files; of the machine who it is; of the engine counts that it is told. */
export async function openTestHost({
  dialogs,
}: Pick<DesktopPorts, 'dialogs'>): Promise<Pick<DesktopHost, 'host' | 'grantDocument'>> {
  const files = await createFileService(undefined);
  const host = createHost({
    files: createFilePart(files, dialogs),
    machine: {
      handlers: {
        ...notAsked((name) => !/^(?:files|engine|clusters|push|jobs)\./.test(name)),
        'host.info': () => ({
          version: 1,
          release: '0.0.0',
          kind: 'desktop',
          platform: 'linux',
          computer: { cores: 2, memory: 4e9 },
          features: { dialogs: true, credentials: 'encrypted', updates: false },
        }),
      },
    },
    engine: {
      handlers: {
        ...notAsked((name) => name.startsWith('engine.')),
        'engine.count': ({ known }, { onProgress }) => {
          for (const [target, rows] of known) onProgress({ target, rows });
          return { bytes: new Uint8Array([1, 2, 3]), known };
        },
      },
    },
    clusters: { handlers: notAsked((name) => /^(?:clusters|push|jobs)\./.test(name)) },
    audience: createAudience(),
  });
  return { host, grantDocument: files.grantDocument };
}

export interface Started {
  readonly fake: FakeElectron;
  readonly folder: string;
  readonly troubles: string[];
  readonly ports: DesktopPorts | undefined;
  readonly isRunning: boolean;
}

/** Until the test is over. */
async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-desktop-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function start(
  prepare: (fake: FakeElectron, folder: string) => Promise<void> | void = () => undefined,
  options: Partial<DesktopOptions> = {},
): Promise<Started> {
  const folder = await temporaryFolder();
  const fake = new FakeElectron(folder);
  await prepare(fake, folder);
  const troubles: string[] = [];
  let ports: DesktopPorts | undefined;
  const isRunning = await startDesktop(fake.api(), {
    openHost: async (given) => {
      ports = given;
      return {
        ...(await openTestHost(given)),
        wantsUpdates: () => Promise.resolve(false),
        onTrouble: (message) => troubles.push(message),
      };
    },
    serveApp: (request) => Promise.resolve(new Response(request.url)),
    loadUpdater: () => Promise.reject(new Error('nobody wanted updates')),
    isPublished: false,
    preload: '/app/preload.cjs',
    argv: ['/app/sluice'],
    folder,
    platform: 'linux',
    ...options,
  });
  return { fake, folder, troubles, ports, isRunning };
}

/** As preload.ts, over the fake. */
export function transportOf(fake: FakeElectron): HostTransport {
  let calls = 0;
  const { webContents } = fake.window;
  return {
    call: async (name, params, onProgress) => {
      const id = calls++;
      const answer = await fake.invoke(channelOf(name), [id, params]);
      for (const [channel, of, progress] of webContents.sent) {
        if (channel === PROGRESS_CHANNEL && of === id) onProgress(progress);
      }
      return answer as Awaited<ReturnType<HostTransport['call']>>;
    },
    onEvent: () => undefined,
    onClosed: () => undefined,
  };
}

/** What the page was told, in order. */
export const told = (fake: FakeElectron): readonly unknown[] =>
  fake.window.webContents.sent.flatMap(([channel, event]) =>
    channel === EVENT_CHANNEL ? [event] : [],
  );
