import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostClient } from '../../electron/host/api/host-client.ts';
import type { HostEvent, HostInfo, HostTransport } from '../../electron/host/api/host-api.ts';
import { createHostServices, mountHost } from '../../electron/host/create-host-services.ts';
import { createDesktopHost } from './desktop-host.ts';
import type { HostFileReference } from './file-reference.ts';
import type { Host } from './host.ts';
import { listenOutside } from './outside.ts';

/** Clipboard and the like, which nothing here uses. */
const BESIDE = {} as Host;

let folder: string;
let closes: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-studio-'));
  await mkdir(join(folder, 'work/flows'), { recursive: true });
  await mkdir(join(folder, 'work/data'));
  await mkdir(join(folder, 'other/flows'), { recursive: true });
  await writeFile(join(folder, 'work/flows/a.sluice.json'), 'first');
  await writeFile(join(folder, 'other/flows/a.sluice.json'), 'of another workspace');
  await writeFile(join(folder, 'work/data/orders.csv'), 'id\n1\n2\n');
});

afterEach(async () => {
  for (const close of closes) await close();
  closes = [];
  // What a host still remembers of its recent documents may be under way.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
});

/** The real host on a folder, without an engine; another call is the host started again. */
async function open(workspace = 'work') {
  const services = await createHostServices({
    kind: 'serve',
    release: '1.0.0',
    workspace: join(folder, workspace),
    directories: { config: join(folder, 'config'), log: join(folder, 'log') },
    env: {},
    vault: () => Promise.reject(new Error('not asked for')),
    testCredential: () => Promise.reject(new Error('not asked for')),
  });
  const host = mountHost(services, {
    engine: { handlers: {} as never },
    clusters: { handlers: {} as never },
  });
  closes.push(host.close);
  const listeners: Parameters<HostTransport['onEvent']>[0][] = [];
  const caller = {
    id: 'tab',
    tell: (event: HostEvent) => listeners.forEach((listen) => listen(event)),
  };
  const client = createHostClient({
    call: (name, params, onProgress) => host.call(caller, name, params, onProgress),
    onEvent: (listener) => void listeners.push(listener),
    onClosed: () => undefined,
  });
  const listed = await client.call('files.list', {});
  const info: HostInfo = {
    version: 1,
    release: '1.0.0',
    kind: 'serve',
    platform: 'linux',
    ...(listed.ok ? { workspace: listed.value.folder } : {}),
    computer: { cores: 2, memory: 1e9 },
    features: { dialogs: false, credentials: 'session', updates: false },
  };
  return createDesktopHost(client, info, BESIDE, listenOutside(client));
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Opens a pipeline as somebody does in the dialog. */
async function pick({ host, computer }: Opened, pattern = 'flows/a.sluice.json') {
  const picked = host.pickPipeline();
  const found = await computer.client.call('files.find', { pattern });
  if (!found.ok) throw new Error(found.error.message);
  computer.answerRequest({
    files: found.value.map(({ path: _path, ...entry }) => entry),
  });
  const file = await picked;
  if (file?.handle?.kind !== 'host') throw new Error('nothing was opened');
  return { ...file, handle: file.handle };
}

const onDisk = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

/** Even where the clock of the disk is coarse. */
async function changeOnDisk(path: string, text: string): Promise<void> {
  await writeFile(join(folder, path), text);
  const later = new Date(Date.now() + 5000);
  await utimes(join(folder, path), later, later);
}

test('a pipeline is saved to the file that it was opened from, and the next save follows', async () => {
  const opened = await open();
  const { name, text, handle } = await pick(opened);
  expect([name, text]).toEqual(['a.sluice.json', 'first']);
  const saved = await opened.host.savePipeline('second', name, handle);
  expect(await onDisk('work/flows/a.sluice.json')).toBe('second');
  await opened.host.savePipeline('third', name, saved?.handle);
  expect(await onDisk('work/flows/a.sluice.json')).toBe('third');
});

test('what something else wrote is replaced only when a person says so', async () => {
  const opened = await open();
  const { name, handle } = await pick(opened);
  expect(await opened.host.hasChanged(handle, undefined)).toBe(false);
  await changeOnDisk('work/flows/a.sluice.json', 'of another program');
  expect(await opened.host.hasChanged(handle, undefined)).toBe(true);
  await expect(opened.host.savePipeline('mine', name, handle)).rejects.toMatchObject({
    name: 'FileChanged',
  });
  expect(await onDisk('work/flows/a.sluice.json')).toBe('of another program');
  await opened.host.savePipeline('mine', name, handle, true);
  expect(await onDisk('work/flows/a.sluice.json')).toBe('mine');
});

test('a file is found again by the next host of the workspace, and by no other workspace', async () => {
  const { handle } = await pick(await open());
  const again = await open();
  expect(await again.computer.entryOf(handle)).toMatchObject({ location: handle.location });
  await again.host.savePipeline('later', handle.name, handle);
  expect(await onDisk('work/flows/a.sluice.json')).toBe('later');
  const other = await open('other');
  expect(await other.computer.entryOf(handle)).toBeUndefined();
  expect(await onDisk('other/flows/a.sluice.json')).toBe('of another workspace');
});

test('a change on the disk is told, a save of ours is not', async () => {
  const opened = await open();
  const { name, handle } = await pick(opened);
  const told: string[] = [];
  const changed = new Promise<HostFileReference>((resolve) => {
    opened.computer.onChanged((reference, entry) => {
      told.push(entry?.fingerprint ?? 'gone');
      resolve(reference);
    });
  });
  const unwatch = opened.computer.watch(handle);
  const known = await opened.computer.client.call('files.find', { pattern: handle.location });
  // Watching twice is watching once: when this is answered, it is watched.
  if (known.ok && known.value[0] !== undefined) {
    await opened.computer.client.call('files.watch', { file: known.value[0].token });
  }
  const saved = await opened.host.savePipeline('ours', name, handle);
  await changeOnDisk('work/flows/a.sluice.json', 'theirs');
  expect(await changed).toMatchObject({ location: handle.location });
  const ours = saved?.handle?.kind === 'host' ? saved.handle.fingerprint : '';
  expect(told).not.toContain(ours);
  unwatch();
});

test('what was changed before anybody watched is told as soon as somebody does', async () => {
  const opened = await open();
  const { handle } = await pick(opened);
  await changeOnDisk('work/flows/a.sluice.json', 'while it was closed');
  const changed = new Promise<number | undefined>((resolve) => {
    opened.computer.onChanged((_, entry) => resolve(entry?.size));
  });
  const unwatch = opened.computer.watch(handle);
  expect(await changed).toBe('while it was closed'.length);
  unwatch();
});

test('a path is named from the document, and its file read by ranges', async () => {
  const { computer, ...opened } = await open();
  const { handle } = await pick({ computer, ...opened });
  const found = await computer.find('../data/*.csv', handle);
  if (!found.ok) throw new Error(found.error.message);
  expect(found.value.map(({ path }) => path)).toEqual(['../data/orders.csv']);
  const file = found.value[0]?.file;
  const middle = await file?.slice(3, 7).slice(0, 3).arrayBuffer();
  expect(new TextDecoder().decode(middle)).toBe('1\n2');
  expect(await computer.find('../data/none.csv', handle)).toMatchObject({ ok: false });
});

test('a file that is to be has the path of its folder, of that of the document none', async () => {
  const { computer, ...opened } = await open();
  const { handle } = await pick({ computer, ...opened });
  const list = async (folder?: string) => {
    const listed = await computer.client.call('files.list', folder === undefined ? {} : { folder });
    if (!listed.ok) throw new Error(listed.error.message);
    return listed.value;
  };
  const root = await list();
  const token = (name: string): string =>
    root.entries.find((entry) => entry.name === name)?.token ?? '';
  const target = { kind: 'name', name: 'out.parquet', replace: false } as const;
  const inData = await computer.pathOf(handle, { ...target, folder: token('data') });
  const beside = await computer.pathOf(handle, { ...target, folder: token('flows') });
  const above = await computer.pathOf(handle, { ...target, folder: root.folder.token });
  expect([inData, beside, above]).toEqual([
    { ok: true, value: '../data/out.parquet' },
    { ok: true, value: 'out.parquet' },
    { ok: true, value: '../out.parquet' },
  ]);
});
