/** A host and a server that asks for a token. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterSummary, ClusterTested } from '../../../electron/host/api/cluster-methods.ts';
import { describeOnCluster, killConnect, reviveConnect, theCluster } from '../cluster.ts';
import { serveFolder, type Served } from '../host.ts';
import { counting } from '../push-command.ts';

const RIGHT = 'the-right-token-of-the-test';
const WRONG = 'the-wrong-token-of-the-test';

describeOnCluster('a host and the token of a cluster', () => {
  let served: Served;
  beforeAll(async () => {
    await theCluster();
    await killConnect();
    await reviveConnect({ token: RIGHT });
    served = await serveFolder();
  });
  afterAll(async () => {
    await served.remove();
    await killConnect();
    await reviveConnect();
  });

  test('a wrong token is refused before there is a job; the right one pushes; neither stands anywhere', async () => {
    const host = await served.open();
    try {
      const tab = host.tab();
      const { connect } = await theCluster();
      const connection = { kind: 'spark-connect', ...connect, tls: 'off' } as const;
      const put = (token: string): Promise<ClusterSummary> =>
        tab.give('clusters.put', { name: 'lab', connection, token });
      const push = {
        document: { format: 'sluice/1', name: 'rows', parameters: {}, nodes: counting(10) },
        parameters: {},
        cluster: 'lab',
      };
      const refused = { ok: false, error: { code: 'spark-login' } };
      await put(WRONG);
      expect(await tab.ask('clusters.test', { name: 'lab' })).toMatchObject(refused);
      expect(await tab.ask('clusters.test', { connection, token: WRONG })).toMatchObject(refused);
      expect(await tab.ask('push.start', push)).toMatchObject(refused);
      expect(await tab.give('jobs.list', {})).toEqual([]);
      await put(RIGHT);
      const tested: ClusterTested = await tab.give('clusters.test', { name: 'lab' });
      expect(tested.version).toBe('4.2.0');
      const { id }: { readonly id: string } = await tab.give('push.start', push);
      expect(await tab.until(id, ({ state }) => state === 'succeeded')).toMatchObject({ id });
    } finally {
      await host.close();
    }
    const all = await served.everything();
    expect(all).toContain('spark-login');
    for (const token of [RIGHT, WRONG]) expect(all).not.toContain(token);
  });
});
