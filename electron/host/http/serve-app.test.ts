import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAppFolder } from './app-folder.ts';
import { HEADERS, headersFile } from './headers.ts';
import { createServeApp } from './serve-app.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-app-'));
const serveApp = createServeApp(openAppFolder(join(root, 'web')));
const ask = (path: string, init?: RequestInit) =>
  serveApp(new Request(`app://studio${path}`, init));

beforeAll(() => {
  mkdirSync(join(root, 'web/assets'), { recursive: true });
  writeFileSync(join(root, 'web/index.html'), '<!doctype html>');
  writeFileSync(join(root, 'web/assets/a-1b.js'), 'export {};');
  writeFileSync(join(root, 'secret.txt'), 'secret');
  symlinkSync(join(root, 'secret.txt'), join(root, 'web/link.txt'));
  symlinkSync(root, join(root, 'web/up'));
  symlinkSync(join(root, 'web/index.html'), join(root, 'web/home.html'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('the page comes with every header of the policy', async () => {
  const answer = await ask('/');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  for (const [name, value] of Object.entries(HEADERS)) {
    expect(answer.headers.get(name), name).toBe(value);
    expect(headersFile()).toContain(`${name}: ${value}`);
  }
});

test('hashed files are kept for ever, the others asked about again', async () => {
  const hashed = await ask('/assets/a-1b.js');
  expect(hashed.headers.get('cache-control')).toContain('immutable');
  expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const tag = (await ask('/')).headers.get('etag') ?? '';
  const again = await ask('/', { headers: { 'If-None-Match': `"x", W/${tag}` } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
  writeFileSync(join(root, 'web/index.html'), '<!doctype html><p>');
  expect((await ask('/', { headers: { 'If-None-Match': tag } })).status).toBe(200);
});

test('only reading is answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect((await ask('/', { method })).status, method).toBe(405);
  }
  const head = await ask('/assets/a-1b.js', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe('10');
});

test('a link out of the folder leads nowhere, one inside does', async () => {
  expect((await ask('/link.txt')).status).toBe(404);
  expect((await ask('/up/secret.txt')).status).toBe(404);
  expect((await ask('/home.html')).status).toBe(200);
});

test('folders and what is not there are not found, with the policy on the answer', async () => {
  for (const path of ['/assets', '/assets/', '/nothing.js']) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(404);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
});
