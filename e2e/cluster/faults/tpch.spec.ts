/** The 22 TPC-H pipelines, pushed: executors read the tables, and what is fetched are the rows of the standard SQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { openTestEngine } from '../../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../../engine/testing/native.ts';
import { openNative } from '../../../engine/testing/native.ts';
import { differences, throughParquet } from '../../compare.ts';
import {
  hasTpch,
  openTables,
  orderColumns,
  pipelineTo,
  QUERIES,
  standardSql,
  tpchData,
} from '../../tpch/reference.ts';
import { describeOnCluster } from '../cluster.ts';
import type { Pusher } from '../push.ts';
import { openPusher } from '../push.ts';

const DATA = tpchData('0.01');

const describeTpch = hasTpch(DATA) ? describeOnCluster : describe.skip;

describeTpch('TPC-H on the cluster', () => {
  let native: NativeDuckDB;
  let engine: Engine;
  let pusher: Pusher;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-tpch-push-'));
    [native, engine] = await Promise.all([openNative(), openTestEngine(folder, { workers: 1 })]);
    await openTables(native, DATA);
    pusher = await openPusher(engine, folder, { [DATA]: `file://${DATA}` });
  });

  afterAll(async () => {
    await pusher.close();
    await engine.close();
    native.close();
    rmSync(folder, { recursive: true });
  });

  test.each(QUERIES)('%s', async (query) => {
    await pusher.push(pipelineTo(query, `${query}.parquet`), { parameters: { data: DATA } });
    const sql = standardSql(query);
    const orderBy = orderColumns(sql);
    const file = join(folder, `${query}.parquet`);
    const expected = await throughParquet(native, sql, `${file}.expected`);
    expect(await differences(native, `FROM '${file}'`, expected, { orderBy })).toEqual([]);
  });
});
