import { expect, test } from 'vitest';
import { userError } from '../../engine/contract/errors.ts';
import { nodeId } from '../../engine/contract/ids.ts';
import type { RunEvent } from '../../engine/contract/run-events.ts';
import { applyEvent, fractionDone, isOver, newRun } from './run-progress.ts';

const task = {
  type: 'task-finished',
  stage: 's0',
  attempt: 0,
  worker: 0,
  rowsOut: 10,
  bytesOut: 100,
  bytesRead: 50,
  cached: false,
  started: 1,
} as const;

const events: readonly RunEvent[] = [
  { type: 'run-started', run: 'r', pipeline: 'p', workers: 2, time: 0 },
  { type: 'stage-started', stage: 's0', nodes: [nodeId('a')], partitions: 2, time: 1 },
  { ...task, partition: 0, time: 5 },
  {
    type: 'task-failed',
    stage: 's0',
    partition: 1,
    attempt: 0,
    worker: 1,
    error: userError('internal', 'lost').error,
    retried: true,
    time: 6,
  },
  {
    type: 'progress',
    bytesRead: 50,
    bytesTotal: 100,
    rows: 10,
    tasksDone: 1,
    tasksTotal: 4,
    time: 6,
  },
];

test('stages, retries and totals follow the events', () => {
  const run = events.reduce(applyEvent, newRun);
  expect(run).toMatchObject({ status: 'running', workers: 2, time: 6 });
  expect(run.stages).toEqual([
    {
      id: 's0',
      nodes: ['a'],
      partitions: 2,
      done: 1,
      cached: 0,
      retries: 1,
      rows: 10,
      bytes: 100,
      started: 1,
    },
  ]);
  expect(fractionDone(run)).toBeCloseTo(0.45);
  expect(isOver(run)).toBe(false);

  const cached = applyEvent(run, { ...task, partition: 1, cached: true, time: 8 });
  const finished = applyEvent(cached, {
    type: 'stage-finished',
    stage: 's0',
    rows: 20,
    bytes: 200,
    time: 9,
  });
  expect(finished.stages[0]).toMatchObject({ done: 2, cached: 1, rows: 20, finished: 9 });
});

test('the end carries the error and what was used', () => {
  const { error } = userError('bad-row', 'A row is bad.');
  const run = applyEvent(newRun, {
    type: 'run-finished',
    status: 'failed',
    error,
    peakMemoryBytes: 5,
    spilledBytes: 3,
    time: 10,
  });
  expect(run).toMatchObject({ status: 'failed', error, peakMemoryBytes: 5, spilledBytes: 3 });
  expect(isOver(run)).toBe(true);
  expect(fractionDone({ ...run, status: 'succeeded' })).toBe(1);
});
