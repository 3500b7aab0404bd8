/**
 * The 22 TPC-H pipelines, pushed to a cluster of two workers that all read the tables where they lie, and
 * write their results there; compared with the standard SQL in native DuckDB. At scale factor 1 where
 * its tables are there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quoteText } from '../../engine/expression/quote.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { describeOnCluster } from '../cluster/cluster.ts';
import type { Pusher } from '../cluster/push.ts';
import { openPusher } from '../cluster/push.ts';
import { doings } from '../cluster/push-bench.ts';
import { differences } from '../compare.ts';
import {
  hasTpch,
  openTables,
  orderColumns,
  pipelineTo,
  QUERIES,
  standardSql,
  tpchData,
} from '../tpch/reference.ts';
import { record } from './record.ts';
import { standardAsSpark } from './tpch-programs.ts';
import { dataFiles } from './written.ts';

const DATA = ['1', '0.01'].map(tpchData).find(hasTpch);

(DATA === undefined ? describe.skip : describeOnCluster)(`TPC-H of ${DATA}`, () => {
  const data = DATA ?? '';
  let native: NativeDuckDB;
  let engine: Engine;
  let pusher: Pusher;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-tpch-push-'));
    [native, engine] = await Promise.all([openNative(), openTestEngine(folder, { workers: 1 })]);
    await openTables(native, data);
    const shared = { [data]: pathToFileURL(data).href, [folder]: pathToFileURL(folder).href };
    pusher = await openPusher(engine, folder, shared);
  });

  afterAll(async () => {
    await pusher.close();
    await engine.close();
    native.close();
    rmSync(folder, { recursive: true });
  });

  test.each(QUERIES)('%s', async (query) => {
    const out = pathToFileURL(join(folder, query)).href;
    const { events } = await pusher.push(pipelineTo(query, out), { parameters: { data } });
    // Tables that went along, and rows that came here, would show nothing of shared storage.
    expect(events.map(({ type }) => type)).not.toContain('uploading');
    expect(doings(events)).toEqual(['write']);
    const rows = `FROM read_parquet([${dataFiles(join(folder, query)).map(quoteText).join(', ')}])`;
    const sql = standardSql(query);
    const expected = await standardAsSpark(native, query);
    const found = await differences(native, rows, expected, { orderBy: orderColumns(sql) });
    expect(found).toEqual([]);
    record({ target: 'cluster', kind: 'pipeline', name: 'TPC-H', of: query, outcome: 'same' });
  });
});
