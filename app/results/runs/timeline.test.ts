import { expect, test } from 'vitest';
import type { StageRecord, TaskRecord } from '../../session/run-store.ts';
import { layOutRun, stageFigures, ticksOf } from './timeline.ts';

const task = (
  worker: number,
  started: number,
  ended: number,
  more: Partial<TaskRecord> = {},
): TaskRecord => ({
  partition: started,
  attempt: 1,
  worker,
  started,
  ended,
  status: 'done',
  rowsOut: 10,
  bytesOut: 100,
  bytesRead: 1000,
  ...more,
});

const stage = (id: string, tasks: readonly TaskRecord[], ended?: number): StageRecord => ({
  id,
  nodes: [id],
  partitions: tasks.length,
  started: Math.min(...tasks.map(({ started }) => started)),
  tasks,
  ...(ended === undefined ? {} : { ended }),
});

const run = (stages: readonly StageRecord[], elapsed = 1000) => ({
  stages,
  elapsed,
  status: 'running' as const,
});

test('a lane for each worker, blocks to scale', () => {
  const { workers, blocks, bands, span } = layOutRun(
    run([stage('a', [task(2, 0, 500), task(0, 100, 600)], 600), stage('b', [task(2, 600, 1000)])]),
    2000,
  );
  expect([span, workers]).toEqual([1000, [0, 2]]);
  expect(blocks.map(({ lane, x, width }) => [lane, x, width])).toEqual([
    [0, 200, 1000],
    [1, 0, 1000],
    [1, 1200, 800],
  ]);
  expect(bands.map(({ x, width }) => [x, width])).toEqual([
    [0, 1200],
    [1200, 800],
  ]);
});

test('a task’s time is parted, filling its block', () => {
  const milliseconds = { read: 100, query: 300, store: 0 };
  const { blocks } = layOutRun(run([stage('a', [task(0, 0, 800, { milliseconds })])]), 1000);
  expect(blocks[0]?.segments).toEqual([
    { what: 'read', x: 0, width: 200 },
    { what: 'query', x: 200, width: 600 },
  ]);
});

test('thousands of short tasks are a few blocks; failures stay apart', () => {
  const tasks = Array.from({ length: 5000 }, (_, i) =>
    task(0, i * 2, i * 2 + 2, i === 2500 ? { status: 'failed' } : {}),
  );
  const { blocks } = layOutRun(run([stage('a', tasks)], 10_000), 800);
  expect(blocks.map(({ status, tasks: count }) => [status, count])).toEqual([
    ['done', 2500],
    ['failed', 1],
    ['done', 2499],
  ]);
  expect(blocks.every(({ x, width }) => x >= 0 && x + width <= 801)).toBe(true);
});

test('no task yet', () => {
  expect(layOutRun(run([], 0), 500)).toMatchObject({ span: 1, workers: [], blocks: [], bands: [] });
});

test.each([
  [1000, 800, [0, 200, 400, 600, 800, 1000]],
  [90, 300, [0, 50]],
  [63_000, 600, [0, 20_000, 40_000, 60_000]],
])('ticks of %d ms on %d px are round', (span, width, wanted) => {
  expect(ticksOf(span, width).map(({ milliseconds }) => milliseconds)).toEqual(wanted);
});

test('figures of a stage', () => {
  const failed = task(0, 0, 5, { status: 'failed', rowsOut: 0, bytesOut: 0, bytesRead: 0 });
  const cached = task(1, 0, 0, { status: 'cached', bytesRead: 0 });
  const figures = stageFigures(stage('a', [failed, cached, task(0, 5, 50, { attempt: 2 })], 50));
  expect(figures).toMatchObject({
    done: 2,
    cached: 1,
    failed: 1,
    rows: 20,
    bytesOut: 200,
    bytesRead: 1000,
    milliseconds: 50,
  });
});
