import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PermissionCheckHandlerHandlerDetails, PermissionRequest } from 'electron';
import { expect, test, vi } from 'vitest';
import { createHostClient } from '../host/api/host-client.ts';
import { HOST_METHODS } from '../host/api/host-api.ts';
import { channelOf } from '../ipc-contract.ts';
import { start, told, transportOf } from '../testing/desktop.ts';
import { cancellable, FakeContents } from '../testing/fake-electron.ts';
import { MENU_COMMANDS } from './menu-commands.ts';

const INFO = channelOf('host.info');
const wait = { timeout: 5000 };

test('the window: isolated, sandboxed, no Node, no webview; the whole app in a sandbox', async () => {
  const { fake } = await start();
  expect(fake.window.options.webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    disableDialogs: false,
    spellcheck: false,
    devTools: false,
    preload: '/app/preload.cjs',
  });
  expect(fake.window.calls[0]).toBe('load app://studio/');
  expect(fake.app.calls.slice(0, 2)).toEqual(['enableSandbox', 'whenReady']);
  expect(fake.schemes).toEqual([
    {
      scheme: 'app',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
      },
    },
  ]);
  const served = await fake.serve?.(new Request('app://studio/index.html'));
  expect(await served?.text()).toBe('app://studio/index.html');
});

test('every page: no navigation, no redirect, no webview, no windows; https goes to the browser', async () => {
  const { fake } = await start();
  const { webContents } = fake.window;
  const navigate = (name: string, url: string, isMainFrame = true): boolean => {
    const event = cancellable({ url, isMainFrame });
    webContents.emit(name, event);
    return event.defaultPrevented;
  };
  for (const name of ['will-navigate', 'will-frame-navigate']) {
    expect(navigate(name, 'https://evil.example/')).toBe(true);
    expect(navigate(name, 'app://studio/', false)).toBe(true);
    expect(navigate(name, 'app://studio/')).toBe(false);
  }
  expect(navigate('will-redirect', 'app://studio/')).toBe(true);
  expect(navigate('will-attach-webview', 'app://studio/')).toBe(true);
  for (const url of ['https://example.org/', 'http://example.org/', 'file:///bin/sh']) {
    expect(webContents.openWindow({ url } as never)).toEqual({ action: 'deny' });
  }
  expect(fake.external).toEqual(['https://example.org/']);
});

test('permissions, devices, screens and requests: refused but for the clipboard and the app itself', async () => {
  const { session } = (await start()).fake;
  const ask = (permission: 'media' | 'clipboard-read', requestingUrl: string): boolean => {
    let granted: boolean | undefined;
    const details: PermissionRequest = { isMainFrame: true, requestingUrl };
    session.request?.(null as never, permission, (is) => (granted = is), details);
    const checked: PermissionCheckHandlerHandlerDetails = { isMainFrame: true };
    expect(session.check?.(null, permission, requestingUrl, checked)).toBe(granted);
    return granted ?? true;
  };
  expect(ask('clipboard-read', 'app://studio/')).toBe(true);
  expect(ask('media', 'app://studio/')).toBe(false);
  expect(ask('clipboard-read', 'https://evil.example/')).toBe(false);
  expect(session.device?.({} as never)).toBe(false);
  const streams = vi.fn();
  session.display?.({} as never, streams);
  expect(streams).toHaveBeenCalledExactlyOnceWith(null);
  expect(session.beforeRequest?.('https://evil.example/')).toBe(true);
  expect(session.beforeRequest?.('app://studio/index.html')).toBe(false);
});

test('one channel for each method of the host, and no other', async () => {
  const { fake } = await start();
  expect([...fake.handlers.keys()].sort()).toEqual(Object.keys(HOST_METHODS).map(channelOf).sort());
});

test('the host refuses frames, other windows, other origins and frames that are gone', async () => {
  const { fake } = await start();
  const refused = { ok: false, error: { kind: 'user', code: 'host-bad-request' } };
  expect(await fake.invoke(INFO, [0, {}])).toMatchObject({ ok: true });
  const iframe = { url: 'app://studio/' };
  expect(await fake.invoke(INFO, [0, {}], { frame: iframe })).toMatchObject(refused);
  expect(await fake.invoke(INFO, [0, {}], { frame: null })).toMatchObject(refused);
  const stranger = new FakeContents(99);
  stranger.mainFrame.url = 'app://studio/';
  expect(await fake.invoke(INFO, [0, {}], { sender: stranger })).toMatchObject(refused);
  fake.window.webContents.mainFrame.url = 'https://evil.example/';
  expect(await fake.invoke(INFO, [0, {}])).toMatchObject(refused);
});

test.each<[string, readonly unknown[]]>([
  ['no arguments', []],
  ['one more argument', [0, {}, 'more']],
  ['no number', ['0', {}]],
  ['a negative number', [-1, {}]],
  ['extra fields', [0, { extra: true }]],
  ['no params', [0, undefined]],
])('the host refuses a call with %s', async (_what, args) => {
  const { fake } = await start();
  expect(await fake.invoke(INFO, args)).toMatchObject({
    ok: false,
    error: { kind: 'user', code: 'host-bad-request' },
  });
});

