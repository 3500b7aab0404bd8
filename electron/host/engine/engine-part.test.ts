/** The engine under a real host, as a tab on the other side of the wire has it. */
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../../engine/contract/errors.ts';
import { unwrap } from '../../../engine/contract/errors.ts';
import type { RunEvent } from '../../../engine/contract/run-events.ts';
import type { Host, HostCaller, HostMethodName } from '../api/host-api.ts';
import type { Job } from '../api/machine-methods.ts';
import { decodeFrame, encodeFrame } from '../api/wire.ts';
import { createClusterPart } from '../clusters/cluster-part.ts';
import { createHostServices, mountHost } from '../create-host-services.ts';
import { sessionVault } from '../credentials/vault.ts';
import { createEnginePart } from './engine-part.ts';
import { createHostEngines } from './host-engines.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-host-engine-'));
const workspace = join(root, 'workspace');
const dist = new URL('../../../dist/node/', import.meta.url);
let host: Host;

beforeAll(async () => {
  mkdirSync(workspace);
  writeFileSync(
    join(workspace, 'orders.csv'),
    'id,city,amount\n1,Oslo,10.5\n2,上海,20\n3,,30.25\n',
  );
  writeFileSync(join(root, 'outside.csv'), 'secret\n1\n');
  const services = await createHostServices({
    kind: 'serve',
    release: '1.0.0',
    workspace,
    directories: { config: join(root, 'config'), log: join(root, 'log') },
    env: {},
    vault: () => Promise.resolve(sessionVault()),
  });
  const engines = createHostEngines(services, { workers: 1, programs: dist });
  host = mountHost(services, {
    engine: createEnginePart(services, engines),
    clusters: createClusterPart(services, engines),
  });
});
afterAll(async () => {
  await host.close();
  rmSync(root, { recursive: true });
});

let tabs = 0;

/** Everything crosses the wire, in both directions. */
function openTab() {
  const events = new EventEmitter();
  tabs += 1;
  const caller: HostCaller = {
    id: `tab ${tabs}`,
    tell: (event) => events.emit(event.event, decodeFrame(encodeFrame(event))),
  };
  const ask = async (
    name: HostMethodName,
    params: unknown,
    onProgress: (progress: never) => void = () => undefined,
  ): Promise<Result<never>> => {
    const sent = decodeFrame(encodeFrame(params));
    const result = await host.call(caller, name, sent, (progress) => {
      const frame = decodeFrame(encodeFrame(progress));
      expect(frame, `${name} tells`).toEqual(progress);
      onProgress(frame as never);
    });
    const back = decodeFrame(encodeFrame(result));
    // Undefined alone is nil, and absent in an object: `toEqual` takes the second as the same.
    if (!(result.ok && result.value === undefined)) expect(back, name).toEqual(result);
    return back as Result<never>;
  };
  const give = async <T>(name: HostMethodName, params: unknown, onProgress?: (p: never) => void) =>
    unwrap(await ask(name, params, onProgress)) as T;
  return { ask, give, events, leave: () => host.leave(caller) };
}

const pipeline = (nodes: Record<string, unknown>) => ({
  document: { format: 'sluice/1', name: 'Orders', nodes },
  parameters: {},
  documentId: 'd1',
});

const orders = (path = 'orders.csv', out = 'large.csv') =>
  pipeline({
    orders: { type: 'input.csv', params: { path } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount >= 20' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large' },
      params: { path: out, format: 'csv' },
    },
  });

/** Much work, and none of it in the way of Ctrl-C. */
const slow = (out: string) =>
  pipeline({
    numbers: { type: 'input.generate', params: { kind: 'range', stop: 40_000_000 } },
    sums: {
      type: 'aggregate.group-by',
      inputs: { input: 'numbers' },
      params: {
        keys: ['value'],
        aggregates: [{ name: 'n', function: 'count' }],
      },
    },
    out: { type: 'output.file', inputs: { input: 'sums' }, params: { path: out, format: 'csv' } },
  });

const jobsOf = (tab: ReturnType<typeof openTab>) => tab.give<Job[]>('jobs.list', {});

