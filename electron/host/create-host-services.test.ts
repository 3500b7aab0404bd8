import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Credential } from '../../engine/contract/credential.ts';
import { cancelledError, unwrap, userError } from '../../engine/contract/errors.ts';
import { CLUSTER_METHODS } from './api/cluster-methods.ts';
import { ENGINE_METHODS } from './api/engine-methods.ts';
import type { HostMethodName, HostParams, HostResult } from './api/host-api.ts';
import { createHostClient } from './api/host-client.ts';
import { createHostServices, type HostServiceOptions, mountHost } from './create-host-services.ts';
import { type Cipher, encryptedVault, sessionVault } from './credentials/vault.ts';
import type { HostServices } from './host-services.ts';

/** The services as they are used: through the checked client, mounted in the page. */

let root: string;
let workspace: string;
let close: (() => Promise<void>)[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'host-services-')));
  workspace = join(root, 'workspace');
  await mkdir(join(workspace, 'elsewhere'), { recursive: true });
  await writeFile(join(workspace, 'a.sluice.json'), '{}');
  await writeFile(join(workspace, 'elsewhere/b.sluice.json'), '{}');
  close = [];
});
afterEach(async () => {
  for (const end of close) await end();
  await rm(root, { recursive: true, force: true });
});

const SALES: Credential = {
  kind: 'postgres',
  host: 'db.example',
  port: 5432,
  database: 'sales',
  user: 'analyst',
  password: 'hunter2hunter2',
  tls: 'require',
};

const refuse = () => {
  throw userError('nothing-to-run', 'There is no engine in this test.');
};
const none = (methods: object) => ({
  handlers: Object.fromEntries(Object.keys(methods).map((name) => [name, refuse])) as never,
});
const noParts = { engine: none(ENGINE_METHODS), clusters: none(CLUSTER_METHODS) };

interface Opened extends HostServices {
  readonly call: <M extends HostMethodName>(
    name: M,
    params: HostParams<M>,
  ) => Promise<HostResult<M>>;
  readonly end: () => Promise<void>;
}

const optionsOf = (options: Partial<HostServiceOptions>): HostServiceOptions => ({
  kind: 'serve',
  release: '1.0.0',
  workspace,
  directories: { config: join(root, 'config'), log: join(root, 'log') },
  env: {},
  vault: () => Promise.resolve(sessionVault()),
  testCredential: (_name, { host, password }) => {
    if (host === 'wrong') throw new Error(`password ${password} was refused`);
    return Promise.resolve(`PostgreSQL at ${host}`);
  },
  ...options,
});

async function open(options: Partial<HostServiceOptions> = {}): Promise<Opened> {
  const services = await createHostServices(optionsOf(options));
  const host = mountHost(services, noParts);
  close.push(host.close);
  const client = createHostClient({
    call: (name, params, onProgress) =>
      host.call({ id: 'tab', tell: () => undefined }, name, params, onProgress),
    onEvent: () => undefined,
    onClosed: () => undefined,
  });
  return {
    ...services,
    call: async (name, params) => unwrap(await client.call(name, params)),
    end: host.close,
  };
}

/** Everything that was written for a person, and to the log. */
async function allKept(): Promise<string> {
  const texts: string[] = [];
  for (const folder of ['config', 'log']) {
    const options = { recursive: true, withFileTypes: true } as const;
    for (const entry of await readdir(join(root, folder), options).catch(() => [])) {
      if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), 'utf8'));
    }
  }
  return texts.join('\n');
}

test('what the host says of itself', async () => {
  const { call } = await open();
  expect(await call('host.info', {})).toMatchObject({
    version: 1,
    kind: 'serve',
    workspace: { kind: 'folder', name: 'workspace', location: workspace },
    features: { dialogs: false, credentials: 'session', updates: false },
  });
  await rm(workspace, { recursive: true });
  const info = await call('host.info', {});
  expect(info.workspace).toBeUndefined();
  await expect(createHostServices({ workspace: join(root, 'no') } as never)).rejects.toMatchObject({
    error: { code: 'folder-gone' },
  });
});

test('runs that end with the host are kept as they ended', async () => {
  const services = await createHostServices(optionsOf({}));
  const run = await services.jobs.start({ name: 'a run' });
  const host = mountHost(services, {
    ...noParts,
    engine: {
      ...noParts.engine,
      close: async () => {
        services.log.info('the engine ends');
        await run.fail(cancelledError().error);
      },
    },
  });
  await host.close();
  expect(await allKept()).toContain('the engine ends');
  expect(await (await open()).call('jobs.list', {})).toMatchObject([
    { name: 'a run', state: 'cancelled' },
  ]);
});

