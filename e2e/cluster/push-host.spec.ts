/** Pushes by a host, as the studio asks for them. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Push } from '../../electron/host/api/machine-methods.ts';
import type { PushComparison } from '../../engine/contract/push-comparison.ts';
import { pushJob } from '../../engine/contract/push-job.ts';
import type { PreviewAnswer } from '../../engine/run/engine-questions.ts';
import { readRows } from '../../engine/values/rows.ts';
import { describeOnCluster, theCluster } from './cluster.ts';
import { serveFolder, type Served, type Tab } from './host.ts';
import { counting } from './push-command.ts';

const TOKEN = 'a-token-that-nobody-reads';

let served: Served;
let host: Awaited<ReturnType<Served['open']>>;
let tab: Tab;

const pipeline = (name: string, nodes: object) => ({
  document: { format: 'sluice/1', name, parameters: {}, nodes },
  parameters: {},
  documentId: name,
  cluster: 'lab',
});

const ORDERS = {
  orders: { type: 'input.csv', params: { path: 'orders.csv' } },
  large: {
    type: 'columns.derive',
    inputs: { input: 'orders' },
    params: { expressions: [{ name: 'half', expression: 'amount / 2' }] },
  },
  sorted: { type: 'rows.sort', inputs: { input: 'large' }, params: { by: [{ column: 'id' }] } },
  out: {
    type: 'output.file',
    inputs: { input: 'sorted' },
    params: { path: 'out/orders.csv', format: 'csv' },
  },
};

const withStep = (expression: string) => ({
  ...ORDERS,
  large: { ...ORDERS.large, params: { expressions: [{ name: 'half', expression }] } },
});

const running = ({ operations }: Push): boolean =>
  operations.some(({ progress }) => (progress?.tasksRunning ?? 0) > 0);
const ended = ({ state }: Push): boolean =>
  ['succeeded', 'failed', 'cancelled', 'lost'].includes(state);
/** Operations for the slow output. */
const sentOf = (push: Push | undefined): string[] =>
  (push?.operations ?? []).filter(({ step }) => step === 'out').map(({ id }) => id);
const output = (name: string): Promise<string> =>
  readFile(join(served.workspace, 'out', name), 'utf8');

