import { expect, test } from 'vitest';
import type { Job, Waiting } from './job-queue.ts';
import { JobQueue } from './job-queue.ts';

const waiting = (order: Job<unknown>['order'], affinity?: number): Waiting => ({
  job: { order, affinity, work: () => new Promise(() => undefined) },
  resolve: () => undefined,
  reject: () => undefined,
});

const orderOf = (taken: Waiting | undefined): Job<unknown>['order'] | undefined => taken?.job.order;

const everyone = (): boolean => true;

test("a worker gets its own job first, then nobody's, and none that waits for another", () => {
  const queue = new JobQueue();
  for (const each of [waiting([1, 0], 1), waiting([1, 1]), waiting([1, 2], 0)]) queue.push(each);
  expect(orderOf(queue.take(0, everyone))).toEqual([1, 2]);
  expect(orderOf(queue.take(0, everyone))).toEqual([1, 1]);
  expect(queue.take(0, everyone)).toBeUndefined();
  expect(orderOf(queue.take(1, everyone))).toEqual([1, 0]);
});

test('the jobs of a worker that is gone are for anybody', () => {
  const queue = new JobQueue();
  queue.push(waiting([1, 0], 1));
  expect(orderOf(queue.take(0, (worker) => worker !== 1))).toEqual([1, 0]);
});

test('earlier stages go first, and what is stolen is what would be done last', () => {
  const queue = new JobQueue();
  for (const each of [waiting([2, 0], 0), waiting([1, 0], 1), waiting([1, 1], 1)]) queue.push(each);
  expect(queue.take(0, everyone)).toBeUndefined();
  expect(orderOf(queue.steal())).toEqual([1, 1]);
  expect(orderOf(queue.steal())).toEqual([1, 0]);
  expect(orderOf(queue.steal())).toEqual([2, 0]);
  expect(queue.steal()).toBeUndefined();
});

test('what nobody waits for goes after everything else', () => {
  const queue = new JobQueue();
  const { job, ...rest } = waiting([1, 0]);
  queue.push({ ...rest, job: { ...job, background: true } });
  queue.push(waiting([2, 0]));
  expect(orderOf(queue.take(0, everyone))).toEqual([2, 0]);
  expect(queue.take(0, everyone, true)).toBeUndefined();
  expect(orderOf(queue.take(0, everyone))).toEqual([1, 0]);
});