describe('recent documents', () => {
  const fileIn = async ({ call }: Opened, name: string): Promise<string> => {
    const { entries } = await call('files.list', {});
    return entries.find((entry) => entry.name === name)?.token ?? '';
  };

  test('last opened first, kept over a restart, gone ones without a file', async () => {
    const host = await open();
    await host.call('recents.add', { file: await fileIn(host, 'a.sluice.json') });
    const folder = await fileIn(host, 'elsewhere');
    const { entries } = await host.call('files.list', { folder });
    await host.call('recents.add', { file: entries[0]?.token ?? '' });
    await host.call('recents.add', { file: await fileIn(host, 'a.sluice.json') });
    await rm(join(workspace, 'elsewhere'), { recursive: true });
    const next = await open();
    const recents = await next.call('recents.list', {});
    expect(recents.map(({ location, entry }) => [location, entry?.size])).toEqual([
      ['a.sluice.json', 2],
      ['elsewhere/b.sluice.json', undefined],
    ]);
    await next.call('recents.remove', { id: recents[0]?.id ?? '' });
    expect(await next.call('recents.list', {})).toHaveLength(1);
  });

  test('outside of the workspace only where a person had picked them by a dialog', async () => {
    const picked = join(root, 'picked.sluice.json');
    await writeFile(picked, '{}');
    await writeFile(join(root, 'data.csv'), 'a');
    const dialogs = {
      open: () => Promise.resolve([picked]),
      save: () => Promise.resolve(undefined),
      reveal: () => undefined,
    };
    const desktop = await open({ kind: 'desktop', dialogs });
    const [entry] = await desktop.call('files.pickOpen', { kinds: 'pipeline', multiple: false });
    await desktop.call('recents.add', { file: entry?.token ?? '' });

    const serve = await open();
    const [there] = await serve.call('recents.list', {});
    expect([there?.location, there?.entry]).toEqual([picked, undefined]);

    const again = await open({ kind: 'desktop', dialogs });
    const [recent] = await again.call('recents.list', {});
    const data = { pattern: join(root, 'data.csv') };
    // That it is listed gives away nothing that lies beside it.
    await expect(again.call('files.find', data)).rejects.toMatchObject({
      error: { code: 'outside-workspace' },
    });
    const file = recent?.entry?.token ?? '';
    expect((await again.call('files.readText', { file })).text).toBe('{}');
    expect(await again.call('files.find', { ...data, base: file })).toHaveLength(1);
  });
});

test('files of data that were picked are known after a restart, but not under serve', async () => {
  const picked = join(root, 'picked.csv');
  await writeFile(picked, 'a');
  const dialogs = {
    open: () => Promise.resolve([picked]),
    save: () => Promise.resolve(undefined),
    reveal: () => undefined,
  };
  const first = await open({ kind: 'desktop', dialogs });
  await first.call('files.pickOpen', { kinds: 'data', multiple: true });
  const again = await open({ kind: 'desktop', dialogs });
  expect(await again.call('files.find', { pattern: picked })).toHaveLength(1);
  await expect((await open()).call('files.find', { pattern: picked })).rejects.toMatchObject({
    error: { code: 'outside-workspace' },
  });
});

