import { expect, test } from 'vitest';
import type { ChunkScan } from '../sources/csv/scan-chunk.ts';
import type { CsvDialect, FileRef, Split } from '../contract/source.ts';
import type { CsvChunk, DescribeOutcome, DescribeRequest } from '../worker/protocol.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { createSourceCatalog, hivePartitionValues } from './plan-source.ts';
import { SplitHomes } from './split-homes.ts';
import type { Job, WorkerApi } from './job-queue.ts';
import type { WorkerPool } from './worker-pool.ts';

const file: FileRef = {
  name: 'a.csv',
  size: 300,
  fingerprint: 'f',
  handle: { kind: 'path', path: '/a.csv' },
};
const dialect: CsvDialect = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: true,
  skip: 0,
  encoding: 'utf-8',
  nullValues: [''],
};
const spec = { format: 'csv', paths: ['a.csv'], onBadRow: 'fail' } as const;
const chunk = (start: number): CsvChunk => ({
  file,
  start,
  end: start + 100,
  cuts: [start],
  dialect,
  lineEnd: 10,
  encoding: 'utf-8',
});

const splits = [0, 103, 207].map((start, index): Split => ({
  kind: 'csv',
  index,
  data: { kind: 'range', file, start, end: start + 100 },
  first: index === 0,
  partitionValues: {},
  bytes: 100,
}));

test('chunks are scanned side by side, and told in file order', async () => {
  const waiting: (() => void)[] = [];
  const requests: DescribeRequest[] = [];
  const api = {
    describeSource: async (request: DescribeRequest) => {
      requests.push(request);
      const value: DescribeOutcome =
        request.scanned === undefined
          ? { kind: 'scan-first', dialect, chunks: [chunk(0), chunk(100), chunk(200)] }
          : {
              kind: 'described',
              description: { spec, files: [], schema: [], splits, bytes: 0, fingerprint: 'd' },
            };
      return { ok: true, value };
    },
    scanChunk: async ({ start }: CsvChunk) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        // The last one asked for answers first.
        if (waiting.length === 3) waiting.toReversed().forEach((answer) => answer());
      });
      const value: ChunkScan = { end: [start], borders: [[]] };
      return { ok: true, value };
    },
  } as unknown as WorkerApi;
  let nextWorker = 0;
  const pool = {
    run: async (job: Job<unknown>) => {
      // Each job goes to a worker of its own.
      const result = await job.work(api, nextWorker++);
      return result.ok ? result.value : Promise.reject(new Error(result.error.message));
    },
  } as unknown as WorkerPool;
  const runtime = { findFiles: async () => [file] } as unknown as Runtime;
  const homes = new SplitHomes();
  const catalog = createSourceCatalog(runtime, pool, homes);
  const description = await catalog.describe(spec, undefined);
  expect(description.fingerprint).toBe('d');
  expect(requests[1]?.scanned?.scans.map(({ end }) => end)).toEqual([[0], [100], [200]]);
  expect(await catalog.describe(spec, undefined)).toBe(description);
  expect(requests).toHaveLength(2);
  // The first job described the file, the next three scanned it.
  expect(splits.map(({ index }) => homes.get(description, index))).toEqual([1, 2, 3]);
});

test('partition folders', () => {
  expect(hivePartitionValues('a/year=2024/month=0%31/x=y.csv')).toEqual({
    year: '2024',
    month: '01',
  });
});
