/** The attacks on `sluice serve` from the network, each over a real connection. */
import { createHash, randomBytes } from 'node:crypto';
import { on, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Host, HostCaller } from '../api/host-api.ts';
import { decodeFrame, encodeFrame, LARGEST_REQUEST } from '../api/wire.ts';
import { createToken } from './access.ts';
import { openAppFolder } from './app-folder.ts';
import { ESCAPES } from './testing/escapes.ts';
import { openHostServer } from './host-server.ts';
import type { HostServer } from './host-server.ts';
import { getRaw, sendRaw, statusOf } from './testing/raw-request.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-serve-'));
const app = openAppFolder(join(root, 'web'));
const refused: string[] = [];
const left: HostCaller[] = [];
const callers = new Map<string, HostCaller>();

/** Says what it was asked; what the mount does with it is what is tested. */
const host: Host = {
  call: async (caller, name, params, onProgress) => {
    callers.set(caller.id, caller);
    if (name === 'big') return { ok: true, value: new Uint8Array(16 * 2 ** 20) };
    if (name === 'flood') for (let i = 0; i < 20; i++) onProgress(new Uint8Array(16 * 2 ** 20));
    if (name === 'unsendable') return { ok: true, value: 1n };
    onProgress({ half: name });
    return { ok: true, value: { name, params } };
  },
  leave: async (caller) => void left.push(caller),
  close: async () => undefined,
};

let server: HostServer;
let token = '';

const open = (): Promise<HostServer> =>
  openHostServer({
    host,
    app,
    token: createToken(),
    port: 0,
    onRefused: (reason) => refused.push(reason),
  });
const tokenOf = (url: string): string => new URL(url).hash.slice('#host='.length);

