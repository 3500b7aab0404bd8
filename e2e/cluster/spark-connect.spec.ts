import { randomUUID } from 'node:crypto';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnTypeOf } from '../../engine/remote/spark-connect/data-type.ts';
import type { SparkFailure } from '../../engine/remote/spark-connect/errors.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import type {
  ExecuteEvent,
  SparkSession,
  SparkTarget,
} from '../../engine/remote/spark-connect/session.ts';
import { formatType } from '../../engine/contract/schema.ts';
import { describeOnCluster, theCluster } from './cluster.ts';
import { collect, errorOf, failureOf, relationPlan, rowsOf, sqlPlan } from './spark-connect.ts';

describeOnCluster('the client of Spark Connect', () => {
  let target: SparkTarget;
  let session: SparkSession;

  beforeAll(async () => {
    target = (await theCluster()).connect;
    session = openSparkSession(target);
  });
  afterAll(async () => {
    await session.release();
    session.close();
  });

  test('asks for the version, settings and the types of a plan', async () => {
    expect(await session.version()).toBe('4.2.0');
    await session.config.set({ 'spark.sql.session.timeZone': 'UTC' });
    expect(await session.config.get(['spark.sql.session.timeZone', 'no.such.key'])).toEqual(
      new Map([['spark.sql.session.timeZone', 'UTC']]),
    );
    const plan = sqlPlan(
      "SELECT 1Y AS a, 2S AS b, 3 AS c, 4L AS d, 5F AS e, 6D AS f, 7.25 AS g, 'x' AS h, X'00' AS i, true AS j, " +
        "DATE'2026-01-01' AS k, TIMESTAMP'2026-01-01 00:00:00' AS l, TIMESTAMP_NTZ'2026-01-01 00:00:00' AS m, " +
        "TIME'10:00:00' AS n, INTERVAL '1' DAY AS o, array(1) AS p, map('k', 1L) AS q, named_struct('r', 1) AS s, null AS t",
    );
    const type = columnTypeOf(await session.schema(plan));
    expect(type && formatType(type)).toBe(
      'STRUCT("a" TINYINT, "b" SMALLINT, "c" INTEGER, "d" BIGINT, "e" FLOAT, "f" DOUBLE, "g" DECIMAL(3,2), ' +
        '"h" VARCHAR, "i" BLOB, "j" BOOLEAN, "k" DATE, "l" TIMESTAMP WITH TIME ZONE, "m" TIMESTAMP, "n" TIME, ' +
        '"o" INTERVAL, "p" INTEGER[], "q" MAP(VARCHAR, BIGINT), "s" STRUCT("r" INTEGER), "t" "NULL")',
    );
    expect(await session.explain(plan, 'extended')).toContain('Analyzed Logical Plan');
  });

  test('runs a plan over both workers and says how far it is', async () => {
    const plan = sqlPlan(
      'SELECT id % 3 AS k, count(*) AS n FROM range(0, 300000, 1, 4) GROUP BY 1 ORDER BY 1',
    );
    const events = await collect(session.execute(plan));
    expect(rowsOf(events)).toEqual([0n, 1n, 2n].map((k) => ({ k, n: 100_000n })));
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['schema', 'batch', 'metrics', 'complete']),
    );
    expect(events.at(-1)).toMatchObject({ kind: 'complete', rows: 3 });
  });

  test('sends local data once and reads it back', async () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => i);
    const ipc = tableToIPC(tableFromArrays({ id: Int32Array.from(ids) }), 'stream');
    const relation = await session.localRelation([ipc, ipc], 'id INT');
    expect(relation.relType.case).toBe('chunkedCachedLocalRelation');
    const events = await collect(session.execute(relationPlan(relation)));
    expect(events.at(-1)).toMatchObject({ kind: 'complete', rows: 100_000 });
    const [hash, again] = await session.cacheLocal([ipc, ipc]);
    expect(hash).toBe(again);
    expect(relation.relType.value).toMatchObject({ dataHashes: [hash, hash] });

    const small = tableToIPC(tableFromArrays({ id: Int32Array.from([7]) }), 'stream');
    const inline = await session.localRelation([small]);
    expect(rowsOf(await collect(session.execute(relationPlan(inline))))).toEqual([{ id: 7 }]);
  });

  test('a value larger than a part of the result comes whole', async () => {
    const plan = sqlPlan("SELECT repeat('0123456789', 1000000) AS text FROM range(2)");
    const rows = rowsOf(await collect(session.execute(plan)));
    const text = '0123456789'.repeat(1_000_000);
    expect(rows).toEqual([{ text }, { text }]);
  });

  test('an error of Spark has its class, its place in the query and a code', async () => {
    const query = 'SELECT id, 10 / (id - 3) AS q FROM range(5)';
    const data = await failureOf(collect(session.execute(sqlPlan(query))));
    expect(data.error).toMatchObject({ kind: 'user', code: 'spark-data' });
    const [context] = (data as SparkFailure).spark.queryContexts;
    expect((data as SparkFailure).spark).toMatchObject({
      errorClass: 'DIVIDE_BY_ZERO',
      sqlState: '22012',
    });
    expect(query.slice(context?.start, context?.end)).toBe('10 / (id - 3)');

    const missing = await failureOf(session.schema(sqlPlan('SELECT nope FROM range(5)')));
    expect(missing.error).toMatchObject({ kind: 'user', code: 'spark-query' });
    expect((missing as SparkFailure).spark).toMatchObject({
      errorClass: 'UNRESOLVED_COLUMN.WITH_SUGGESTION',
      messageParameters: { objectName: '`nope`' },
    });
  });

  test('an operation is found again by another client, which reads on or from the start', async () => {
    const operationId = randomUUID();
    // The rows of the later two of four tasks take their time.
    const plan = sqlPlan(
      'SELECT id FROM range(0, 1000, 1, 4) WHERE id < 500 OR sha2(repeat(id, 200000), 512) IS NOT NULL',
    );
    const gone = new AbortController();
    const seen: ExecuteEvent[] = [];
    const first = (async () => {
      const options = { operationId, retain: true, signal: gone.signal };
      for await (const event of session.execute(plan, options)) {
        seen.push(event);
        if (event.kind === 'batch') gone.abort();
      }
    })();
    expect(await errorOf(first)).toMatchObject({ kind: 'cancelled' });
    // What had come by then was read, too.
    const last = seen.at(-1);
    const rows = rowsOf(seen).length;
    expect(rows).toBeLessThan(1000);

    const { id: sessionId, serverSessionId = '' } = session;
    const other = openSparkSession(target, { sessionId, serverSessionId });
    const after = { responseId: last?.responseId ?? '', rows };
    const rest = await collect(other.reattach(operationId, { after, retain: true }));
    expect(rowsOf([...seen, ...rest])).toEqual(
      Array.from({ length: 1000 }, (_, id) => ({ id: BigInt(id) })),
    );
    // Having been read to the end, it is released.
    expect(await errorOf(collect(other.reattach(operationId)))).toMatchObject({
      code: 'spark-operation-lost',
    });
    other.close();
  });

  test('what is interrupted ends as cancelled', async () => {
    const operationId = randomUUID();
    const slow = sqlPlan(
      'SELECT sum(hash(a.id, b.id)) FROM range(1000000) a CROSS JOIN range(1000000) b',
    );
    const failure = errorOf(collect(session.execute(slow, { operationId, tags: ['slow'] })));
    await expect
      .poll(async () => (await session.status([operationId])).get(operationId))
      .toBe('running');
    expect(await session.interrupt({ tag: 'slow' })).toEqual([operationId]);
    expect(await failure).toMatchObject({ kind: 'cancelled' });
  });

  test('a session that the server has lost is found out before anything runs', async () => {
    const stale = openSparkSession(target, {
      sessionId: randomUUID(),
      serverSessionId: randomUUID(),
    });
    const error = await errorOf(collect(stale.execute(sqlPlan('SELECT 1'))));
    stale.close();
    expect(error).toMatchObject({ kind: 'operational', code: 'spark-session-lost' });
  });
});
