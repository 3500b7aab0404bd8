import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { pause } from '../../../engine/remote/spark-connect/retry.ts';
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

  test('of 1 GB, to a reader slower than Spark: under 300 MB in the client', async () => {
    const { connect } = await theCluster();
    const rows = 1_000_000;
    const query = `SELECT id, repeat('0123456789abcdef', 62) AS text FROM range(0, ${rows}, 1, 8)`;
    const before = process.memoryUsage().rss;
    let [bytes, seen, peak] = [0, 0, 0];
    await withSession(connect, async (session) => {
      for await (const event of session.execute(sqlPlan(query))) {
        // What the test itself holds beside it is there before.
        peak = Math.max(peak, process.memoryUsage().rss - before);
        if (event.kind !== 'batch') continue;
        bytes += event.ipc.length;
        seen += event.rows;
        await pause(10);
      }
    });
    console.log(
      `${Math.round(bytes / 1e6)} MB came; the client took ${Math.round(peak / 1e6)} MB.`,
    );
    expect(seen).toBe(rows);
    expect(bytes).toBeGreaterThan(1e9);
    expect(peak).toBeLessThan(300e6);
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
