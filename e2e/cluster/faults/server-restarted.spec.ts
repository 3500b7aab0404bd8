import { SPARK_RETRIES } from '../../../engine/remote/spark-connect/retry.ts';
import type { RetryPolicy, SparkSession } from '../../../engine/remote/spark-connect/session.ts';
import type { Cluster } from '../../../.ci/spark-cluster.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnCluster, killConnect, reviveConnect, theCluster } from '../cluster.ts';
import { read, slowly, sparkJobs, sqlCommand } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { codeOf, withSession } from '../with-session.ts';

/** As often as a server that starts may ask for, and soon after it has. */
const PATIENT: RetryPolicy = { ...SPARK_RETRIES, maxRetries: 100, maxBackoffMs: 3_000 };

describeOnCluster('a Connect server that is restarted', () => {
  test('while a job writes: it is said to be lost, and is not run again', async () => {
    const cluster = await theCluster();
    const target = join(cluster.storage, 'restarted');
    const write = `INSERT OVERWRITE DIRECTORY 'file:${target}' USING parquet ${slowly(40, 500, 20)}`;
    let revived: Promise<Cluster> | undefined;
    const ended = withSession(
      cluster.connect,
      (session) =>
        codeOf(
          read(session.execute(sqlCommand(write)), async (event) => {
            const isRunning = event.kind === 'progress' && event.runningTasks > 0;
            if (revived !== undefined || !isRunning) return;
            // Not waited for: the client tries while the server starts.
            revived = killConnect().then(() => reviveConnect());
          }),
        ),
      { retry: PATIENT },
    );
    const code = await ended;
    const after = (await revived) ?? cluster;
    expect(code).toBe('spark-session-lost');
    expect(after.sparkUi).not.toBe(cluster.sparkUi);
    expect(await sparkJobs(after)).toEqual([]);
    expect(existsSync(join(target, '_SUCCESS'))).toBe(false);
  });

  test('before anything was answered: nor is what may have begun sent a second time', async () => {
    const cluster = await theCluster();
    const target = join(cluster.storage, 'restarted-early');
    const write = `INSERT OVERWRITE DIRECTORY 'file:${target}' USING parquet ${slowly(40, 500, 20)}`;
    const work = async (session: SparkSession) => {
      await session.version();
      const ended = codeOf(read(session.execute(sqlCommand(write))));
      await expect.poll(async () => (await sparkJobs(cluster)).length).toBeGreaterThan(0);
      await killConnect();
      const revived = await reviveConnect();
      return { code: await ended, after: revived };
    };
    const { code, after } = await withSession(cluster.connect, work, { retry: PATIENT });
    expect(code).toBe('spark-session-lost');
    expect(await sparkJobs(after)).toEqual([]);
  });

  test('between two questions: the session is said to be lost, a new one works', async () => {
    const cluster = await theCluster();
    const code = await withSession(cluster.connect, async (session) => {
      await session.config.set({ 'spark.sql.shuffle.partitions': '7' });
      await killConnect();
      await reviveConnect();
      return codeOf(read(session.execute(sqlPlan('SELECT 1 AS one'))));
    });
    expect(code).toBe('spark-session-lost');
    const told = await withSession(cluster.connect, (session) =>
      read(session.execute(sqlPlan('SELECT 1 AS one'))),
    );
    expect(told.rows).toEqual([{ one: 1 }]);
  });
});
