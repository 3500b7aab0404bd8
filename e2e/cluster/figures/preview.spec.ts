/** How soon rows of a preview are here after Spark has made them (`npm run bench:cluster`). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { openTestEngine } from '../../../engine/run/testing/open-engine.ts';
import { hasTpch, pipelineTo, tpchData } from '../../tpch/reference.ts';
import { describeOnCluster, theCluster } from '../cluster.ts';
import { openPusher, type Pusher } from '../push.ts';
import { sparkJobs } from '../queries.ts';
import { median, tell } from './figures.ts';

const DATA = ['1', '0.01'].map(tpchData).find(hasTpch) ?? '';
const ROUNDS = 9;

describeOnCluster('the first rows of a preview', () => {
  let engine: Engine;
  let pusher: Pusher;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-figures-'));
    engine = await openTestEngine(folder, { workers: 1 });
    pusher = await openPusher(engine, folder, { [DATA]: `file://${DATA}` });
  });
  afterAll(async () => {
    await pusher.close();
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['a table', 'lineitem'],
    ['an aggregate of it, sorted', 'sorted'],
  ])('of %s', async (name, target) => {
    const cluster = await theCluster();
    const document = pipelineTo('q01', 'out.parquet');
    const after: number[] = [];
    const whole: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      let first: number | undefined;
      const started = Date.now();
      await pusher.push(document, {
        parameters: { data: DATA },
        target,
        rows: 200,
        endsAt: (event) => {
          if (event.type === 'fetched') first ??= Date.now();
          return false;
        },
      });
      if (first === undefined || round === 0) continue;
      const [job] = (await sparkJobs(cluster)).toSorted((a, b) => b.jobId - a.jobId);
      after.push(first - Date.parse(job?.completionTime.replace('GMT', 'Z') ?? ''));
      whole.push(first - started);
    }
    tell(`The first rows of ${name}, ms`, {
      'after Spark has them': median(after),
      worst: Math.max(...after),
      'after they are asked for': median(whole),
    });
    expect(after).toHaveLength(ROUNDS);
    expect(median(after)).toBeLessThan(500);
  });
});
