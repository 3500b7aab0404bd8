import { expect, test } from 'vitest';
import {
  describeOnCluster,
  killWorker,
  masterState,
  reviveWorker,
  theCluster,
} from '../cluster.ts';
import { read, slowly, sparkJobs, tasksDone } from '../queries.ts';
import { sqlPlan } from '../spark-connect.ts';
import { withSession } from '../with-session.ts';

describeOnCluster('a worker that is killed in mid-job', () => {
  test('Spark does its tasks again elsewhere, progress goes on, and the result is whole', async () => {
    const cluster = await theCluster();
    // Before the shuffle both executors have written parts of it: those of one are lost.
    const query = `SELECT id % 3 AS k, count(*) AS n, sum(id) AS total
      FROM (${slowly(40, 500, 20)}) GROUP BY id % 3 ORDER BY k`;
    let killedAt = Number.POSITIVE_INFINITY;
    let done = 0;
    const told = await withSession(cluster.connect, (session) =>
      read(session.execute(sqlPlan(query)), async (event) => {
        if (event.kind !== 'progress') return;
        done = tasksDone(event);
        if (done < 4 || killedAt <= done) return;
        killedAt = done;
        await killWorker(2);
      }),
    );
    expect(told.rows.map(({ k, n, total }) => [k, n, total].map(Number))).toEqual([
      [0, 14, 273],
      [1, 13, 247],
      [2, 13, 260],
    ]);
    expect(killedAt).toBeLessThan(20);
    expect(done).toBeGreaterThan(killedAt);
    const failed = (await sparkJobs(cluster)).map(({ numFailedTasks }) => numFailedTasks);
    expect(Math.max(...failed)).toBeGreaterThan(0);
    await reviveWorker(2);
    await expect.poll(() => masterState(cluster)).toMatchObject({ aliveworkers: 2, coresused: 2 });
  });
});
