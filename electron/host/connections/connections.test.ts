import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sparkConnection } from '../../../engine/contract/spark-connection.ts';
import { createConnections } from './connections.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-connections-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const LAB = sparkConnection.parse({
  kind: 'spark-connect',
  host: '127.0.0.1',
  tls: 'off',
  shared: { '/data': 'file:///data' },
});

test('connections are kept for their owner, those of the environment come first', async () => {
  const store = createConnections({ directory: join(directory, 'new'), env: {} });
  expect(await store.list()).toEqual([]);
  await store.put('lab', LAB);
  await store.put('farm', { ...LAB, port: 443, tls: 'verify' });
  expect((await stat(store.path)).mode & 0o777).toBe(0o600);
  const again = createConnections({
    directory: join(directory, 'new'),
    env: { SLUICE_CONNECTION_LAB: 'sc://10.0.0.9:1/;token=hunter22' },
  });
  expect(await again.list()).toEqual([
    { name: 'farm', connection: { ...LAB, port: 443, tls: 'verify' }, kept: 'file' },
    { name: 'lab', connection: expect.objectContaining({ host: '10.0.0.9' }), kept: 'environment' },
  ]);
  expect(JSON.stringify(await again.list())).not.toContain('hunter22');
  await expect(again.remove('lab')).rejects.toMatchObject({
    error: { code: 'connection-in-environment' },
  });
  await store.remove('farm');
  expect(await store.get('lab')).toEqual(LAB);
  await expect(store.get('farm')).rejects.toMatchObject({
    error: { code: 'connection-missing', hint: expect.stringContaining('There are: lab.') },
  });
});

test('a file with a mistake is said with its place, and stays as it is', async () => {
  const store = createConnections({ directory, env: {} });
  const texts: [string, RegExp][] = [
    ['{"version": 1, "connections": {', /no JSON/],
    [
      '{"version": 1, "connections": {"lab": {"kind": "spark-connect", "host": "a", "tls": "on"}}}',
      /connections\.lab\.tls/,
    ],
    ['{"version": 2, "connections": {}}', /version/],
  ];
  for (const [text, message] of texts) {
    await writeFile(store.path, text);
    for (const attempt of [store.list, () => store.get('lab'), () => store.put('x', LAB)]) {
      await expect(attempt()).rejects.toMatchObject({
        error: { code: 'connections-invalid', message: expect.stringMatching(message) },
      });
    }
    expect(await readFile(store.path, 'utf8')).toBe(text);
  }
});
