/** `sluice serve` from outside: the process, its socket, what it writes. The studio on it has specs of its own. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Result, unwrap } from '../engine/contract/errors.ts';
import { createHostClient } from '../electron/host/api/host-client.ts';
import type { HostClient } from '../electron/host/api/host-api.ts';
import { decodeFrame, encodeFrame, reply as replyFrame } from '../electron/host/api/wire.ts';
import { startServe } from './serve-process.ts';
import type { ServeProcess } from './serve-process.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-serve-'));
const workspace = join(root, 'workspace');
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function start(args: readonly string[] = []): Promise<ServeProcess> {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, 'orders.csv'), 'id,amount\n1,10\n2,20\n');
  const serve = await startServe({ workspace, args, home: mkdtempSync(join(root, 'home-')) });
  open.push(serve.stop);
  return serve;
}

/** A tab without a browser. */
async function connect({ port, token }: ServeProcess): Promise<HostClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/host`, ['sluice.1', `token.${token}`], {
    origin: `http://127.0.0.1:${port}`,
  });
  open.push(() => socket.terminate());
  await once(socket, 'open');
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const closed: ((reason: string) => void)[] = [];
  socket.on('close', (code) => closed.forEach((listener) => listener(String(code))));
  socket.on('message', (data) => {
    const reply = replyFrame.parse(decodeFrame(data as Buffer));
    if (reply.type === 'result') waiting.get(reply.id)?.(reply.result as Result<unknown>);
  });
  let calls = 0;
  return createHostClient({
    call: (method, params) =>
      new Promise((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        socket.send(encodeFrame({ type: 'call', id: calls, method, params }));
      }),
    onEvent: () => undefined,
    onClosed: (listener) => void closed.push(listener),
  });
}

const question = {
  document: {
    format: 'sluice/1',
    name: 'Orders',
    nodes: {
      orders: { type: 'input.csv', params: { path: 'orders.csv' } },
      out: {
        type: 'output.file',
        inputs: { input: 'orders' },
        params: { path: 'copy.csv', format: 'csv' },
      },
    },
  },
  parameters: {},
};

/** Every file below a folder, as one text. */
const allTexts = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

test('the engine of this computer writes into the workspace; the token stands in the printed address and nowhere else', async () => {
  const serve = await start();
  const client = await connect(serve);
  const info = unwrap(await client.call('host.info', {}));
  expect(info).toMatchObject({ kind: 'serve', workspace: { location: workspace } });
  unwrap(await client.call('engine.run', question));
  expect(readFileSync(join(workspace, 'copy.csv'), 'utf8')).toContain('2,20');
  const refused = await fetch(`http://127.0.0.1:${serve.port}/`, {
    headers: { Origin: 'http://evil.example' },
  });
  expect(refused.status).toBe(403);
  const stranger = new WebSocket(`ws://127.0.0.1:${serve.port}/host`, ['sluice.1', 'token.x'], {
    origin: `http://127.0.0.1:${serve.port}`,
  });
  await once(stranger, 'error');
  expect(await serve.stop()).toBe(0);
  const { stdout, stderr } = serve.output();
  expect(stdout.split(serve.token)).toHaveLength(2);
  expect(stderr).not.toContain(serve.token);
  const kept = allTexts(serve.home);
  expect(kept).toContain('connection was refused');
  expect(kept).not.toContain(serve.token);
});

test('a workspace that is deleted while the host runs stops no more than what needs it', async () => {
  const serve = await start();
  const client = await connect(serve);
  unwrap(await client.call('engine.check', question));
  rmSync(workspace, { recursive: true });
  for (const answer of [
    await client.call('files.list', {}),
    await client.call('engine.run', question),
    await client.call('engine.preview', { ...question, target: 'orders', rows: 5 }),
  ]) {
    expect(answer).toMatchObject({ ok: false, error: { hint: expect.any(String) as string } });
    expect(answer.ok ? undefined : answer.error.kind).not.toBe('internal');
  }
  unwrap(await client.call('host.info', {}));
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'orders.csv'), 'id,amount\n7,70\n');
  unwrap(await client.call('engine.run', question));
  expect(readFileSync(join(workspace, 'copy.csv'), 'utf8')).toContain('7,70');
  unwrap(await client.call('files.list', {}));
});

test('Ctrl-C ends runs, tells the tabs, and leaves no temporary file', async () => {
  const serve = await start();
  const client = await connect(serve);
  const closed = new Promise<string>((resolve) => client.onClosed(resolve));
  const slow = {
    ...question,
    document: {
      ...question.document,
      nodes: {
        numbers: { type: 'input.generate', params: { kind: 'range', stop: 40_000_000 } },
        out: {
          type: 'output.file',
          inputs: { input: 'numbers' },
          params: { path: 'slow.csv', format: 'csv' },
        },
      },
    },
  };
  void client.call('engine.run', slow);
  await expect
    .poll(async () => unwrap(await client.call('jobs.list', {}))[0]?.state)
    .toBe('running');
  expect(await serve.stop()).toBe(0);
  expect(await closed).toBe('1001');
  expect(readdirSync(workspace).filter((name) => name.includes('slow'))).toEqual([]);
  expect(readdirSync(join(serve.home, 'tmp'))).toEqual([]);
  expect(allTexts(serve.home)).toContain('"cancelled"');
});

test('a port that is taken ends it with what to do', async () => {
  const serve = await start();
  await expect(start(['--port', String(serve.port)])).rejects.toThrow(
    /ended with 1: .*port-taken.*--port/s,
  );
  await expect(startServe({ workspace: join(root, 'nowhere') })).rejects.toThrow(
    /workspace-missing/,
  );
});

test('idle, the host takes less than 120 MB', async () => {
  const serve = await start();
  const client = await connect(serve);
  unwrap(await client.call('host.info', {}));
  unwrap(await client.call('files.list', {}));
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(
    readFileSync(`/proc/${serve.pid}/status`, 'utf8'),
  ) ?? [undefined, '0'];
  expect(Number(kilobytes) / 1024).toBeGreaterThan(20);
  expect(Number(kilobytes) / 1024).toBeLessThan(120);
});
