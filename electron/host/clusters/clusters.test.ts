/** Clusters and pushes as a page asks a real host; what asks a cluster is in e2e/cluster. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { unwrap } from '../../../engine/contract/errors.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { jobIn } from '../../../engine/remote/jobs/testing/example-job.ts';
import type { Host, HostMethodName, HostParams } from '../api/host-api.ts';
import { createHostServices, mountHost } from '../create-host-services.ts';
import { sessionVault } from '../credentials/vault.ts';
import { createEnginePart } from '../engine/engine-part.ts';
import { createHostEngines } from '../engine/host-engines.ts';
import { createClusterPart } from './cluster-part.ts';
import type { ClusterHost } from './cluster-host.ts';
import { keepRequest } from './kept-request.ts';

const PROGRAMS = new URL('../../../dist/node/', import.meta.url);
const TOKEN = 'hunter22-"ü"'.replace(/[^!-~]/g, 'x');

let root: string;
let workspace: string;
let host: Host;
let clusters: ClusterHost;
const told: string[] = [];

async function open(env: Readonly<Record<string, string>> = {}): Promise<void> {
  const services = await createHostServices({
    kind: 'serve',
    release: '1.0.0',
    workspace,
    directories: { config: join(root, 'config'), log: join(root, 'log') },
    env,
    vault: () => Promise.resolve(sessionVault()),
  });
  const engines = createHostEngines(services, { workers: 1, programs: PROGRAMS });
  ({ clusters } = services);
  host = mountHost(services, {
    engine: createEnginePart(services, engines),
    clusters: createClusterPart(services, engines),
  });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-clusters-'));
  workspace = join(root, 'work');
  await mkdir(workspace);
  await open();
});
afterEach(async () => {
  await host.close();
  await rm(root, { recursive: true, force: true });
});

const caller = { id: 'tab', tell: (event: unknown) => void told.push(JSON.stringify(event)) };
async function ask<M extends HostMethodName>(name: M, params: HostParams<M>) {
  const answer = await host.call(caller, name, params, () => undefined);
  told.push(JSON.stringify(answer));
  return answer;
}
const give = async <M extends HostMethodName>(name: M, params: HostParams<M>) =>
  unwrap(await ask(name, params));

const FARM = { kind: 'spark-connect', host: 'spark.example', port: 443, tls: 'verify' } as const;
const refused = (code: string) => ({ ok: false, error: { code } });

const filesIn = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (
    await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))
  ).join('\n');
};

test('a token stays with the server that it was given for, and stands nowhere', async () => {
  const put = (change: object, token?: string | null) =>
    give('clusters.put', {
      name: 'farm',
      connection: { ...FARM, ...change },
      ...(token === undefined ? {} : { token }),
    });
  expect(await put({}, TOKEN)).toMatchObject({ token: 'session', kept: 'file' });
  expect(await put({ cores: 8, defaultSink: 's3a://results' })).toMatchObject({ token: 'session' });
  expect(await clusters.tokens.get('farm')).toBe(TOKEN);
  for (const other of [{ host: 'evil.example' }, { port: 444 }, { tls: 'off' }, { caFile: '/x' }]) {
    await put({}, TOKEN);
    expect(await put(other)).toMatchObject({ token: 'none' });
    await put({});
  }
  await put({}, TOKEN);
  expect(await put({}, null)).toMatchObject({ token: 'none' });
  await put({}, TOKEN);
  await give('clusters.remove', { name: 'farm' });
  await put({});
  expect(await give('clusters.list', {})).toMatchObject([{ name: 'farm', token: 'none' }]);
  const plain = { connection: { ...FARM, tls: 'off' as const }, token: TOKEN };
  expect(await ask('clusters.test', plain)).toMatchObject(refused('spark-token-unprotected'));
  expect(await ask('clusters.put', { ...plain, name: 'x', token: 'two words' })).toMatchObject(
    refused('host-bad-request'),
  );
  expect(told.join('\n')).not.toContain(TOKEN);
  expect(await filesIn(root)).not.toContain(TOKEN);
});

test('what comes from the environment is not changed, and its token goes to no other server', async () => {
  await host.close();
  await open({
    SLUICE_CONNECTION_LAB: 'sc://127.0.0.1:15002',
    SLUICE_TOKEN_LAB: TOKEN,
    SLUICE_TOKEN_FARM: TOKEN,
  });
  expect(await give('clusters.list', {})).toMatchObject([
    { name: 'lab', kept: 'environment', token: 'environment' },
  ]);
  expect(await ask('clusters.put', { name: 'lab', connection: FARM })).toMatchObject(
    refused('connection-in-environment'),
  );
  expect(await ask('clusters.put', { name: 'farm', connection: FARM })).toMatchObject(
    refused('connection-by-hand'),
  );
  await clusters.connections.put('farm', { ...FARM, shared: {} });
  expect(
    await give('clusters.put', { name: 'farm', connection: { ...FARM, cores: 4 } }),
  ).toMatchObject({ token: 'environment', connection: { cores: 4 } });
  expect(
    await ask('clusters.put', { name: 'farm', connection: FARM, token: 'other' }),
  ).toMatchObject(refused('token-in-environment'));
});

test('a page chooses no program to start, and shares no folder that it may not use', async () => {
  const put = (change: object) =>
    ask('clusters.put', { name: 'farm', connection: { ...FARM, ...change } });
  const submit = { master: 'yarn', deployMode: 'client' as const, conf: {} };
  expect(await put({ submit })).toMatchObject(refused('connection-by-hand'));
  for (const uri of ['file:///', `file://${root}`, 'FILE:/etc', `file://${workspace}/../x`]) {
    expect(await put({ shared: { [workspace]: uri } })).toMatchObject(
      refused('connection-by-hand'),
    );
    expect(await put({ defaultSink: uri })).toMatchObject(refused('connection-by-hand'));
  }
  expect(await put({ shared: { [workspace]: `file://${workspace}` } })).toMatchObject({ ok: true });
  const byHand = { ...FARM, submit, shared: { '/mnt': 'file:///mnt' } };
  await clusters.connections.put('farm', byHand);
  expect(await put({ shared: byHand.shared, cores: 2 })).toMatchObject({ ok: true });
  expect(await clusters.connections.get('farm')).toEqual({ ...byHand, cores: 2 });
});

test('of a push that is refused before there is a job nothing is kept', async () => {
  const connection = { ...FARM, tls: 'off' as const };
  await give('clusters.put', { name: 'farm', connection, token: TOKEN });
  const push = {
    document: { format: 'sluice/1', name: 'p', parameters: {}, nodes: {} },
    parameters: { secret: 'hunter33' },
    cluster: 'farm',
  };
  expect(await ask('push.start', push)).toMatchObject(refused('spark-token-unprotected'));
  expect(await readdir(join(root, 'config', 'pushes'))).toEqual([]);
  expect(await filesIn(root)).not.toContain('hunter33');
});

/** Of a client that has ended. */
async function keptJob(change: Partial<PushJob>, directory = workspace): Promise<PushJob> {
  const job = { ...jobIn('running'), id: randomUUID(), process: 2 ** 30, ...change };
  await clusters.jobs.pushes.save(job);
  const text = JSON.stringify({ format: 'sluice/1', name: 'late', parameters: {}, nodes: {} });
  await keepRequest(clusters, job.id, { name: 'late.json', directory, text, parameters: {} });
  return job;
}

