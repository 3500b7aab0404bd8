/** Connections and jobs on the command line; what asks a cluster is in e2e/cluster. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PushJob, PushState } from '../contract/push-job.ts';
import { jobIn } from '../remote/jobs/testing/example-job.ts';
import { sessionVault } from '../../electron/host/credentials/vault.ts';
import { createMemorySecrets } from '../runtime/secret-store.ts';
import { openClusterHost } from './cluster/open-cluster.ts';
import { runInProcess } from './testing/run-in-process.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-cluster-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (env: Readonly<Record<string, string>> = {}) =>
  openClusterHost({ directory, env, onWarning: () => undefined });
const sluice = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runInProcess(args, { cwd: '/work', openCluster: () => Promise.resolve(open(env)) });

test('connections are added, listed and removed, and hold no token', async () => {
  const address = 'sc://spark.example:443/;user_id=me';
  const added = await sluice([
    ...['connections', 'add', 'farm', address, '--cores', '64', '--ca-file', 'ca.pem'],
    ...['--share', 'data=s3a://data', '--output', 's3a://results', '--submit', 'yarn'],
  ]);
  expect(added.stdout).toBe(
    `farm: sc://spark.example:443, TLS, as me, in ${join(directory, 'connections.json')}\n`,
  );
  const kept = await open().connections.get('farm');
  expect(kept).toMatchObject({
    caFile: '/work/ca.pem',
    shared: { '/work/data': 's3a://data' },
    defaultSink: 's3a://results',
    submit: { master: 'yarn', deployMode: 'client' },
  });
  const env = { SLUICE_CONNECTION_LAB: 'sc://[::1]:15002' };
  expect((await sluice(['connections', 'ls'], env)).stdout).toBe(
    'farm  sc://spark.example:443, TLS, as me\nlab   sc://[::1]:15002  from the environment\n'.replace(
      'lab   sc://[::1]:15002  ',
      `lab   ${'sc://[::1]:15002'.padEnd('sc://spark.example:443, TLS, as me'.length)}  `,
    ),
  );
  expect((await sluice(['connections', 'rm', 'farm'])).code).toBe(0);
  expect((await sluice(['connections', 'ls'])).stderr).toContain('There are none.');
});

test('a token is taken from the environment, and from nowhere that others see', async () => {
  const withToken = 'sc://spark.example/;token=hunter22';
  for (const args of [
    ['connections', 'add', 'farm', withToken],
    ['push', 'a.json', '--to', withToken],
  ]) {
    const { code, stderr } = await sluice(args);
    expect([code, stderr.includes('connection-token-visible')]).toEqual([1, true]);
    expect(stderr).not.toContain('hunter22');
  }
  await sluice(['connections', 'add', 'my-farm', 'sc://spark.example']);
  const host = open({ SLUICE_TOKEN_MY_FARM: 'hunter22' });
  expect(await host.find('my-farm')).toMatchObject({ name: 'my-farm', token: 'hunter22' });
  expect(await readFile(join(directory, 'connections.json'), 'utf8')).not.toContain('hunter22');
});

test('a token is kept in the keyring, is shown by nothing, and goes with its connection', async () => {
  const secrets = createMemorySecrets();
  const withKeyring = (args: readonly string[], stdin = '') =>
    runInProcess(args, {
      stdin,
      openCluster: () =>
        Promise.resolve(
          openClusterHost({
            directory,
            env: {},
            vault: () => Promise.resolve({ kept: 'keyring', secrets }),
            onWarning: () => undefined,
          }),
        ),
    });
  const token = (stdin: string, ...args: string[]) =>
    withKeyring(['connections', 'token', 'farm', ...args], stdin);
  expect((await token('hunter22')).stderr).toContain('connection-missing');
  await withKeyring(['connections', 'add', 'farm', 'sc://spark.example']);
  expect(await token('hunter22\n')).toEqual({
    code: 0,
    stdout: 'farm: its token is kept in the keyring\n',
    stderr: '',
  });
  expect(await secrets.get('token:farm')).toBe('hunter22');
  for (const wrong of ['', 'two words', 'ü']) {
    const refused = await token(wrong);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('token-invalid') });
  }
  await token('', '--remove');
  expect(await secrets.get('token:farm')).toBeUndefined();
  await token('hunter22');
  await withKeyring(['connections', 'rm', 'farm']);
  expect(await secrets.get('token:farm')).toBeUndefined();
});

test('where there is no keyring, nothing is asked for and nothing kept', async () => {
  await sluice(['connections', 'add', 'farm', 'sc://spark.example']);
  const openCluster = () =>
    Promise.resolve(
      openClusterHost({
        directory,
        env: {},
        vault: () => Promise.resolve(sessionVault()),
        onWarning: () => undefined,
      }),
    );
  const { code, stderr } = await runInProcess(['connections', 'token', 'farm'], { openCluster });
  expect([code, stderr.includes('SLUICE_TOKEN_FARM')]).toEqual([1, true]);
});

/** No process of this computer has the number. */
const NOBODY = 2 ** 30;

const kept = async (state: PushState, change: Partial<PushJob> = {}): Promise<PushJob> => {
  const id = `${crypto.randomUUID()}`;
  const job = { ...jobIn(state), id, process: NOBODY, ...change };
  await open().jobs.pushes.save(job);
  return job;
};

test('jobs are listed and shown; one whose client has ended is unattended', async () => {
  const running = await kept('running', { process: process.ppid });
  const left = await kept('fetching', { timeline: [{ state: 'translated', at: 5 }] });
  const { stdout } = await sluice(['jobs', 'ls']);
  expect(stdout).toMatch(new RegExp(`^${running.id.slice(0, 8)}  running  `, 'm'));
  expect(stdout).toMatch(new RegExp(`^${left.id.slice(0, 8)}  fetching, unattended  `, 'm'));
  const shown = await sluice(['jobs', 'show', left.id.slice(0, 13), '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({ id: left.id, attended: false, ended: false });
  const text = (await sluice(['jobs', 'show', left.id])).stdout;
  expect(text).toContain('out: out/late.parquet on this computer, not there yet');
  expect((await sluice(['jobs', 'show', 'zz'])).stderr).toContain('job-missing');
});

test('what has ended is told so, what somebody attends to is left to them', async () => {
  const error = { code: 'bad-cast', message: '"x" is no number.', node: 's17' };
  const failed = await kept('failed', { error });
  const told = await sluice(['jobs', 'fetch', failed.id]);
  expect(told.code).toBe(1);
  expect(told.stdout).toContain('bad-cast: "x" is no number. (step s17)');
  expect((await sluice(['jobs', 'cancel', failed.id])).stderr).toContain('job-ended');
  const running = await kept('running', { process: process.ppid });
  expect((await sluice(['jobs', 'fetch', running.id])).stderr).toContain('job-attended');
  expect((await sluice(['jobs', 'rm', running.id])).stderr).toContain('job-running');
  expect((await sluice(['jobs', 'rm', failed.id])).code).toBe(0);
  expect((await open().jobs.list()).map(({ id }) => id)).toEqual([running.id]);
});

test('a batch that nobody attended to is lost, and never handed in again', async () => {
  const batch = await kept('running', { via: 'batch' });
  const { code, stderr } = await sluice(['jobs', 'fetch', batch.id]);
  expect([code, stderr.includes('batch-lost')]).toEqual([1, true]);
  expect((await open().jobs.pushes.read(batch.id))?.state).toBe('lost');
});