test('answers and progress come over IPC whole, bytes and maps too', async () => {
  const { fake } = await start();
  const client = createHostClient(transportOf(fake));
  const progress: unknown[] = [];
  const known = new Map([['a', 1]]);
  const params = { document: { name: 'x' }, parameters: {}, known };
  const answer = await client.call('engine.count', params, (each) => progress.push(each));
  expect(answer).toEqual({ ok: true, value: { bytes: new Uint8Array([1, 2, 3]), known } });
  expect(progress).toEqual([{ target: 'a', rows: 1 }]);
});

test('dialogs of the system give tokens of files, never paths', async () => {
  const { fake, folder } = await start();
  await writeFile(join(folder, 'a.csv'), 'x\n1\n');
  fake.fileAnswers.push([join(folder, 'a.csv')], [], [join(folder, 'new.sluice.json')]);
  const client = createHostClient(transportOf(fake));
  const picked = await client.call('files.pickOpen', { kinds: 'data', multiple: false });
  expect(picked).toMatchObject({ ok: true, value: [{ name: 'a.csv', size: 4 }] });
  const closed = await client.call('files.pickOpen', { kinds: 'data', multiple: true });
  expect(closed).toEqual({ ok: true, value: [] });
  const target = await client.call('files.pickSave', { kinds: 'pipeline', name: 'new' });
  expect(target).toMatchObject({ ok: true, value: { name: 'new.sluice.json', size: 0 } });
});

test('what is opened from outside waits until the page listens, in its order', async () => {
  const { fake, folder } = await start(
    async (_fake, folder) => {
      await writeFile(join(folder, 'a.sluice.json'), '{}');
      await writeFile(join(folder, 'b.sluice.json'), '{}');
    },
    { argv: ['/app/sluice', '--flag', 'a.sluice.json'] },
  );
  const event = cancellable();
  fake.app.emit('open-file', event, join(folder, 'b.sluice.json'));
  expect(event.defaultPrevented).toBe(true);
  expect(told(fake)).toEqual([]);
  await fake.invoke(INFO, [0, {}]);
  await vi.waitFor(() => expect(told(fake)).toHaveLength(2), wait);
  expect(told(fake)).toMatchObject([
    { event: 'document.open', entry: { name: 'a.sluice.json', writable: true } },
    { event: 'document.open', entry: { name: 'b.sluice.json', writable: true } },
  ]);
});

test('a second instance gives over what it was to open, and ends', async () => {
  const second = await start((fake) => void (fake.app.isFirst = false));
  expect(second.isRunning).toBe(false);
  expect(second.fake.app.calls).toEqual(['quit']);
  expect(second.fake.windows).toEqual([]);

  const { fake, folder } = await start();
  await fake.invoke(INFO, [0, {}]);
  await writeFile(join(folder, 'c.sluice.json'), '{}');
  fake.app.emit('second-instance', {}, ['/app/sluice', 'c.sluice.json'], folder);
  await vi.waitFor(() => expect(told(fake)).toHaveLength(1), wait);
  expect(fake.window.calls.slice(-2)).toEqual(['restore', 'focus']);
});

test('a link to a file asks first; one with a pipeline is offered by the studio', async () => {
  const { fake, folder } = await start();
  await fake.invoke(INFO, [0, {}]);
  await writeFile(join(folder, 'd.sluice.json'), '{}');
  const link = `sluice://open?file=${encodeURIComponent(join(folder, 'd.sluice.json'))}`;
  fake.answers = [1, 0];
  fake.app.emit('open-url', cancellable(), link);
  fake.app.emit('open-url', cancellable(), 'sluice://run?everything');
  fake.app.emit('open-url', cancellable(), 'sluice://open?pipeline=abc');
  await vi.waitFor(() => expect(fake.window.calls).toContain('load app://studio/#p=abc'), wait);
  expect(fake.asked).toHaveLength(1);
  expect(told(fake)).toEqual([]);
  fake.app.emit('open-url', cancellable(), link);
  await vi.waitFor(() => expect(told(fake)).toHaveLength(1), wait);
});

test('what cannot be opened does not stand in the way of what comes later', async () => {
  const { fake, troubles } = await start();
  fake.window.failures.push(new Error('ERR_ABORTED'));
  fake.app.emit('open-url', cancellable(), 'sluice://open?pipeline=first');
  fake.app.emit('open-url', cancellable(), 'sluice://open?pipeline=second');
  await vi.waitFor(() => expect(fake.window.calls).toContain('load app://studio/#p=second'), wait);
  expect(troubles).toEqual(['Nothing was opened.']);
});

