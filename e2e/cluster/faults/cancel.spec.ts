import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { ExecuteEvent } from '../../../engine/remote/spark-connect/session.ts';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { openPushBench, type PushBench } from '../push-bench.ts';
import { counting } from '../push-command.ts';
import { read, slowly, sparkJobs, sqlCommand } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { codeOf, withSession } from '../with-session.ts';
import type { Cluster } from '../../../.ci/spark-cluster.mjs';

const LONG = slowly(200, 1000, 20);
const WIDE = `SELECT id, repeat(chr(65 + id % 26), 100) AS text FROM range(0, 3000000, 1, 6)`;

/** What Spark takes a while to plan, and ages to do. */
const ENDLESS: PipelineDocument = {
  format: 'sluice/1',
  name: 'Endless',
  parameters: {},
  nodes: counting(100_000_000_000) as PipelineDocument['nodes'],
};

/** No task goes on for an operation that was cancelled. */
const quiet = (cluster: Cluster) =>
  expect
    .poll(async () => (await sparkJobs(cluster)).filter(({ status }) => status === 'RUNNING'))
    .toEqual([]);

const isRunning = (event: ExecuteEvent): boolean =>
  event.kind === 'progress' && event.runningTasks > 0;

describeOnCluster('cancelling', () => {
  let bench: PushBench;
  beforeAll(async () => {
    bench = await openPushBench();
    mkdirSync(join(bench.folder, 'out'));
  });
  afterAll(() => bench.close());

  test('while tasks run, by the id of the operation: they are ended', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      const operationId = randomUUID();
      let told: readonly string[] = [];
      const code = await codeOf(
        read(session.execute(sqlPlan(LONG), { operationId }), async (event) => {
          if (told.length === 0 && isRunning(event))
            told = await session.interrupt({ operationId });
        }),
      );
      expect(code).toBe('cancelled');
      expect(told).toEqual([operationId]);
    });
    await quiet(cluster);
  });

  test('by tag: what has it ends, what has another goes on', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      const kept = read(session.execute(sqlPlan(slowly(4, 500, 2)), { tags: ['kept'] }));
      const code = await codeOf(
        read(session.execute(sqlPlan(LONG), { tags: ['job-1'] }), async (event) => {
          if (event.kind === 'progress') await session.interrupt({ tag: 'job-1' });
        }),
      );
      expect(code).toBe('cancelled');
      expect((await kept).rows).toHaveLength(4);
    });
    await quiet(cluster);
  });

  test('as soon as it was sent, before anything was answered', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      await session.version();
      const operationId = randomUUID();
      const ended = codeOf(read(session.execute(sqlPlan(LONG), { operationId })));
      await expect
        .poll(() => session.interrupt({ operationId }), { interval: 1 })
        .toEqual([operationId]);
      expect(await ended).toBe('cancelled');
    });
    await quiet(cluster);
  });

  test('by its signal, before it is sent: nothing is', async () => {
    const cluster = await theCluster();
    const before = (await sparkJobs(cluster)).length;
    await withSession(cluster.connect, async (session) => {
      const events = session.execute(sqlPlan(LONG), { signal: AbortSignal.abort() });
      expect(await codeOf(read(events))).toBe('cancelled');
    });
    expect(await sparkJobs(cluster)).toHaveLength(before);
  });

  test('by its signal, while tasks run: what nobody follows any more is ended', async () => {
    const cluster = await theCluster();
    const stop = new AbortController();
    await withSession(cluster.connect, async (session) => {
      const events = session.execute(sqlPlan(LONG), { signal: stop.signal });
      const code = await codeOf(
        read(events, (event) => {
          if (isRunning(event)) stop.abort();
        }),
      );
      expect(code).toBe('cancelled');
      await session.interrupt('all');
    });
    await quiet(cluster);
  });

  // An interrupt would not be heard at these times, and the job run on with nobody to stop it.
  test.each([0, 50, 100, 200])(
    'a push, %i ms after it was sent, while Spark plans: nothing runs on',
    async (ms) => {
      const cluster = await theCluster();
      const stop = new AbortController();
      const pushed = bench.push(ENDLESS, {
        signal: stop.signal,
        endsAt: ({ type }) => {
          if (type === 'operation') setTimeout(() => stop.abort(), ms);
          return false;
        },
      });
      expect(await codeOf(pushed)).toBe('cancelled');
      await quiet(cluster);
    },
  );

  test('while rows arrive: it ends there', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      const operationId = randomUUID();
      let rows = 0;
      const code = await codeOf(
        // The rows of a task arrive when it has ended.
        read(session.execute(sqlPlan(slowly(60, 500, 30)), { operationId }), async (event) => {
          if (event.kind !== 'batch') return;
          rows += event.rows;
          await session.interrupt({ operationId });
        }),
      );
      expect(code).toBe('cancelled');
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(60);
    });
    await quiet(cluster);
  });

  test('by leaving while rows arrive: the server forgets the operation', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      const operationId = randomUUID();
      for await (const event of session.execute(sqlPlan(WIDE), { operationId })) {
        if (event.kind === 'batch') break;
      }
      expect(await session.interrupt({ operationId })).toEqual([]);
      expect(await codeOf(read(session.reattach(operationId)))).toBe('spark-operation-lost');
    });
    await quiet(cluster);
  });

  test('while files are written: no file is left that could be taken for a result', async () => {
    const cluster = await theCluster();
    const target = `file:${cluster.storage}/cancelled`;
    await withSession(cluster.connect, async (session) => {
      const operationId = randomUUID();
      const write = `INSERT OVERWRITE DIRECTORY '${target}' USING parquet ${LONG}`;
      const code = await codeOf(
        read(session.execute(sqlCommand(write), { operationId }), async (event) => {
          if (isRunning(event)) await session.interrupt({ operationId });
        }),
      );
      expect(code).toBe('cancelled');
      await quiet(cluster);
      const rows = read(session.execute(sqlPlan(`SELECT * FROM parquet.\`${target}\``)));
      expect(await codeOf(rows)).toBe('spark-query');
    });
  });

  test('what has ended, twice: nothing is told to stop', async () => {
    const cluster = await theCluster();
    await withSession(cluster.connect, async (session) => {
      const operationId = randomUUID();
      await read(session.execute(sqlPlan('SELECT 1 AS one'), { operationId }));
      expect(await session.interrupt({ operationId })).toEqual([]);
      expect(await session.interrupt('all')).toEqual([]);
    });
  });
});