describeOnCluster('pushes by a host', () => {
  beforeAll(async () => {
    const { connect } = await theCluster();
    served = await serveFolder();
    await writeFile(
      join(served.workspace, 'orders.csv'),
      'id,city,amount\n1,Oslo,10.5\n2,上海,20\n3,,30.25\n4,"a, b",-1\n',
    );
    await writeFile(join(served.folder, 'outside.csv'), 'secret\n1\n');
    host = await served.open();
    tab = host.tab();
    const connection = { kind: 'spark-connect', ...connect, tls: 'off' } as const;
    expect(await tab.give('clusters.put', { name: 'lab', connection, token: TOKEN })).toMatchObject(
      { name: 'lab', kept: 'file', token: 'session' },
    );
  });
  afterAll(async () => {
    await host.close();
    await served.remove();
  });

  test('a cluster is tested, and a pipeline is checked and looked at before anything is pushed', async () => {
    const tested = { version: '4.2.0', milliseconds: expect.any(Number), cores: 2, executors: 2 };
    expect(await tab.give('clusters.test', { name: 'lab' })).toEqual(tested);
    expect(await tab.give('push.check', pipeline('orders', ORDERS))).toMatchObject({
      diagnostics: [],
      outputs: [{ step: 'out', target: 'out/orders.csv', place: 'here' }],
      sources: [{ step: 'orders', place: 'sent', bytes: expect.any(Number) }],
      estimate: { recommended: 'local' },
    });
    expect(await tab.give('push.check', pipeline('orders', withStep('random()')))).toMatchObject({
      diagnostics: [{ severity: 'error', code: 'not-on-spark', node: 'large' }],
    });
    const { cluster, ...question } = pipeline('orders', ORDERS);
    const look = { target: 'large', rows: 2 };
    const there: PreviewAnswer = await tab.give('push.preview', { ...question, cluster, ...look });
    const here: PreviewAnswer = await tab.give('engine.preview', { ...question, ...look });
    expect({ ...there, ipc: readRows(there.schema, there.ipc) }).toMatchObject({
      ...here,
      ipc: readRows(here.schema, here.ipc),
      extent: { kind: 'first' },
    });
    expect(await tab.give('jobs.list', {})).toEqual([]);
  });

  test('a sample is compared: nothing is written, no job is kept, a new comparison ends the one before', async () => {
    const asked = { ...pipeline('orders', ORDERS), rows: 100 };
    const first = tab.ask('push.compare', asked);
    const second: PushComparison = await tab.give('push.compare', asked);
    expect(await first).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(second).toMatchObject({
      sources: [{ step: 'orders', rows: 4, whole: true, by: 'here' }],
      outputs: [{ step: 'out', equal: true, same: 4, rows: { here: 4, there: 4 } }],
    });
    const third = tab.ask('push.compare', asked);
    await tab.give('push.stopCompare', {});
    expect(await third).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    const nodes = { ...ORDERS, orders: { ...ORDERS.orders, params: { path: '../outside.csv' } } };
    const outside = await tab.ask('push.compare', { ...asked, ...pipeline('outside', nodes) });
    expect(outside).toMatchObject({ ok: false, error: { code: 'outside-workspace' } });
    await expect(output('orders.csv')).rejects.toThrow('ENOENT');
    expect(await tab.give('jobs.list', {})).toEqual([]);
  });

  test('a push goes on when its page is gone, and what the host left is found by the next one', async () => {
    const first = host.tab();
    const nodes = {
      // More than a fast machine does while a host ends and another one starts.
      ...counting(3_000_000_000),
      late: { type: 'input.csv', params: { path: 'late.csv' } },
      other: {
        type: 'output.file',
        inputs: { input: 'late' },
        params: { path: 'out/late.csv', format: 'csv' },
      },
    };
    const late = join(served.workspace, 'late.csv');
    await writeFile(late, 'n\n1\n');
    const { id } = await first.give<'push.start'>('push.start', pipeline('counted', nodes));
    await first.until(id, running);
    await first.leave();
    const second = host.tab();
    expect(await second.give('jobs.list', {})).toMatchObject([{ id, attended: true }]);
    await host.close();
    host = await served.open();
    tab = host.tab();
    const [left] = (await tab.give('jobs.list', {})) as Push[];
    expect(left).toMatchObject({ id, state: 'running', attended: false });
    // Who cannot go on leaves what runs alone.
    await rename(late, `${late}.away`);
    expect(await tab.ask('jobs.fetch', { id })).toMatchObject({
      error: { code: 'file-not-found' },
    });
    await rename(`${late}.away`, late);
    await tab.give('jobs.fetch', { id });
    expect(await tab.ask('jobs.fetch', { id })).toMatchObject({ error: { code: 'job-attended' } });
    const done = await tab.until(id, ended);
    expect(done).toMatchObject({ state: 'succeeded', size: { cores: 2, executors: 2 } });
    expect(sentOf(done)).toEqual(sentOf(left));
    const lines = Array.from({ length: 10 }, (_, k) => `${k},300000000`);
    expect((await output('counted.csv')).trim().split(/\r?\n/)).toEqual(['k,rows', ...lines]);
    const log = await tab.give('jobs.log', { id });
    for (const said of ['translated: out', 'connected', 'the client has left', 'succeeded']) {
      expect(log).toContainEqual(expect.stringContaining(said));
    }
  });

  test('what Spark says of an error is at its step and in the log; it is pushed again; it is cancelled', async () => {
    const wrong = pipeline('wrong', withStep('CAST(city AS INTEGER)'));
    const { id } = await tab.give<'push.start'>('push.start', wrong);
    expect(await tab.until(id, ended)).toMatchObject({ state: 'failed', error: { node: 'large' } });
    const log = ((await tab.give('jobs.log', { id })) as string[]).join('\n');
    expect(log).toContain('USER_RAISED_EXCEPTION (SQL state P0001)');
    expect(log).toMatch(/^ +at org\.apache\.spark/m);
    const again: { readonly id: string } = await tab.give('jobs.retry', { id });
    expect(await tab.until(again.id, ended)).toMatchObject({ state: 'failed', name: 'wrong' });
    const endless = pipeline('endless', counting(100_000_000_000));
    const { id: third } = await tab.give<'push.start'>('push.start', endless);
    await tab.until(third, running);
    expect(await tab.ask('jobs.retry', { id: third })).toMatchObject({
      error: { code: 'job-running' },
    });
    await tab.give('jobs.cancel', { id: third });
    expect(await tab.until(third, ended)).toMatchObject({ state: 'cancelled' });
  });

  test('a page reaches no file outside of the workspace by way of a cluster', async () => {
    const outside = join(served.folder, 'outside.csv');
    const read = (path: string) =>
      pipeline('outside', { ...ORDERS, orders: { type: 'input.csv', params: { path } } });
    const refused = { error: { code: 'outside-workspace' } };
    expect(await tab.ask('push.start', read(outside))).toMatchObject(refused);
    const { connect } = await theCluster();
    const share = (folder: string, uri: string) => ({
      name: 'lab',
      connection: {
        kind: 'spark-connect' as const,
        ...connect,
        tls: 'off' as const,
        shared: { [folder]: uri },
      },
    });
    const byHand = { error: { code: 'connection-by-hand' } };
    const { folder, workspace } = served;
    expect(await tab.ask('clusters.put', share(workspace, `file://${folder}`))).toMatchObject(
      byHand,
    );
    const submit = { master: 'local[1]', command: join(workspace, 'evil.sh') };
    const { name, connection } = share(folder, `file://${workspace}`);
    expect(
      await tab.ask('clusters.put', { name, connection: { ...connection, submit } }),
    ).toMatchObject(byHand);
    await tab.give('clusters.put', { name, connection });
    expect(await tab.ask('push.start', read(`file://${outside}`))).toMatchObject(refused);
    const write = pipeline('outside', {
      ...ORDERS,
      out: {
        ...ORDERS.out,
        params: { path: `file://${join(folder, 'written')}`, format: 'parquet' },
      },
    });
    expect(await tab.ask('push.start', write)).toMatchObject(refused);
    expect(await tab.ask('push.start', { ...write, cluster: 'sc://127.0.0.1:1' })).toMatchObject({
      error: { code: 'host-bad-request' },
    });
  });

  test('the token stands nowhere', async () => {
    const all = await served.everything();
    expect(all).toContain(pushJob.shape.kind.value);
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain(Buffer.from(TOKEN).toString('base64'));
  });
});