test('jobs of the command line are seen; their files are theirs', async () => {
  const job = await keptJob({ connection: 'lab', location: join(root, 'late.json') }, root);
  expect(await give('jobs.list', {})).toMatchObject([{ id: job.id, attended: false }]);
  // A page that could fetch it would write where it may not.
  expect(await ask('jobs.fetch', { id: job.id })).toMatchObject(refused('outside-workspace'));
  expect(await clusters.jobs.pushes.read(job.id)).toMatchObject({ state: 'running', process: 0 });
  expect(await give('jobs.list', {})).toMatchObject([{ id: job.id, attended: false }]);
  expect(await ask('jobs.fetch', { id: job.id })).toMatchObject(refused('outside-workspace'));
  expect(await ask('jobs.retry', { id: job.id })).toMatchObject(refused('job-running'));
  expect(await ask('jobs.fetch', { id: randomUUID() })).toMatchObject(refused('job-missing'));
  expect(await give('jobs.log', { id: job.id })).toEqual([]);
});

test('a batch is not handed in again, and its log is what spark-submit said, without secrets', async () => {
  await give('clusters.put', { name: 'farm', connection: FARM, token: TOKEN });
  const batch = await keptJob({ via: 'batch' });
  const folder = await clusters.folderOf(batch.id);
  await writeFile(join(folder, 'driver.log'), `one\ntwo ${TOKEN}\n`);
  expect(await give('jobs.log', { id: batch.id })).toEqual(['one', 'two [secret]']);
  await give('jobs.fetch', { id: batch.id });
  expect(await give('jobs.list', {})).toMatchObject([{ state: 'lost' }]);
  expect(await ask('jobs.fetch', { id: batch.id })).toMatchObject(refused('job-ended'));
  expect(await ask('jobs.retry', { id: batch.id })).toMatchObject(refused('job-not-retried'));
});

test('a comparison reads what a page may read, tells what it does, and ends when it is told to', async () => {
  // Takes connections, and never answers.
  const silent = createServer((socket) => socket.on('error', () => undefined));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const near = { kind: 'spark-connect', host: '127.0.0.1', port, tls: 'off' } as const;
  await give('clusters.put', { name: 'near', connection: near });
  await writeFile(join(workspace, 'orders.csv'), 'id,city\n1,Oslo\n');
  await writeFile(join(root, 'secret.csv'), 'id,city\n1,Oslo\n');
  const stages: unknown[] = [];
  const compare = (path: string, onStage: (stage: unknown) => void = () => undefined) =>
    host.call(
      caller,
      'push.compare',
      {
        cluster: 'near',
        rows: 10,
        parameters: {},
        document: {
          format: 'sluice/1',
          name: 'compared',
          parameters: {},
          nodes: {
            orders: { type: 'input.csv', params: { path } },
            out: {
              type: 'output.file',
              inputs: { input: 'orders' },
              params: { path: 'out.csv', format: 'csv' },
            },
          },
        },
      },
      onStage,
    );
  expect(await compare('../secret.csv')).toMatchObject(refused('outside-workspace'));
  const stopped = await compare('orders.csv', (stage) => {
    stages.push(stage);
    if (stages.length === 3) void ask('push.stopCompare', {});
  });
  expect(stopped).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  expect(stages).toEqual([{ stage: 'sample' }, { stage: 'here' }, { stage: 'there' }]);
  expect(await readdir(workspace)).toEqual(['orders.csv']);
  expect(await give('jobs.list', {})).toEqual([]);
});
