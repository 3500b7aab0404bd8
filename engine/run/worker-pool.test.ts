/** Workers that end, for real: threads of this process. */
import { onTestFinished, expect, test } from 'vitest';
import type { Worker } from 'node:worker_threads';
import { operationalError } from '../contract/errors.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import { WorkerPool } from './worker-pool.ts';

test('a pool whose last worker dies and cannot be replaced says so, and starts one for the next job', async () => {
  const threads: Worker[] = [];
  const onThread = (thread: Worker): void => void threads.push(thread);
  process.on('worker', onThread);
  onTestFinished(() => void process.off('worker', onThread));
  const runtime = createNodeRuntime({
    workerUrl: new URL('../../dist/node/worker.js', import.meta.url),
    baseDirectory: '.',
  });
  let isBroken = false;
  let onLost = (): void => undefined;
  const lost = new Promise<void>((resolve) => (onLost = resolve));
  const pool = await WorkerPool.open({
    runtime: {
      ...runtime,
      spawnWorker: (index) =>
        isBroken
          ? Promise.reject(operationalError('worker-not-started', 'No memory for a thread.'))
          : runtime.spawnWorker(index),
    },
    workers: 1,
    memory: 400e6,
    onWorkerLost: onLost,
  });
  onTestFinished(() => pool.close());
  isBroken = true;
  await threads[0]?.terminate();
  await lost;
  await expect(pool.describe('SELECT 1 AS one')).rejects.toMatchObject({
    error: { code: 'worker-not-started' },
  });
  isBroken = false;
  await expect(pool.describe('SELECT 1 AS one')).resolves.toMatchObject({ ok: true });
  expect(threads).toHaveLength(2);
});
