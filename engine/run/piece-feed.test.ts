import { expect, test } from 'vitest';
import { EngineFailure, userError } from '../contract/errors.ts';
import type { FileRef, SourceDescription, Split } from '../contract/source.ts';
import type { BlockInfo, PieceRequest } from '../worker/protocol.ts';
import { type HeldPiece, PieceFeeds } from './piece-feed.ts';
import type { WorkerApi } from './job-queue.ts';

const PIECES = 12;
const file: FileRef = {
  name: 'a.csv.gz',
  size: 100,
  fingerprint: 'f',
  handle: { kind: 'path', path: '/a.csv.gz' },
};
const splits = Array.from({ length: PIECES }, (_, index): Split => ({
  kind: 'csv',
  index,
  data: {
    kind: 'piece',
    file,
    start: index * 10,
    end: index * 10 + 10,
    last: index === PIECES - 1,
  },
  first: index === 0,
  partitionValues: {},
  bytes: 8,
}));
const description: SourceDescription = {
  spec: { format: 'csv', paths: ['a.csv.gz'], onBadRow: 'fail' },
  files: [],
  schema: [],
  splits,
  bytes: 100,
  fingerprint: 'd',
};
const input = (index: number) => ({
  kind: 'split' as const,
  table: 't',
  description,
  split: splits[index] as Split,
  columns: [],
  output: 'rows' as const,
});

function fakePool(workers: number) {
  const made: number[] = [];
  const asked: (number | undefined)[] = [];
  const stored = new Set<string>();
  const dead = new Set<number>();
  let most = 0;
  let failure: EngineFailure | undefined;
  const api = {
    storePiece: async ({ block, start, end }: PieceRequest) => {
      if (failure !== undefined) return { ok: false, error: failure.error };
      made.push(start / 10);
      stored.add(block);
      most = Math.max(most, stored.size);
      const value: BlockInfo = { id: block, worker: 0, rows: 0, bytes: end - start, checksum: 0 };
      return { ok: true, value };
    },
  } as unknown as WorkerApi;
  return {
    made,
    asked,
    stored,
    dead,
    most: () => most,
    fail: (reason: EngineFailure | undefined) => {
      failure = reason;
    },
    size: workers,
    isAlive: (worker: number) => !dead.has(worker),
    dropBlocks: async (blocks: ReadonlyMap<number, readonly string[]>) => {
      for (const id of [...blocks.values()].flat()) stored.delete(id);
    },
    ask: async <T>(preferred: number | undefined, work: (api: WorkerApi) => Promise<unknown>) => {
      asked.push(preferred);
      const result = (await work(api)) as
        | { readonly ok: true; readonly value: T }
        | { readonly ok: false; readonly error: EngineFailure['error'] };
      if (!result.ok) throw new EngineFailure(result.error);
      return { value: result.value, worker: 0 };
    },
  };
}

const never = new AbortController().signal;

test('all tasks ask at once; pieces come in file order, few at a time, and go with their task', async () => {
  const pool = fakePool(2);
  const feeds = new PieceFeeds(pool);
  const order: number[] = [];
  await Promise.all(
    splits.map(async (_, index) => {
      const held = (await feeds.hold(input(index), never)) as HeldPiece;
      order.push(index);
      await Promise.resolve();
      held.release();
    }),
  );
  expect(order).toEqual(splits.map((_, index) => index));
  expect(pool.made).toEqual(order);
  expect(pool.most()).toBeLessThanOrEqual(4);
  expect(pool.stored.size).toBe(0);
  // The worker that has the file open goes on with it.
  expect(pool.asked).toEqual([undefined, ...Array.from({ length: PIECES - 1 }, () => 0)]);
});

test('nothing is made ahead of tasks that do not come', async () => {
  const pool = fakePool(2);
  const feeds = new PieceFeeds(pool);
  for (const index of [0, 1]) (await feeds.hold(input(index), never))?.release();
  expect(pool.made).toEqual([0, 1]);
  expect(pool.asked).toEqual([undefined, 0]);
});

test('two readers share a piece, which stays for the later one', async () => {
  const pool = fakePool(1);
  const feeds = new PieceFeeds(pool);
  const [first, second] = await Promise.all([
    feeds.hold(input(3), never),
    feeds.hold(input(3), never),
  ]);
  expect(first?.block).toBe(second?.block);
  first?.release();
  expect(pool.stored.size).toBe(1);
  second?.release();
  expect(pool.stored.size).toBe(0);
  expect(pool.made).toEqual([3]);
});

test('a piece whose worker is gone is made again', async () => {
  const pool = fakePool(1);
  const feeds = new PieceFeeds(pool);
  const lost = await feeds.hold(input(0), never);
  pool.dead.add(0);
  const held = feeds.hold(input(0), never);
  pool.dead.clear();
  expect((await held)?.block.id).not.toBe(lost?.block.id);
  expect(pool.made).toEqual([0, 0]);
});

test('a damaged file and a cancel reach all who wait, and the feed goes on', async () => {
  const pool = fakePool(1);
  const feeds = new PieceFeeds(pool);
  pool.fail(userError('corrupt-file', 'a.csv.gz is damaged.'));
  const failed = await Promise.allSettled([
    feeds.hold(input(0), never),
    feeds.hold(input(1), never),
  ]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  pool.fail(undefined);

  const cancel = new AbortController();
  const first = await feeds.hold(input(0), never);
  const second = await feeds.hold(input(1), never);
  // Two pieces are all that one worker may have.
  const third = feeds.hold(input(2), cancel.signal);
  cancel.abort();
  await expect(third).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  first?.release();
  second?.release();
  const later = await feeds.hold(input(2), never);
  expect(later?.block.bytes).toBe(10);
  later?.release();
  expect(pool.stored.size).toBe(0);
});
