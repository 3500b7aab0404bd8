import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { sqlPlan } from '../spark-connect.ts';
import { withSession } from '../with-session.ts';

const MIB = 2 ** 20;

describeOnCluster('results over 128 MiB', () => {
  test('in many rows: all of them, and never all at once in memory', async () => {
    const cluster = await theCluster();
    const rows = 3_000_000;
    const query = `SELECT id, repeat(md5(CAST(id AS STRING)), 4) AS text FROM range(0, ${rows}, 1, 6)`;
    let [bytes, seen, total, largest] = [0, 0, 0n, 0];
    await withSession(cluster.connect, async (session) => {
      for await (const event of session.execute(sqlPlan(query))) {
        if (event.kind !== 'batch') continue;
        bytes += event.ipc.length;
        seen += event.rows;
        largest = Math.max(largest, event.ipc.length);
        for (const id of tableFromIPC(event.ipc).getChild('id') ?? []) total += id as bigint;
      }
    });
    expect(bytes).toBeGreaterThan(3 * 128 * MIB);
    expect(largest).toBeLessThan(32 * MIB);
    expect([seen, total]).toEqual([rows, (BigInt(rows) * BigInt(rows - 1)) / 2n]);
  });

  test('in a single value: it comes in chunks and is put together', async () => {
    const cluster = await theCluster();
    const length = 150 * MIB;
    const values = await withSession(cluster.connect, async (session) => {
      const found: string[] = [];
      for await (const event of session.execute(sqlPlan(`SELECT repeat('x', ${length}) AS text`))) {
        if (event.kind === 'batch') {
          found.push(...(tableFromIPC(event.ipc).getChild('text')?.toArray() as string[]));
        }
      }
      return found;
    });
    expect(values.map((value) => value.length)).toEqual([length]);
  });
});
