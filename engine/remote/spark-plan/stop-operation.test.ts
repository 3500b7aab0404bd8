import { expect, test } from 'vitest';
import type { ExecuteEvent } from '../spark-connect/session.ts';
import { stopWhenStarted } from './stop-operation.ts';

const progress = (...done: boolean[]): ExecuteEvent => ({
  responseId: 'r',
  kind: 'progress',
  runningTasks: 0,
  stages: done.map((each, stageId) => ({
    stageId,
    tasks: 2,
    completedTasks: 0,
    inputBytes: 0,
    done: each,
  })),
});
const NEVER_MS = 2 ** 30;

test('what runs is stopped at once', () => {
  const wanted = new AbortController();
  const stop = stopWhenStarted(wanted.signal, NEVER_MS);
  stop.saw(progress(true, false));
  expect(stop.signal.aborted).toBe(false);
  wanted.abort();
  expect(stop.signal.aborted).toBe(true);
});

test('what is planned is stopped when its tasks are there, also between two stages', () => {
  const wanted = new AbortController();
  const stop = stopWhenStarted(wanted.signal, NEVER_MS);
  stop.saw(progress(false));
  stop.saw(progress(true));
  wanted.abort();
  stop.saw(progress(true));
  expect(stop.signal.aborted).toBe(false);
  stop.saw(progress(true, false));
  expect(stop.signal.aborted).toBe(true);
  stop.close();
});

test('a plan that takes too long is stopped nevertheless', async () => {
  const wanted = new AbortController();
  const stop = stopWhenStarted(wanted.signal, 1);
  wanted.abort();
  expect(stop.signal.aborted).toBe(false);
  await new Promise((stopped) => stop.signal.addEventListener('abort', stopped));
});

test('what is not wanted any more before it is sent is never sent', () => {
  expect(stopWhenStarted(AbortSignal.abort()).signal.aborted).toBe(true);
});