beforeAll(async () => {
  mkdirSync(join(root, 'web'));
  writeFileSync(join(root, 'web/index.html'), '<!doctype html>');
  writeFileSync(join(root, 'web/.fingerprint'), 'secret');
  writeFileSync(join(root, 'package.json'), 'secret');
  symlinkSync(root, join(root, 'web/up'));
  server = await open();
  token = tokenOf(server.url);
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const dial = (
  options: { origin?: string; token?: string; host?: string; path?: string; port?: number } = {},
): WebSocket => {
  const port = options.port ?? server.port;
  const origin = options.origin ?? `http://127.0.0.1:${port}`;
  return new WebSocket(
    `ws://127.0.0.1:${port}${options.path ?? '/host'}`,
    ['sluice.1', `token.${options.token ?? token}`],
    {
      ...(origin === '' ? {} : { origin }),
      headers: options.host === undefined ? {} : { Host: options.host },
    },
  );
};

/** The status of a refused upgrade; 101 when it was not refused. */
async function upgrade(options: Parameters<typeof dial>[0]): Promise<number> {
  const socket = dial(options);
  return new Promise((resolve, reject) => {
    socket.on('open', () => (resolve(101), socket.close()));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', reject);
  });
}

async function connected(): Promise<WebSocket> {
  const socket = dial();
  await once(socket, 'open');
  return socket;
}

const nextFrame = async (socket: WebSocket): Promise<unknown> =>
  decodeFrame(((await once(socket, 'message')) as [Buffer])[0]);

const nextOf = async (frames: AsyncIterableIterator<unknown[]>): Promise<unknown> =>
  decodeFrame(((await frames.next()) as IteratorYieldResult<[Buffer]>).value[0]);

const call = (id: number, method: string, params: unknown = {}) =>
  encodeFrame({ type: 'call', id, method, params });

describe('files', () => {
  test.each(ESCAPES.filter((target) => !/[\r\n\0]/.test(target)))(
    'traversal over a raw connection: %j',
    async (target) => {
      const answer = await getRaw(server.port, target);
      expect(statusOf(answer)).toBe(400);
      expect(answer).not.toContain('secret');
    },
  );

  test('a symlink out of the built studio is not followed', async () => {
    const answer = await getRaw(server.port, '/up/package.json');
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toContain('secret');
  });

  test('the page itself is served', async () => {
    expect(statusOf(await getRaw(server.port, '/'))).toBe(200);
    expect(statusOf(await getRaw(server.port, '/?%2e%2e'))).toBe(200);
  });
});

describe('who may ask', () => {
  test('a foreign Host is refused: DNS rebinding', async () => {
    for (const name of ['evil.example', `evil.example:${server.port}`, 'localhost:1', '']) {
      expect(statusOf(await getRaw(server.port, '/', { Host: name })), name).toBe(403);
    }
    expect(await upgrade({ host: `evil.example:${server.port}` })).toBe(403);
  });

  test('a foreign Origin is refused', async () => {
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${server.port}`]) {
      expect(statusOf(await getRaw(server.port, '/', { Origin: origin })), origin).toBe(403);
      expect(await upgrade({ origin }), origin).toBe(403);
    }
    expect(await upgrade({ origin: '' }), 'none').toBe(403);
  });

  test('a missing or wrong token is refused', async () => {
    const other = randomBytes(32).toString('base64url');
    for (const wrong of ['', other, token.slice(0, -1), `${token}A`, token.toUpperCase()]) {
      expect(await upgrade({ token: wrong }), wrong).toBe(401);
    }
    expect(await upgrade({ path: `/host?token=${token}` })).toBe(404);
    expect(await upgrade({})).toBe(101);
  });

  test('a token of the start before is refused', async () => {
    const before = await open();
    const old = tokenOf(before.url);
    await before.close();
    const { port, close, url } = await openHostServer({
      host,
      app,
      token: createToken(),
      port: before.port,
    });
    expect(await upgrade({ port, token: old })).toBe(401);
    expect(await upgrade({ port, token: tokenOf(url) })).toBe(101);
    await close();
  });

  test('nobody but this machine can connect', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === 'IPv4' && !address.internal)
      .map((address) => address?.address ?? '');
    for (const address of others) {
      const socket = connect(server.port, address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code, address).toBe('ECONNREFUSED');
    }
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  test('what is told of a refusal holds no token', () => {
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.join('\n')).not.toContain(token);
  });
});

describe('frames', () => {
  test('calls are answered, with what is told meanwhile before the answer', async () => {
    const socket = await connected();
    const frames = on(socket, 'message');
    socket.send(call(7, 'echo', { map: new Map([['a', 1]]), bytes: new Uint8Array([1, 2]) }));
    expect(await nextOf(frames)).toEqual({
      type: 'progress',
      id: 7,
      progress: { half: 'echo' },
    });
    expect(await nextOf(frames)).toEqual({
      type: 'result',
      id: 7,
      result: {
        ok: true,
        value: {
          name: 'echo',
          params: { map: new Map([['a', 1]]), bytes: new Uint8Array([1, 2]) },
        },
      },
    });
    socket.close();
  });

  test('an answer that cannot be sent is an error of its call', async () => {
    const socket = await connected();
    socket.send(call(1, 'unsendable'));
    expect(await nextFrame(socket)).toMatchObject({
      id: 1,
      result: { error: { code: 'internal' } },
    });
    socket.close();
  });

  test.each([
    ['text', 'hello', 1003],
    ['no MessagePack', Buffer.from([0xc1]), 1007],
    ['a list that promises four billion elements', Buffer.from('ddffffffff', 'hex'), 1007],
    ['no call', encodeFrame({ type: 'event' }), 1008],
    ['a call with extra fields', encodeFrame({ ...calls(), admin: true }), 1008],
    ['a method that is no text', encodeFrame({ ...calls(), method: 5 }), 1008],
  ])('malformed frames close the socket: %s', async (_what, frame, code) => {
    const socket = await connected();
    socket.send(frame);
    const [closed] = (await once(socket, 'close')) as [number];
    expect(closed).toBe(code);
  });

  test('an oversized frame closes the socket before it has come in', async () => {
    const socket = await connected();
    // Its head alone: 1 GB is announced.
    const head = Buffer.alloc(14);
    head.writeUInt8(0x82, 0);
    head.writeUInt8(0xff, 1);
    head.writeBigUInt64BE(BigInt(2 ** 30), 2);
    expect(2 ** 30).toBeGreaterThan(LARGEST_REQUEST);
    (socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(head);
    const [closed] = (await once(socket, 'close')) as [number];
    expect(closed).toBe(1009);
  });

  test('bytes that are no frames close the connection, and no other', async () => {
    const other = await connected();
    const key = randomBytes(16).toString('base64');
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    const answer = await sendRaw(
      server.port,
      `GET /host HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: http://127.0.0.1:${server.port}\r\n` +
        `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n` +
        `Sec-WebSocket-Protocol: sluice.1, token.${token}\r\n\r\n${'\u007f'.repeat(64)}`,
    );
    expect(answer).toContain(`Sec-WebSocket-Accept: ${accept.digest('base64')}`);
    other.send(call(1, 'echo'));
    expect(await nextFrame(other)).toMatchObject({ id: 1 });
    other.close();
  });

  test('a tab that goes away has left', async () => {
    const socket = await connected();
    socket.send(call(1, 'echo'));
    await nextFrame(socket);
    const before = left.length;
    socket.terminate();
    await expect.poll(() => left.length).toBe(before + 1);
    expect(callers.has(left.at(-1)?.id ?? '')).toBe(true);
  });

  test('a tab that reads its answers late gets them all', async () => {
    const socket = await connected();
    const frames = on(socket, 'message');
    socket.pause();
    for (let id = 0; id < 6; id++) socket.send(call(id, 'big'));
    const other = await connected();
    other.send(call(1, 'echo'));
    await once(other, 'message');
    socket.resume();
    for (let answers = 0; answers < 6; answers++) await frames.next();
    socket.close();
    other.close();
  });

  test('a tab that reads nothing of what it is told is let go before that fills the memory', async () => {
    const socket = await connected();
    const before = left.length;
    socket.send(call(1, 'flood'));
    socket.pause();
    await expect.poll(() => left.length).toBeGreaterThan(before);
    socket.terminate();
  });
});

test('a tab that does not answer does not hold up the end', async () => {
  const ending = await openHostServer({ host, app, token, port: 0 });
  const socket = dial({ port: ending.port });
  await once(socket, 'open');
  socket.pause();
  await ending.close();
  socket.terminate();
});

test('ten thousand requests at once are answered or refused, and the server goes on', async () => {
  const asked = Array.from({ length: 10_000 }, () =>
    getRaw(server.port, '/').then(statusOf, () => 0),
  );
  const counts = new Map<number, number>();
  for (const status of await Promise.all(asked)) counts.set(status, (counts.get(status) ?? 0) + 1);
  // 0: not taken up.
  expect([...counts.keys()].every((status) => status === 200 || status === 0)).toBe(true);
  expect(counts.get(200)).toBeGreaterThan(0);
  expect(statusOf(await getRaw(server.port, '/'))).toBe(200);
});

test('a port that is taken is refused when it was asked for', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(openHostServer({ host, app, token: createToken(), port })).rejects.toMatchObject({
    error: { code: 'port-taken', message: expect.stringContaining(String(port)) as string },
  });
  other.close();
});

test('without a port the next free one is taken', async () => {
  const [one, two] = [
    await openHostServer({ host, app, token: createToken() }),
    await openHostServer({ host, app, token: createToken() }),
  ];
  expect(two.port).toBeGreaterThan(one.port);
  await Promise.all([one.close(), two.close()]);
});

function calls(): Record<string, unknown> {
  return { type: 'call', id: 1, method: 'echo', params: {} };
}