describe('credentials', () => {
  test('are put, listed, used, tested and removed without being seen', async () => {
    const { call, credentials, end } = await open();
    const summary = {
      name: 'warehouse',
      kind: 'postgres',
      description: 'analyst@db.example:5432/sales',
      kept: 'session',
    };
    expect(await call('credentials.put', { name: 'warehouse', credential: SALES })).toEqual(
      summary,
    );
    expect(await call('credentials.list', {})).toEqual([summary]);
    expect(await call('credentials.test', { name: 'warehouse' })).toEqual({
      server: 'PostgreSQL at db.example',
    });
    const wrong = { ...SALES, host: 'wrong' };
    await call('credentials.put', { name: 'wrong', credential: wrong });
    const refused = await call('credentials.test', { name: 'wrong' }).catch(
      (thrown: Error) => thrown,
    );
    expect(refused).toMatchObject({ message: 'password [secret] was refused' });
    await call('credentials.grant', { name: 'warehouse', documentId: 'd1' });
    const source = credentials.forDocument({ documentId: 'd1' });
    expect(await source.resolve('warehouse')).toEqual(SALES);
    await call('credentials.remove', { name: 'warehouse' });
    await expect(source.resolve('warehouse')).rejects.toMatchObject({
      error: { kind: 'user', code: 'credential-missing' },
    });
    expect((await call('log.tail', { lines: 100 })).join()).toContain('was refused');
    await end();
    const kept = await allKept();
    expect(kept).toContain('[secret] was refused');
    expect(kept).not.toContain('hunter2');
    // A session is forgotten with all that it knew.
    expect(await (await open()).call('credentials.list', {})).toEqual([]);
  });

  test('a document that was not given one does not get it, and is asked about once', async () => {
    const { call, credentials } = await open();
    await call('credentials.put', { name: 'warehouse', credential: SALES });
    const { entries } = await call('files.list', {});
    const file = entries.find(({ name }) => name === 'a.sluice.json')?.token ?? '';
    const source = credentials.forDocument({ file, documentId: 'd1' });
    await expect(source.resolve('warehouse')).rejects.toMatchObject({
      error: { kind: 'user', code: 'credential-not-granted', detail: 'warehouse' },
    });
    await expect(source.resolve('no-such')).rejects.toMatchObject({
      error: { code: 'credential-missing' },
    });
    await call('credentials.grant', { name: 'warehouse', file });
    expect(await source.resolve('warehouse')).toEqual(SALES);
    for (const other of [{ documentId: 'd1' }, { documentId: `file:${workspace}` }, {}]) {
      await expect(credentials.forDocument(other).resolve('warehouse')).rejects.toMatchObject({
        error: { code: 'credential-not-granted' },
      });
    }
    await expect(
      call('credentials.grant', { name: 'no-such', documentId: 'd1' }),
    ).rejects.toMatchObject({ error: { code: 'credential-missing' } });
    // One of the same name that is made later is another one.
    await call('credentials.remove', { name: 'warehouse' });
    await call('credentials.put', { name: 'warehouse', credential: SALES });
    await expect(source.resolve('warehouse')).rejects.toMatchObject({
      error: { code: 'credential-not-granted' },
    });
  });

  test('those of the environment come first and cannot be changed', async () => {
    const env = {
      SLUICE_CREDENTIAL_MY_WAREHOUSE: 'postgres://env:hunter2hunter2@env.example/sales',
      SLUICE_CREDENTIAL_BROKEN: 'postgres://env:hunter2hunter2',
    };
    const { call, credentials, end } = await open({ env });
    expect(await call('credentials.list', {})).toEqual([
      {
        name: 'broken',
        kind: 'invalid',
        description: expect.stringContaining('SLUICE_CREDENTIAL_BROKEN is no credential'),
        kept: 'environment',
      },
      {
        name: 'my_warehouse',
        kind: 'postgres',
        description: 'env@env.example:5432/sales',
        kept: 'environment',
      },
    ]);
    for (const name of ['my-warehouse', 'my_warehouse']) {
      await expect(call('credentials.put', { name, credential: SALES })).rejects.toMatchObject({
        error: { code: 'credential-in-environment' },
      });
      await call('credentials.grant', { name, documentId: 'd1' });
      const source = credentials.forDocument({ documentId: 'd1' });
      expect(await source.resolve(name)).toMatchObject({ user: 'env' });
    }
    await expect(call('credentials.test', { name: 'broken' })).rejects.toMatchObject({
      error: { code: 'credential-invalid' },
    });
    await end();
    expect(await allKept()).not.toContain('hunter2');
  });

  test('encrypted ones outlive a restart, and only their cipher stands in a file', async () => {
    // Nothing that protects, only something that is not the text: the real one is the system's.
    const turn = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x5a);
    const cipher: Cipher = {
      encrypt: (text) => Promise.resolve(turn(new TextEncoder().encode(text))),
      decrypt: (bytes) => Promise.resolve(new TextDecoder().decode(turn(Uint8Array.from(bytes)))),
    };
    const vault: HostServiceOptions['vault'] = (log, { config }) =>
      Promise.resolve(encryptedVault(config, cipher, log));
    const first = await open({ vault });
    await first.call('credentials.put', { name: 'warehouse', credential: SALES });
    await first.call('credentials.grant', { name: 'warehouse', documentId: 'd1' });
    await first.end();
    const { call, credentials } = await open({ vault });
    expect(await call('credentials.list', {})).toMatchObject([{ kept: 'encrypted' }]);
    expect(await credentials.forDocument({ documentId: 'd1' }).resolve('warehouse')).toEqual(SALES);
    expect(await allKept()).not.toMatch(/hunter2/);
    await call('credentials.remove', { name: 'warehouse' });
    expect(JSON.parse(await readFile(join(root, 'config/secrets.json'), 'utf8')).value).toEqual({});
  });

  test('a keyring that is locked', async () => {
    const locked = () => Promise.reject(new Error('locked'));
    const secrets = { get: locked, put: locked, remove: locked };
    const { call } = await open({ vault: () => Promise.resolve({ kept: 'keyring', secrets }) });
    await expect(
      call('credentials.put', { name: 'warehouse', credential: SALES }),
    ).rejects.toMatchObject({ error: { kind: 'operational', code: 'credentials-locked' } });
    expect(await call('credentials.list', {})).toEqual([]);
  });
});