describe('every answer crosses the wire', () => {
  const tab = openTab();

  test('check, preview, run', async () => {
    expect(await tab.give('engine.start', {})).toEqual({ workers: 1 });
    const checked = await tab.give<{ schemas: Map<string, unknown>; diagnostics: unknown[] }>(
      'engine.check',
      orders(),
    );
    expect(checked.diagnostics).toEqual([]);
    expect(checked.schemas).toBeInstanceOf(Map);
    expect([...checked.schemas.keys()]).toContain('large.kept');
    const preview = await tab.give<{ rows: number; ipc: Uint8Array }>('engine.preview', {
      ...orders(),
      target: 'large',
      rows: 10,
    });
    expect(preview.rows).toBe(2);
    expect(preview.ipc).toBeInstanceOf(Uint8Array);
    const events: RunEvent[] = [];
    const run = await tab.give<{ files: { path: string; rows: number }[] }>(
      'engine.run',
      orders(),
      (event: RunEvent) => events.push(event),
    );
    expect(run.files).toMatchObject([{ path: 'large.csv', rows: 2 }]);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', status: 'succeeded' });
    expect(readFileSync(join(workspace, 'large.csv'), 'utf8')).toMatch(/上海/);
    expect((await jobsOf(tab))[0]).toMatchObject({
      name: 'Orders',
      state: 'finished',
      files: [{ path: 'large.csv', rows: 2 }],
    });
  });

  test('counts, nulls, rows', async () => {
    const counts = await tab.give('engine.count', { ...orders(), known: new Map([['out', 2]]) });
    expect(counts).toBeInstanceOf(Map);
    const nulls = await tab.give<Map<string, Map<string, number>>>('engine.nulls', {
      ...orders(),
      target: 'orders',
    });
    expect(nulls.get('orders.output')?.get('city')).toBe(1);
    const rows = await tab.give<{ id: string; rows: number }>('engine.openRows', {
      ...orders(),
      target: 'orders',
    });
    expect(rows.rows).toBe(3);
    const { id } = rows;
    const ipc = await tab.give('engine.readRows', { id, from: 1, count: 1 });
    expect(ipc).toBeInstanceOf(Uint8Array);
    const other = openTab();
    expect(await other.ask('engine.readRows', { id, from: 0, count: 1 })).toMatchObject({
      error: { code: 'rows-closed' },
    });
    await tab.give('engine.closeRows', { id });
    expect(await tab.ask('engine.readRows', { id, from: 0, count: 1 })).toMatchObject({
      error: { code: 'rows-closed' },
    });
  });

  test('profiles, values, SQL, exports, lineage, names', async () => {
    const about = { ...orders(), target: 'orders' };
    const columns = ['id', 'city', 'amount'];
    const profile = await tab.give<{ columns: unknown[] }>('engine.profile', {
      ...about,
      columns,
      of: 'all',
    });
    expect(profile.columns).toHaveLength(3);
    await tab.give('engine.values', { ...about, column: 'city' });
    expect(await tab.give('engine.sql', { ...orders(), target: 'large' })).toMatch(/orders\.csv/);
    await tab.give('engine.export', { ...orders(), target: 'sql' });
    await tab.give('engine.lineage', { ...orders(), target: 'large' });
    const column = { node: 'orders', port: 'output', column: 'amount' };
    expect(await tab.give('engine.usages', { question: orders(), column })).not.toEqual([]);
    await tab.give('engine.rename', { question: orders(), column, to: 'total' });
    // None fails.
    expect(await tab.give('engine.failingRows', { ...orders(), step: 'large' })).toBeUndefined();
  });

  test('a document that is none is refused with what is wrong with it', async () => {
    const wrong = { ...orders(), document: { format: 'sluice/9', nodes: [] } };
    expect(await tab.ask('engine.check', wrong)).toMatchObject({
      error: { kind: 'user', code: 'invalid-document', diagnostics: expect.any(Array) as unknown },
    });
  });
});