test('a pipeline that is not there is said, not thrown', async () => {
  const { fake } = await start(() => undefined, { argv: ['x', '/nowhere/e.sluice.json'] });
  await vi.waitFor(() => expect(fake.asked).toHaveLength(1), wait);
  expect(fake.asked[0]).toMatchObject({
    message: 'The pipeline cannot be opened.',
    detail: expect.stringContaining('/nowhere/e.sluice.json') as string,
  });
});

test('the window comes back where it was; on a screen that is gone, in the middle of one that is there', async () => {
  const state = { bounds: { x: 2000, y: 100, width: 1000, height: 700 }, maximized: true };
  const saved = (screens: number) =>
    start(async (fake, folder) => {
      const screen = { y: 0, width: 1920, height: 1080 };
      fake.screens = [
        { x: 0, ...screen },
        { x: 1920, ...screen },
      ].slice(0, screens);
      await writeFile(join(folder, 'window.json'), JSON.stringify(state));
    });
  const both = (await saved(2)).fake.window;
  expect(both.options).toMatchObject(state.bounds);
  expect(both.maximized).toBe(true);
  const one = (await saved(1)).fake.window;
  expect(one.options).toMatchObject({ width: 1000, height: 700 });
  expect(one.options.x).toBeUndefined();

  const { fake, folder } = await saved(2);
  fake.window.emit('close');
  await vi.waitFor(async () => {
    expect(JSON.parse(await readFile(join(folder, 'window.json'), 'utf8'))).toEqual(state);
  }, wait);
});

test('a dead page is loaded again, its calls end; one that keeps dying asks', async () => {
  const { fake, troubles } = await start();
  const { webContents } = fake.window;
  await fake.invoke(INFO, [0, {}]);
  const die = (reason: string) =>
    webContents.emit('render-process-gone', {}, { reason, exitCode: 11 });
  die('crashed');
  expect(webContents.reloads).toBe(1);
  die('clean-exit');
  expect(webContents.reloads).toBe(1);
  expect(troubles).toEqual(['The page has died.']);
  // The page that comes back is another one, and may ask as the first did.
  expect(await fake.invoke(INFO, [0, {}])).toMatchObject({ ok: true });
  fake.answers = [1];
  for (let death = 0; death < 3; death++) die('oom');
  expect(webContents.reloads).toBe(3);
  await vi.waitFor(() => expect(fake.window.calls).toContain('destroy'), wait);
  expect(fake.asked).toHaveLength(1);
});

interface Item {
  readonly id?: string;
  readonly label?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly role?: string;
  readonly click?: () => void;
  readonly submenu?: readonly Item[];
}

const itemsOf = (menu: readonly Item[]): readonly Item[] =>
  menu.flatMap((item) => [item, ...itemsOf(item.submenu ?? [])]);

test.each(['linux', 'darwin'] as const)(
  'menus on %s are the commands of the studio',
  async (platform) => {
    const { fake } = await start(() => undefined, { platform });
    await fake.invoke(INFO, [0, {}]);
    const items = itemsOf(fake.menu as unknown as readonly Item[]);
    for (const entry of Object.values(MENU_COMMANDS)) {
      const { command, title } = entry;
      const keys = 'keys' in entry ? entry.keys : undefined;
      const item = items.find(({ id }) => id === command);
      expect(item?.label).toBe(title);
      expect(item?.accelerator).toBe(keys?.replace('Mod', 'CmdOrCtrl'));
      // The page alone decides about keys.
      expect(item?.registerAccelerator).toBe(keys === undefined ? undefined : false);
      item?.click?.();
    }
    expect(told(fake)).toEqual(
      Object.values(MENU_COMMANDS).map(({ command }) => ({ event: 'command', command })),
    );
    const roles = items.flatMap(({ role = [] }) => role);
    expect(roles.includes('appMenu')).toBe(platform === 'darwin');
    expect(roles).not.toContain('toggleDevTools');
  },
);

test.each([
  ['gnome_libsecret', 'linux', true],
  ['basic_text', 'linux', false],
  ['unknown', 'linux', false],
  ['basic_text', 'darwin', true],
] as const)('secrets with %s on %s: %s', async (backend, platform, kept) => {
  const { ports } = await start((fake) => void (fake.backend = backend), { platform });
  expect(ports?.cipher !== undefined).toBe(kept);
  if (ports?.cipher === undefined) return;
  const secret = await ports.cipher.encrypt('hunter2');
  expect(Buffer.from(secret).toString()).not.toContain('hunter2');
  expect(await ports.cipher.decrypt(secret)).toBe('hunter2');
});

test('the app ends when its host has', async () => {
  const { fake } = await start();
  fake.app.emit('window-all-closed');
  expect(fake.app.calls.at(-1)).toBe('quit');
  const before = fake.app.calls.length;
  const first = cancellable();
  fake.app.emit('will-quit', first);
  expect(first.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(fake.app.calls.length).toBe(before + 1), wait);
  const last = cancellable();
  fake.app.emit('will-quit', last);
  expect(last.defaultPrevented).toBe(false);
  expect(await fake.invoke(INFO, [0, {}])).toMatchObject({ error: { code: 'host-closed' } });
});
