/** The thread of native DuckDB, ended for real. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { createEngine } from '../run/engine.ts';
import { createNativeRuntime } from './native.ts';

test('a thread that ended between two runs is replaced, and the second one knows nothing of it', async () => {
  const threads: Worker[] = [];
  const onThread = (thread: Worker): void => void threads.push(thread);
  process.on('worker', onThread);
  onTestFinished(() => void process.off('worker', onThread));
  const folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'orders.csv'), 'id\n1\n2\n3\n');
  const engine = await createEngine({
    registry,
    runtime: createNativeRuntime({
      threads: 1,
      baseDirectory: folder,
      workerUrl: new URL('../../dist/node/native-worker.js', import.meta.url),
    }),
    reserve: true,
    memory: 400e6,
  });
  onTestFinished(() => engine.close());
  const largerThan = (id: number) =>
    documentOf('larger', {
      orders: step('input.csv', { path: 'orders.csv' }),
      large: step('rows.filter', { condition: `id > ${id}` }, 'orders'),
      out: step('output.file', { path: 'large.csv', format: 'csv' }, 'large.kept'),
    });
  await engine.run(largerThan(1), {});
  expect(threads).toHaveLength(1);
  await threads[0]?.terminate();
  await engine.run(largerThan(2), {});
  expect(await readFile(join(folder, 'large.csv'), 'utf8')).toBe('id\n3\n');
  expect(threads).toHaveLength(2);
});
