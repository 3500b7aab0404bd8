import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchExtension } from '../../.ci/fetch-extensions.mjs';
import { createNodeRuntime } from './node.ts';
import { fetchParquetExtension } from './parquet-extension.ts';

/** A whole module with nothing in it. */
const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-extension-'));
  servers = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/extension.wasm`;
}

/** Keeps the methods of what was asked. */
async function serveRecorded(answer: RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.method ?? '');
    answer(request, response);
  });
  return { url, asked };
}

test('an extension that is served is asked for, then read and compiled', async () => {
  const { url, asked } = await serveRecorded((request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/wasm' });
    response.end(request.method === 'HEAD' ? undefined : WASM);
  });
  const extension = await fetchParquetExtension(url);
  expect(extension?.bytes).toEqual(WASM);
  expect(extension?.module).toBeInstanceOf(WebAssembly.Module);
  expect(asked).toEqual(['HEAD', 'GET']);
});

test.each([
  ['nothing there', 404, 'text/plain'],
  ["the app's page for every path", 200, 'text/html; charset=utf-8'],
  ['a server that is broken', 500, 'application/wasm'],
])('%s: no extension, and nothing is read', async (_case, status, type) => {
  const { url, asked } = await serveRecorded((_request, response) => {
    response.writeHead(status, { 'Content-Type': type }).end('<!doctype html>');
  });
  expect(await fetchParquetExtension(url)).toBeUndefined();
  expect(asked).toEqual(['HEAD']);
});

test('a server that is gone, and one that never answers: no extension', async () => {
  const gone = await serve(() => undefined);
  servers[0]?.close();
  expect(await fetchParquetExtension(gone)).toBeUndefined();
  const silent = await serve(() => undefined);
  expect(await fetchParquetExtension(silent, 50)).toBeUndefined();
});

test('a damaged file is told of and not used', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/wasm' }).end(WASM.subarray(0, 7));
  });
  expect(await fetchParquetExtension(url)).toBeUndefined();
  expect(warn).toHaveBeenCalledOnce();
});

test('in Node it lies beside the bundle', async () => {
  const path = join(folder, 'parquet.duckdb_extension.wasm');
  const runtime = () =>
    createNodeRuntime({ baseDirectory: folder, parquetExtension: pathToFileURL(path) });
  expect(await runtime().parquetExtension()).toBeUndefined();
  writeFileSync(path, WASM);
  const extension = await runtime().parquetExtension();
  expect(extension?.bytes).toEqual(WASM);
  expect(extension?.bytes.buffer.byteLength).toBe(WASM.length);
});

const sha256 = createHash('sha256').update(WASM).digest('hex');

test('the fetching script writes the file of the right hash, once', async () => {
  const { url, asked } = await serveRecorded((_request, response) => response.end(WASM));
  const target = join(folder, 'a/b.wasm');
  expect(await fetchExtension({ source: url, sha256, target })).toContain('was fetched');
  expect(readFileSync(target)).toEqual(Buffer.from(WASM));
  expect(await fetchExtension({ source: url, sha256, target })).toContain('is there');
  expect(asked).toEqual(['GET']);
});

test('the fetching script never fails, and keeps nothing of another file', async () => {
  const target = join(folder, 'b.wasm');
  const wanted = { sha256, target, timeout: 50 };
  const other = await serve((_request, response) => response.end('other'));
  expect(await fetchExtension({ ...wanted, source: other })).toContain('is another file');
  const missing = await serve((_request, response) => response.writeHead(404).end());
  expect(await fetchExtension({ ...wanted, source: missing })).toContain('status 404');
  const silent = await serve(() => undefined);
  const absent = join(folder, 'absent');
  for (const source of [silent, 'http://127.0.0.1:1/x', absent]) {
    expect(await fetchExtension({ ...wanted, source })).toContain('could not be fetched');
  }
  expect(existsSync(target)).toBe(false);
});
