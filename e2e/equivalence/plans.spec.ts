/** Spark's plans of exported programs: no more work than what one would write by hand. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import { hasTpch, TABLES } from '../tpch/reference.ts';
import { HAND_WRITTEN } from './plan-queries.ts';
import { openSpark } from './spark.ts';
import type { SparkAnswer } from './spark.ts';
import { TPCH_DATA, tpchFiles } from './tpch-programs.ts';

const VIEWS = Object.fromEntries(TABLES.map((table) => [table, `${TPCH_DATA}/${table}.parquet`]));

let engine: Engine;
let spark: Awaited<ReturnType<typeof openSpark>>;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-plans-'));
  [engine, spark] = await Promise.all([openTestEngine(folder, { workers: 1 }), openSpark()]);
});

afterAll(async () => {
  await Promise.all([engine.close(), spark.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const OPERATIONS = {
  shuffles: /(?<!Reused)(?<!Broadcast)Exchange /g,
  sorts: /(?<=[+\-:* )])Sort \[/g,
  joins: /Join/g,
  casts: /\bcast\(/g,
  python: /Python/g,
} as const;

type Counts = Readonly<Record<keyof typeof OPERATIONS, number>>;

function countsOf(answer: SparkAnswer): Counts {
  if (!answer.ok) throw new Error(answer.error);
  const [plan, ...more] = answer.plans ?? [];
  if (plan === undefined || more.length > 0) throw new Error('not one plan');
  const counts = Object.entries(OPERATIONS).map(([name, pattern]) => [
    name,
    [...plan.matchAll(pattern)].length,
  ]);
  return Object.fromEntries(counts) as Counts;
}

describe.runIf(hasTpch(TPCH_DATA))('TPC-H', () => {
  test.each(Object.keys(HAND_WRITTEN))('%s', async (query) => {
    const [program] = await tpchFiles(engine, query, 'pyspark');
    const script = join(folder, `${query}.py`);
    writeFileSync(script, program?.text ?? '');
    const exported = countsOf(await spark.ask({ script, folder, plan: true }));
    const sql = HAND_WRITTEN[query] ?? '';
    const byHand = countsOf(await spark.ask({ sql, views: VIEWS, plan: true }));
    expect(exported).toEqual(byHand);
  });
});
