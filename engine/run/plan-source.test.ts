import { expect, test } from 'vitest';
import type { ChunkScan } from '../sources/csv/scan-chunk.ts';
import type { CsvDialect, FileRef } from '../contract/source.ts';
import type { CsvChunk, DescribeOutcome, DescribeRequest } from '../worker/protocol.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { createSourceCatalog, hivePartitionValues } from './plan-source.ts';
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
              description: { spec, files: [], schema: [], splits: [], bytes: 0, fingerprint: 'd' },
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
  const pool = {
    run: async (job: Job<unknown>) => {
      const result = await job.work(api, 0);
      return result.ok ? result.value : Promise.reject(new Error(result.error.message));
    },
  } as unknown as WorkerPool;
  const runtime = { findFiles: async () => [file] } as unknown as Runtime;
  const catalog = createSourceCatalog(runtime, pool);
  const description = await catalog.describe(spec, undefined);
  expect(description.fingerprint).toBe('d');
  expect(requests[1]?.scanned?.scans.map(({ end }) => end)).toEqual([[0], [100], [200]]);
  expect(await catalog.describe(spec, undefined)).toBe(description);
  expect(requests).toHaveLength(2);
});

test('partition folders', () => {
  expect(hivePartitionValues('a/year=2024/month=0%31/x=y.csv')).toEqual({
    year: '2024',
    month: '01',
  });
});
