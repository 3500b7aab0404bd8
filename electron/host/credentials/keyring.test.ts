/** Credentials in a real keyring. A file of its own: the bus is of the whole process. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Credential } from '../../../engine/contract/credential.ts';
import { createNodeCredentials } from '../../../engine/runtime/node-credentials.ts';
import {
  hasSecretService,
  startSecretService,
} from '../../../engine/runtime/testing/secret-service.ts';
import { openClusterHost } from '../../../engine/cli/cluster/open-cluster.ts';
import { createHostServices } from '../create-host-services.ts';

const WAREHOUSE: Credential = {
  kind: 'postgres',
  host: 'db.example',
  port: 5432,
  database: 'sales',
  user: 'analyst',
  password: 'hunter2 "ü"',
  tls: 'verify',
};

const filesIn = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (
    await Promise.all(files.map((f) => readFile(join(f.parentPath, f.name), 'latin1')))
  ).join();
};

test('the keyring keeps what was added in the studio over a restart of the host, for the command line too, in no file that can be read', async (context) => {
  if (!(await hasSecretService()))
    return context.skip('dbus-daemon and gnome-keyring are not here');
  const service = await startSecretService();
  onTestFinished(service.stop);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-keyring-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const open = async () => {
    const services = await createHostServices({
      kind: 'serve',
      release: '1.0.0',
      env: {},
      directories: { config: join(folder, 'config'), log: join(folder, 'log') },
    });
    onTestFinished(() => services.machine.close?.());
    const { handlers } = services.machine;
    const caller = { id: 'tab', tell: () => undefined };
    return { ...services, handlers, context: { caller, onProgress: () => undefined as never } };
  };
  const first = await open();
  const put = { name: 'warehouse', credential: WAREHOUSE };
  expect(await first.handlers['credentials.put'](put, first.context)).toMatchObject({
    kept: 'keyring',
  });
  const second = await open();
  expect(await second.handlers['credentials.list']({}, second.context)).toMatchObject([
    { name: 'warehouse', kept: 'keyring' },
  ]);
  await second.handlers['credentials.grant'](
    { name: 'warehouse', documentId: 'd1' },
    second.context,
  );
  const source = second.credentials.forDocument({ documentId: 'd1' });
  expect(await source.resolve('warehouse')).toEqual(WAREHOUSE);
  // As `sluice run` finds it.
  expect(await createNodeCredentials({ env: {} }).resolve('warehouse')).toEqual(WAREHOUSE);
  expect(await first.clusters.tokens.put('farm', 'hunter2-token')).toBe('keyring');
  const cli = openClusterHost({ directory: folder, env: {}, onWarning: () => undefined });
  expect(await second.clusters.tokens.keptIn('farm')).toBe('keyring');
  expect(await cli.tokens.get('farm')).toBe('hunter2-token');
  expect(await filesIn(folder)).not.toContain('hunter2');
  expect(await filesIn(service.home)).not.toContain('hunter2');
  await second.handlers['credentials.remove']({ name: 'warehouse' }, second.context);
  await expect(createNodeCredentials({ env: {} }).resolve('warehouse')).rejects.toMatchObject({
    error: { code: 'credential-missing' },
  });
});
