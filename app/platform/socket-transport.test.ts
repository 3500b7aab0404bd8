import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { speakOver } from '../../electron/host/http/host-socket.ts';
import type { Host, HostCaller } from '../../electron/host/api/host-api.ts';
import { connectSocket } from './socket-transport.ts';

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

/** A host of which only the wire is real. */
async function serve(call: Host['call']): Promise<{
  readonly address: string;
  readonly server: WebSocketServer;
  readonly callers: HostCaller[];
}> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await new Promise((done) => server.once('listening', done));
  const callers: HostCaller[] = [];
  const host: Host = {
    call: (caller, ...rest) => {
      callers.push(caller);
      return call(caller, ...rest);
    },
    leave: async () => undefined,
    close: async () => undefined,
  };
  server.on('connection', (socket) => speakOver(socket, host));
  const { port } = server.address() as AddressInfo;
  return { address: `ws://127.0.0.1:${port}`, server, callers };
}

const connect = async (address: string) => {
  const transport = await connectSocket(new WebSocket(address) as never);
  if (transport === undefined) throw new Error('not connected');
  return transport;
};

test('answers find their calls whatever their order, with progress before; maps stay maps', async () => {
  let finishFirst: (() => void) | undefined;
  const { address } = await serve(async (_caller, name, params, onProgress) => {
    if (name === 'engine.count') {
      onProgress(new Map([['a.out', 1]]));
      await new Promise<void>((done) => (finishFirst = done));
    }
    return { ok: true, value: { name, params } };
  });
  const transport = await connect(address);
  const told: unknown[] = [];
  const known = new Map([['x', 3]]);
  const first = transport.call('engine.count', { known }, (progress) => told.push(progress));
  const second = await transport.call('jobs.list', {}, () => undefined);
  expect(second).toEqual({ ok: true, value: { name: 'jobs.list', params: {} } });
  finishFirst?.();
  expect(await first).toEqual({ ok: true, value: { name: 'engine.count', params: { known } } });
  expect(told).toEqual([new Map([['a.out', 1]])]);
});

test('events reach who listens', async () => {
  const { address, callers } = await serve(async () => ({ ok: true, value: null }));
  const transport = await connect(address);
  const event = new Promise((resolve) => transport.onEvent(resolve));
  await transport.call('jobs.list', {}, () => undefined);
  callers[0]?.tell({ event: 'command', command: 'file.save' });
  expect(await event).toEqual({ event: 'command', command: 'file.save' });
});

test('when the host ends, what is under way and what is asked later fails with what to do', async () => {
  const { address, server } = await serve(() => new Promise(() => undefined));
  const transport = await connect(address);
  const closed = new Promise((resolve) => transport.onClosed(resolve));
  const waiting = transport.call('engine.run', {}, () => undefined);
  for (const client of server.clients) client.terminate();
  await closed;
  const stopped = { ok: false, error: { code: 'host-closed', kind: 'operational' } };
  expect(await waiting).toMatchObject(stopped);
  expect(await transport.call('jobs.list', {}, () => undefined)).toMatchObject(stopped);
  // Whoever listens later learns of it, too: the page greets its host before it is ready itself.
  await new Promise((resolve) => transport.onClosed(resolve));
});

test('no host, no transport', async () => {
  const { address, server } = await serve(async () => ({ ok: true, value: null }));
  await new Promise((done) => server.close(done));
  const socket = new WebSocket(address);
  socket.on('error', () => undefined);
  expect(await connectSocket(socket as never)).toBeUndefined();
});
