import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnCluster, killConnect, reviveConnect, theCluster } from '../cluster.ts';
import { connectLog, read, slowly, sparkJobs } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { codeOf, withSession } from '../with-session.ts';
import type { Cluster } from '../../../.ci/spark-cluster.mjs';

const TOKEN = 'a-token-of-the-test';
const STREAMS = 'spark.connect.execute.reattachable';

describeOnCluster('a server with short streams that asks for a token', () => {
  let cluster: Cluster;
  let target: Cluster['connect'] & { readonly token: string };

  beforeAll(async () => {
    await theCluster();
    await killConnect();
    cluster = await reviveConnect({
      token: TOKEN,
      // By default two minutes and 1 GB.
      conf: {
        [`${STREAMS}.senderMaxStreamDuration`]: '2s',
        [`${STREAMS}.senderMaxStreamSize`]: '1m',
      },
    });
    target = { ...cluster.connect, token: TOKEN };
  });
  afterAll(async () => {
    await killConnect();
    await reviveConnect();
  });

  /** Streams of responses that the server has begun, the first one of each operation included. */
  const streams = async (): Promise<number> =>
    (await connectLog(cluster)).filter((line) =>
      line.includes('ExecuteGrpcResponseSender: Starting for opId'),
    ).length;

  test('a job that outlasts several streams runs once and ends well', async () => {
    const told = await withSession(target, (session) =>
      read(session.execute(sqlPlan(slowly(20, 1000, 10)))),
    );
    expect(told.rows).toHaveLength(20);
    expect(await sparkJobs(cluster)).toHaveLength(1);
    expect(await streams()).toBeGreaterThan(3);
  });

  test('a result that fills many streams arrives whole', async () => {
    const rows = 500_000;
    const query = `SELECT id, repeat('x', 50) AS text FROM range(0, ${rows}, 1, 6)`;
    const before = await streams();
    const told = await withSession(target, (session) => read(session.execute(sqlPlan(query))));
    expect((await streams()) - before).toBeGreaterThan(10);
    expect(told.rows.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: rows }, (_, id) => id),
    );
  });

  test('a wrong token is refused at once, and so is none; neither is repeated in the message', async () => {
    for (const token of ['wrong-token', undefined]) {
      const { host, port } = cluster.connect;
      const asked = withSession(
        { host, port, ...(token === undefined ? {} : { token }) },
        (session) => session.version(),
      );
      const failure = await asked.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(failure).toMatchObject({ error: { code: 'spark-login', kind: 'user' } });
      expect(JSON.stringify(failure)).not.toContain('wrong-token');
    }
    expect(await codeOf(withSession(target, (session) => session.version()))).toBe('none');
  });
});
