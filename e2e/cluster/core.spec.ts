/**
 * What `npm test` shows of a push, on a real cluster: it writes there and fetches here what a run writes, can
 * be stopped, and outlives a connection. All else: `npm run test:cluster`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import { differences } from '../compare.ts';
import { describeOnCluster, theCluster } from './cluster.ts';
import { openFaultProxy } from './fault-proxy.ts';
import type { PushBench } from './push-bench.ts';
import { doings, openPushBench, pipeline, step } from './push-bench.ts';
import { counting } from './push-command.ts';
import { read, sparkJobs } from './queries.ts';
import { sqlPlan } from './spark-connect.ts';
import { codeOf } from './with-session.ts';

describeOnCluster('a push', () => {
  let bench: PushBench;

  beforeAll(async () => {
    bench = await openPushBench();
    mkdirSync(join(bench.folder, 'out'));
  });
  afterAll(() => bench.close());

  test('writes there and fetches here what a run writes', async () => {
    const both = (there: string, here: string): PipelineDocument => {
      const document = pipeline({ path: there, format: 'parquet' }, '(id + 1)');
      const counted = step(
        'aggregate.group-by',
        { keys: ['name'], aggregates: [{ name: 'n', function: 'count' }] },
        'joined',
      );
      const fetched = step('output.file', { path: here, format: 'parquet' }, 'counted');
      return { ...document, nodes: { ...document.nodes, counted, fetched } };
    };
    await bench.engine.run(both('rows.parquet', 'counts.parquet'));
    const { events } = await bench.push(both(bench.uri, 'pushed.parquet'));
    expect(doings(events)).toEqual(['fetch', 'write']);
    const files = bench.written().map((file) => `'${file}'`);
    const pairs = [
      [`FROM read_parquet([${files.join(', ')}])`, `FROM '${bench.folder}/rows.parquet'`],
      [`FROM '${bench.folder}/pushed.parquet'`, `FROM '${bench.folder}/counts.parquet'`],
    ] as const;
    for (const [pushed, run] of pairs) {
      expect(await differences(bench.native, pushed, run)).toEqual([]);
    }
  });

  test('that is cancelled: no task goes on, and nothing is written', async () => {
    const cluster = await theCluster();
    const stop = new AbortController();
    const nodes = counting(100_000_000_000) as PipelineDocument['nodes'];
    const pushed = bench.push(
      { format: 'sluice/1', name: 'Endless', parameters: {}, nodes },
      {
        signal: stop.signal,
        endsAt: ({ type }) => {
          if (type === 'operation') setTimeout(() => stop.abort(), 50);
          return false;
        },
      },
    );
    expect(await codeOf(pushed)).toBe('cancelled');
    await expect
      .poll(async () => (await sparkJobs(cluster)).filter(({ status }) => status === 'RUNNING'))
      .toEqual([]);
  });

  test('whose connection breaks while rows arrive: each comes once', async () => {
    const { connect } = await theCluster();
    const proxy = await openFaultProxy(connect);
    const session = openSparkSession(proxy);
    try {
      const rows = 400_000;
      const cut = proxy.cutAfter(2_000_000);
      const query = `SELECT id, repeat('x', 20) AS text FROM range(0, ${rows}, 1, 4)`;
      const told = await read(session.execute(sqlPlan(query)));
      await cut;
      expect(proxy.made()).toBeGreaterThan(1);
      expect(told.rows.map(({ id }) => Number(id))).toEqual(
        Array.from({ length: rows }, (_, id) => id),
      );
    } finally {
      session.close();
      await proxy.close();
    }
  });
});
