/** The preload script itself, over the fake Electron; and the same host over a WebSocket beside it. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectSocket } from '../app/platform/socket-transport.ts';
import type { HostEvent, HostMethodName, HostTransport } from './host/api/host-api.ts';
import { createToken } from './host/http/access.ts';
import { openAppFolder } from './host/http/app-folder.ts';
import { openHostServer } from './host/http/host-server.ts';
import { openTestHost, start } from './testing/desktop.ts';
import type { FakeElectron } from './testing/fake-electron.ts';

type Listener = (event: object, ...args: readonly unknown[]) => void;

const renderer = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  listeners: new Map<string, Listener>(),
  invoke: (_channel: string, _args: readonly unknown[]): Promise<unknown> => Promise.resolve(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => renderer.exposed.set(name, api),
  },
  ipcRenderer: {
    invoke: (channel: string, ...args: readonly unknown[]) => renderer.invoke(channel, args),
    on: (channel: string, listener: Listener) => renderer.listeners.set(channel, listener),
  },
}));

async function overIpc(fake: FakeElectron): Promise<HostTransport> {
  renderer.invoke = (channel, args) => fake.invoke(channel, args);
  fake.window.webContents.on('sent', (channel: string, ...args: readonly unknown[]) =>
    renderer.listeners.get(channel)?.({}, ...structuredClone(args)),
  );
  vi.resetModules();
  await import('./preload.ts');
  return renderer.exposed.get('sluice') as HostTransport;
}

async function overSocket(): Promise<HostTransport> {
  const { host } = await openTestHost({
    dialogs: {
      open: () => Promise.resolve([]),
      save: () => Promise.resolve(undefined),
      reveal: () => undefined,
    },
  });
  const token = createToken();
  const server = await openHostServer({ host, app: openAppFolder('.'), port: 0, token });
  onTestFinished(server.close);
  const { origin, host: address } = new URL(server.url);
  const protocols = ['sluice.1', `token.${token}`];
  const socket = new WebSocket(`ws://${address}/host`, protocols, { origin });
  const [transport] = await Promise.all([
    connectSocket(socket as unknown as globalThis.WebSocket),
    once(socket, 'open'),
  ]);
  if (transport === undefined) throw new Error('the host refused');
  return transport;
}

test('the page has the transport of the host, and nothing else', async () => {
  const { fake } = await start();
  const transport = await overIpc(fake);
  expect([...renderer.exposed.keys()]).toEqual(['sluice']);
  expect(Object.keys(transport).sort()).toEqual(['call', 'onClosed', 'onEvent']);
});

test('events reach the page, and that the host has ended', async () => {
  const { fake, folder } = await start();
  const transport = await overIpc(fake);
  const events: HostEvent[] = [];
  const ends: string[] = [];
  transport.onEvent((event) => events.push(event));
  transport.onClosed((reason) => ends.push(reason));
  await transport.call('host.info', {}, () => undefined);
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub/x.sluice.json'), '{}');
  fake.app.emit('second-instance', {}, ['sluice', 'sub/x.sluice.json'], folder);
  await vi.waitFor(() => expect(events).toMatchObject([{ event: 'document.open' }]), 5000);
  fake.app.emit('will-quit', { preventDefault: () => undefined });
  expect(ends).toEqual(['The app ends.']);
});

test('the same host answers the same over IPC and over a WebSocket', async () => {
  const { fake } = await start();
  const transports = [await overIpc(fake), await overSocket()];
  const known = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const calls: readonly (readonly [HostMethodName, unknown])[] = [
    ['host.info', {}],
    ['host.info', { extra: 1 }],
    ['files.list', {}],
    ['files.pickOpen', { kinds: 'any', multiple: false }],
    ['files.stat', { file: 'x'.repeat(22) }],
    ['files.read', { file: 'x'.repeat(22), fingerprint: '', start: 2, end: 1 }],
    ['engine.count', { document: { a: [1, null, 'ä'] }, parameters: {}, known }],
  ];
  for (const [method, params] of calls) {
    const [ipc, socket] = await Promise.all(
      transports.map(async (transport) => {
        const progress: unknown[] = [];
        const answer = await transport.call(method, params, (each) => progress.push(each));
        return { answer, progress };
      }),
    );
    expect(ipc).toEqual(socket);
  }
});