test.each([
  ['../outside.csv'],
  [join(root, 'outside.csv')],
  [`file://${join(root, 'outside.csv')}`],
  ['../*.csv'],
  ['sub/../../outside.csv'],
])('a pipeline that names a file outside of the workspace is refused: %s', async (path) => {
  const tab = openTab();
  const run = await tab.ask('engine.run', orders(path));
  expect(run).toMatchObject({ ok: false, error: { kind: 'user' } });
  expect(JSON.stringify(run)).not.toContain('secret');
  const written = await tab.ask('engine.run', orders('orders.csv', path.replace('*', 'x')));
  expect(written).toMatchObject({ ok: false, error: { kind: 'user' } });
  const own = ['config', 'log', 'workspace'];
  expect(readdirSync(root).filter((name) => !own.includes(name))).toEqual(['outside.csv']);
  expect(readFileSync(join(root, 'outside.csv'), 'utf8')).toBe('secret\n1\n');
  await tab.leave();
});

test('a credential is used by the document that it was granted to, and by no other', async () => {
  const tab = openTab();
  const secret = 'hunter2hunter2';
  const credential = {
    kind: 'postgres',
    host: '127.0.0.1',
    // Nothing listens there: how far it comes is what counts.
    port: 1,
    database: 'sales',
    user: 'analyst',
    password: secret,
    tls: 'off',
  };
  const reading = pipeline({
    data: {
      type: 'input.database',
      params: { connection: { credential: 'warehouse' }, table: 'orders' },
    },
  });
  const preview = (documentId: string) =>
    tab.ask('engine.preview', { ...reading, documentId, target: 'data', rows: 5 });
  expect(await preview('d1')).toMatchObject({ error: { code: 'credential-missing' } });
  await tab.give('credentials.put', { name: 'warehouse', credential });
  expect(await preview('d1')).toMatchObject({ error: { code: 'credential-not-granted' } });
  await tab.give('credentials.grant', { name: 'warehouse', documentId: 'd1' });
  const granted = await preview('d1');
  const tested = await tab.ask('credentials.test', { name: 'warehouse' });
  for (const answer of [granted, tested]) {
    expect(answer).toMatchObject({ error: { code: 'database-unreachable' } });
    expect(JSON.stringify(answer)).not.toContain(secret);
  }
  expect(await preview('d2')).toMatchObject({ error: { code: 'credential-not-granted' } });
  await tab.leave();
});

test('a run goes on when its tab is closed, and is in the list of jobs', async () => {
  const [tab, watcher] = [openTab(), openTab()];
  await jobsOf(watcher);
  const began = once(watcher.events, 'jobs.changed');
  const run = tab.ask('engine.run', orders('orders.csv', 'left.csv'));
  await began;
  const ended = once(watcher.events, 'jobs.changed');
  await tab.leave();
  const [{ job }] = (await ended) as [{ job: Job }];
  expect(job).toMatchObject({ state: 'finished', files: [{ path: 'left.csv' }] });
  expect((await run).ok).toBe(true);
  expect(readFileSync(join(workspace, 'left.csv'), 'utf8')).toContain('30.25');
});

test('a run whose tab is closed can be ended by another, and leaves nothing half-written', async () => {
  const [tab, watcher] = [openTab(), openTab()];
  await jobsOf(watcher);
  const began = once(watcher.events, 'jobs.changed');
  const told = new EventEmitter();
  const run = tab.ask('engine.run', slow('slow.csv'), () => told.emit('progress'));
  const [[{ job }]] = (await Promise.all([began, once(told, 'progress')])) as [
    [{ job: Job }],
    unknown,
  ];
  await tab.leave();
  await watcher.give('engine.cancelJob', { id: job.id });
  expect(await run).toMatchObject({ error: { kind: 'cancelled' } });
  const found = (await jobsOf(watcher)).find(({ id }) => id === job.id);
  expect(found?.state).toBe('cancelled');
  expect(readdirSync(workspace).filter((name) => name.includes('slow'))).toEqual([]);
  await watcher.give('engine.cancelJob', { id: job.id });
});

test('what a tab only looks at ends with it', async () => {
  const tab = openTab();
  const told = new EventEmitter();
  const question = { ...slow('x.csv'), target: 'sums' };
  const opening = tab.ask('engine.openRows', question, () => told.emit('progress'));
  await once(told, 'progress');
  await tab.leave();
  expect(await opening).toMatchObject({ error: { kind: 'cancelled' } });
});
