import { tableFromIPC } from 'apache-arrow';
import type { ExecuteEvent } from '../../../engine/remote/spark-connect/session.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { openFaultProxy, type FaultProxy } from '../fault-proxy.ts';
import { read, slowly, sparkJobs } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { withSession } from '../with-session.ts';
import { BRIEF_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { Cluster } from '../../../.ci/spark-cluster.mjs';

/** `SLUICE_DROP_SECONDS=300` is the long one. */
const DROP_SECONDS = Number(process.env['SLUICE_DROP_SECONDS'] ?? 30);

const ROWS = 3_000_000;
const WIDE = `SELECT id, repeat(chr(65 + id % 26), 20) AS text FROM range(0, ${ROWS}, 1, 6)`;

let cluster: Cluster;
let proxy: FaultProxy;
let jobsBefore: number;

describeOnCluster('a network that fails', () => {
  beforeEach(async () => {
    cluster = await theCluster();
    proxy = await openFaultProxy(cluster.connect);
    jobsBefore = (await sparkJobs(cluster)).length;
  });
  afterEach(() => proxy.close());

  /** What is run through the proxy has run once. */
  const jobsSince = async (): Promise<number> => (await sparkJobs(cluster)).length - jobsBefore;

  test(`a drop of ${DROP_SECONDS} s while tasks run: the job goes on, its result arrives whole`, async () => {
    const rows = (DROP_SECONDS + 30) * 2;
    let dropped = false;
    const told = await withSession(proxy, (session) =>
      read(session.execute(sqlPlan(slowly(rows, 1000, 20))), (event) => {
        if (dropped || event.kind !== 'progress' || event.runningTasks === 0) return;
        dropped = true;
        drop();
      }),
    );
    expect(told.rows.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: rows }, (_, id) => id),
    );
    expect(dropped).toBe(true);
    expect(await jobsSince()).toBe(1);
  });

  test(`a drop of ${DROP_SECONDS} s while rows arrive: none is missing, none comes twice`, async () => {
    let dropped = false;
    const seen = await withSession(proxy, (session) =>
      countRows(session.execute(sqlPlan(WIDE)), () => {
        if (dropped) return;
        dropped = true;
        drop();
      }),
    );
    expect(seen).toEqual(WHOLE);
    expect(await jobsSince()).toBe(1);
  });

  test('connections that break again and again while rows arrive', async () => {
    const cuts: Promise<void>[] = [];
    const breakNext = (): void => void cuts.push(proxy.cutAfter(5_000_000).then(breakNext));
    breakNext();
    const seen = await withSession(proxy, (session) => countRows(session.execute(sqlPlan(WIDE))));
    expect(seen).toEqual(WHOLE);
    expect(proxy.made()).toBeGreaterThan(4);
    expect(await jobsSince()).toBe(1);
  });

  test('an answer that is lost: the request comes to the server twice, and runs once', async () => {
    const told = await withSession(proxy, async (session) => {
      await session.version();
      proxy.set({ kind: 'lose-answers' });
      const reading = read(session.execute(sqlPlan(slowly(4, 100, 2))));
      await expect.poll(jobsSince).toBe(1);
      proxy.cut();
      proxy.set({ kind: 'none' });
      return reading;
    });
    expect(told.rows).toHaveLength(4);
    expect(await jobsSince()).toBe(1);
  });

  test('a distant server: 150 ms each way', async () => {
    proxy.set({ kind: 'delay', ms: 150 });
    const seen = await withSession(proxy, (session) => countRows(session.execute(sqlPlan(WIDE))));
    expect(seen).toEqual(WHOLE);
  });

  test('nobody there: said within seconds, with what to look at', async () => {
    proxy.set({ kind: 'refuse' });
    const started = performance.now();
    await expect(
      withSession(proxy, (session) => session.version(), { retry: BRIEF_RETRIES }),
    ).rejects.toMatchObject({
      error: { code: 'spark-unreachable', kind: 'operational' },
    });
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

function drop(): void {
  proxy.set({ kind: 'black-hole' });
  setTimeout(() => proxy.set({ kind: 'none' }), DROP_SECONDS * 1000);
}

interface Arrived {
  readonly rows: number;
  readonly total: bigint;
  /** Batches that do not begin where the one before ended. */
  readonly gaps: number;
}

const WHOLE: Arrived = { rows: ROWS, total: (BigInt(ROWS) * BigInt(ROWS - 1)) / 2n, gaps: 0 };

async function countRows(
  events: AsyncIterable<ExecuteEvent>,
  atBatch: () => void = () => undefined,
): Promise<Arrived> {
  let [rows, total, gaps] = [0, 0n, 0];
  for await (const event of events) {
    if (event.kind !== 'batch') continue;
    if (event.startOffset !== rows) gaps += 1;
    rows += event.rows;
    for (const id of tableFromIPC(event.ipc).getChild('id') ?? []) total += id as bigint;
    atBatch();
  }
  return { rows, total, gaps };
}
