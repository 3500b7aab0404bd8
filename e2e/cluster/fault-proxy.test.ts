import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFaultProxy, type FaultProxy } from './fault-proxy.ts';

/** What the server has been sent, over all connections. */
let heard = '';
let echo: ReturnType<typeof createServer>;
let proxy: FaultProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  heard = '';
  echo = createServer((socket) => {
    socket.on('data', (bytes) => (heard += bytes.toString()));
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  proxy = await openFaultProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const answer = async (socket: Socket): Promise<string> => {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
};

/** Bytes that came until a connection was ended, politely or by a reset. */
async function ending(socket: Socket): Promise<number> {
  let came = 0;
  socket.on('data', (bytes: Buffer) => (came += bytes.length));
  socket.on('error', () => undefined);
  await new Promise((closed) => socket.once('close', closed));
  return came;
}

test('without a fault, what is asked and answered passes whole, and so does an end', async () => {
  const socket = await dial();
  const sent = 'x'.repeat(1_000_000);
  socket.end(sent);
  expect(await text(socket)).toBe(sent);
  expect(proxy.answered()).toBe(sent.length);
  expect(proxy.made()).toBe(1);
});

test('a black hole holds what is sent and connects nobody anew; afterwards all of it arrives', async () => {
  const socket = await dial();
  socket.write('before');
  expect(await answer(socket)).toBe('before');
  proxy.set({ kind: 'black-hole' });
  socket.write('within');
  const other = await dial();
  other.write('other');
  const first = Promise.race([answer(socket), answer(other)]);
  const silence = new Promise((done) => setTimeout(done, 50, 'silence'));
  expect(await Promise.race([first, silence])).toBe('silence');
  expect(heard).toBe('before');
  const answers = Promise.all([answer(socket), answer(other)]);
  proxy.set({ kind: 'none' });
  expect(await answers).toEqual(['within', 'other']);
});

test('a delay is that of each way, and keeps the order', async () => {
  const socket = await dial();
  proxy.set({ kind: 'delay', ms: 40 });
  const started = performance.now();
  socket.write('one ');
  socket.end('two');
  expect(await text(socket)).toBe('one two');
  expect(performance.now() - started).toBeGreaterThan(75);
});

test('with answers lost, the server has heard what the client never learns of', async () => {
  const socket = await dial();
  proxy.set({ kind: 'lose-answers' });
  socket.write('once');
  await expect.poll(() => heard).toBe('once');
  const ended = ending(socket);
  proxy.cut();
  expect(await ended).toBe(0);
});

test('a cut ends what is open; a connection made afterwards works', async () => {
  const socket = await dial();
  socket.write('a');
  expect(await answer(socket)).toBe('a');
  const ended = ending(socket);
  proxy.cut();
  expect(await ended).toBe(0);
  expect(proxy.open()).toBe(0);
  const next = await dial();
  next.write('b');
  expect(await answer(next)).toBe('b');
});

test('a cut after so many bytes comes in the midst of an answer', async () => {
  const socket = await dial();
  const [ended, reached] = [ending(socket), proxy.cutAfter(10)];
  socket.write('x'.repeat(5));
  await expect.poll(() => proxy.answered()).toBe(5);
  expect(proxy.open()).toBe(1);
  socket.write('x'.repeat(5));
  await reached;
  expect(await ended).toBeLessThanOrEqual(10);
  expect(proxy.open()).toBe(0);
});

test('refused is refused, while an open connection goes on', async () => {
  const socket = await dial();
  proxy.set({ kind: 'refuse' });
  expect(await ending(connect(proxy))).toBe(0);
  expect(proxy.made()).toBe(1);
  socket.write('still');
  expect(await answer(socket)).toBe('still');
});
