/** The thread of native DuckDB, ended for real. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import { expect, onTestFinished, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import { unwrap } from '../contract/errors.ts';
import { taskId } from '../contract/ids.ts';
import { createEngine } from '../run/engine.ts';
import type { TaskWorkerApi } from '../worker/protocol.ts';
import { createNativeThread } from './native-thread.ts';
import { createNativeRuntime } from './native.ts';
import { createNodeCredentials } from './node-credentials.ts';

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

test('a statement that does not hear of its end keeps neither the host nor new work', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const threads: Worker[] = [];
  const onThread = (thread: Worker): void => void threads.push(thread);
  process.on('worker', onThread);
  onTestFinished(() => void process.off('worker', onThread));
  const member = membersOf(folder, 50);

  const first = await member(0);
  const [seen] = await readdir(folder);
  const pipe = join(folder, String(seen), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const layout = "columns = {'a': 'VARCHAR'}, header = false, auto_detect = false";
  void first.check(`SELECT * FROM read_csv('${pipe}', ${layout})`);
  // Opened when DuckDB has opened it, which then waits for bytes.
  const writer = await openFile(pipe, 'w');
  await first.handle.terminate();

  const second = await member(1);
  unwrap(await second.check('SELECT 1'));
  expect(threads).toHaveLength(2);
  const ended = new Promise((resolve) => threads[0]?.once('exit', resolve));
  await writer.close();
  await ended;
  unwrap(await second.check('SELECT 2'));
  await second.handle.terminate();
});

test('a thread whose last member has left ends by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-native-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // Nobody ends it: what kept it would keep this test.
  const { handle, check } = await membersOf(folder, 2 ** 31 - 1)(0);
  unwrap(await check('SELECT 1'));
  await handle.terminate();
});

function membersOf(folder: string, patience: number) {
  const url = new URL('../../dist/node/native-worker.js', import.meta.url);
  const { spawnWorker } = createNativeThread(url, 1, createNodeCredentials({ env: {} }), patience);
  return async (index: number) => {
    const handle = await spawnWorker(index);
    const api = wrap<TaskWorkerApi>(handle.port);
    const bytes = { memoryLimit: 100e6, blockBudget: 10e6 };
    const module = undefined;
    unwrap(
      await api.setup({ index, module, parquet: undefined, spillDirectory: folder, ...bytes }),
    );
    const check = (sql: string) =>
      api.runTask({
        id: taskId(`check-${index}`),
        attempt: 1,
        inputs: [],
        setup: [],
        outputs: [{ kind: 'check', sql }],
      });
    return { handle, check };
  };
}
