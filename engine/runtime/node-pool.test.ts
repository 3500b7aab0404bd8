import { transfer, wrap } from 'comlink';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '../contract/errors.ts';
import { blockId, taskId } from '../contract/ids.ts';
import { scalar } from '../contract/schema.ts';
import { decodeStream } from '../worker/arrow/ipc.ts';
import type {
  BlockInfo,
  TaskInput,
  TaskOutput,
  TaskResult,
  TaskWorkerApi,
} from '../worker/protocol.ts';
import { createNodeRuntime } from './node.ts';
import type { WorkerHandle } from './runtime.ts';

const runtime = createNodeRuntime({
  workerUrl: new URL('../../dist/node/worker.js', import.meta.url),
  baseDirectory: '.',
});

interface Member {
  readonly handle: WorkerHandle;
  readonly api: TaskWorkerApi;
}

let spillDirectory: string;
const members: Member[] = [];

const start = async (index: number): Promise<Member> => {
  const handle = await runtime.spawnWorker(index);
  const api = wrap<TaskWorkerApi>(handle.port as never) as unknown as TaskWorkerApi;
  unwrap(
    await api.setup({
      index,
      module: await runtime.compileModule(),
      memoryLimit: 400e6,
      blockBudget: 20e6,
      spillDirectory,
    }),
  );
  return { handle, api };
};

beforeAll(async () => {
  spillDirectory = (await runtime.createSpillDirectory()) as string;
  members.push(...(await Promise.all([start(0), start(1)])));
  const { port1, port2 } = runtime.createChannel();
  await Promise.all([
    members[0]?.api.connect(1, transfer(port1, [port1])),
    members[1]?.api.connect(0, transfer(port2, [port2])),
  ]);
});
afterAll(async () => {
  await Promise.all(members.map((member) => member.handle.terminate()));
  await runtime.removeSpillDirectory(spillDirectory);
});

const api = (worker: number): TaskWorkerApi => (members[worker] as Member).api;

let tasks = 0;
const run = async (
  worker: number,
  outputs: readonly TaskOutput[],
  inputs: readonly TaskInput[] = [],
  setup: readonly string[] = [],
): Promise<TaskResult> => {
  tasks += 1;
  return unwrap(
    await api(worker).runTask({ id: taskId(`t${tasks}`), attempt: 1, inputs, setup, outputs }),
  );
};

const blocksOf = (result: TaskResult, output = 0): readonly BlockInfo[] => {
  const found = result.outputs[output];
  return found?.kind === 'blocks' ? found.blocks : [];
};

const rowsOf = (result: TaskResult): unknown[] => {
  const found = result.outputs[0];
  if (found?.kind !== 'rows') return [];
  return decodeStream(found.ipc)
    .toArray()
    .map((row: { toJSON: () => object }) => Object.values(row.toJSON()).map(String));
};

const numbers = [
  { name: 'n', type: scalar('BIGINT') },
  { name: 't', type: scalar('VARCHAR') },
];

const blocks = (table: string, list: readonly BlockInfo[], shared = false): TaskInput => ({
  kind: 'blocks',
  table,
  blocks: list,
  shared,
  schema: numbers,
});

/** The input's rows with their position. */
const NUMBERED = '(SELECT *, row_number() OVER () - 1 AS k FROM input)';

test('two workers shuffle a table: rows and their order survive', async () => {
  const ids = (worker: number) => [0, 1, 2].map((p) => blockId(`shuffle-${worker}-${p}`));
  const made = await Promise.all(
    [0, 1].map((worker) =>
      run(worker, [
        {
          kind: 'scatter',
          sql: `SELECT (range % 2)::UTINYINT AS p, range AS n, 'text ' || range AS t
                FROM range(${worker * 100_000}, ${(worker + 1) * 100_000})`,
          blocks: ids(worker),
        },
      ]),
    ),
  );
  const all = made.map((result) => blocksOf(result));
  expect(all.map((list) => list.map((block) => block.rows))).toEqual([
    [50_000, 50_000, 0],
    [50_000, 50_000, 0],
  ]);
  for (const p of [0, 1]) {
    const result = await run(
      p,
      [
        {
          kind: 'return',
          sql: `SELECT count(*), bool_and(n % 2 = ${p}), bool_and(n = k * 2 + ${p}), max(t) FROM ${NUMBERED}`,
        },
      ],
      [
        blocks(
          'input',
          all.map((list) => list[p] as BlockInfo),
        ),
      ],
    );
    expect(rowsOf(result)).toEqual([['100000', 'true', 'true', `text ${99_998 + p}`]]);
  }
  const empty = await run(
    1,
    [{ kind: 'return', sql: 'SELECT count(*), any_value(typeof(n)) FROM input' }],
    [
      blocks(
        'input',
        all.map((list) => list[2] as BlockInfo),
      ),
    ],
  );
  expect(rowsOf(empty)).toEqual([['0', 'null']]);
  await Promise.all([0, 1].map((worker) => api(worker).dropBlocks(ids(worker))));
});

test('a task leaves nothing behind, and its tables are its own', async () => {
  const task = () =>
    run(
      0,
      [{ kind: 'return', sql: 'SELECT count(*) FROM shared_step JOIN v USING (n)' }],
      [],
      [
        'CREATE TEMP TABLE shared_step AS SELECT range AS n FROM range(10)',
        'CREATE TEMP VIEW v AS FROM shared_step',
      ],
    );
  expect(rowsOf(await task())).toEqual([['10']]);
  expect(rowsOf(await task())).toEqual([['10']]);
});

test('blocks over the budget are spilled and read back', async () => {
  const ids = Array.from({ length: 8 }, (_, i) => blockId(`big-${i}`));
  const results: TaskResult[] = [];
  for (const [i, block] of ids.entries()) {
    const sql = `SELECT range + ${i * 500_000} AS n, 'x' AS t FROM range(500000)`;
    results.push(await run(0, [{ kind: 'store', sql, block }]));
  }
  const last = results.at(-1) as TaskResult;
  expect(last.storedBytes).toBeLessThanOrEqual(20e6);
  expect(last.spilledBytes).toBeGreaterThan(20e6);
  const list = results.map((result) => blocksOf(result)[0] as BlockInfo);
  const sum = await run(
    1,
    [{ kind: 'return', sql: `SELECT count(*), bool_and(n = k) FROM ${NUMBERED}` }],
    [blocks('input', list)],
  );
  expect(rowsOf(sum)).toEqual([['4000000', 'true']]);
  await api(0).dropBlocks(ids);
});

test('a shared input is inserted once', async () => {
  const block = blockId('small');
  const made = await run(0, [
    { kind: 'store', sql: "SELECT range AS n, 'x' AS t FROM range(1000)", block },
  ]);
  const count = () =>
    run(
      1,
      [{ kind: 'return', sql: 'SELECT count(*) FROM dimension' }],
      [blocks('dimension', blocksOf(made), true)],
    );
  expect(rowsOf(await count())).toEqual([['1000']]);
  await api(0).dropBlocks([block]);
  // The worker that held the block has dropped it: only the cached table can answer.
  expect(rowsOf(await count())).toEqual([['1000']]);
  await api(1).trim();
  await expect(count()).rejects.toMatchObject({ error: { code: 'block-lost' } });
});

test('a cancel stops a task, and the worker goes on', async () => {
  const running = run(0, [
    { kind: 'check', sql: 'SELECT sum(a.range * b.range) FROM range(600000) a, range(20000) b' },
  ]);
  // The task is under way once the worker answers: messages are handled between slices.
  await api(0).describe('SELECT 1');
  await api(0).cancel();
  await expect(running).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  expect(rowsOf(await run(0, [{ kind: 'return', sql: 'SELECT 1' }]))).toEqual([['1']]);
});

test('errors keep their kind and position across the thread', async () => {
  const failed = run(0, [{ kind: 'return', sql: "SELECT CAST('x' AS INTEGER)" }]);
  await expect(failed).rejects.toMatchObject({
    error: { kind: 'user', code: 'bad-cast', start: 7 },
  });
});

test('a worker that dies is noticed, and its blocks are lost', async () => {
  const third = await start(2);
  const { port1, port2 } = runtime.createChannel();
  await third.api.connect(0, transfer(port1, [port1]));
  await api(0).connect(2, transfer(port2, [port2]));
  const result = unwrap(
    await third.api.runTask({
      id: taskId('doomed'),
      attempt: 1,
      inputs: [],
      setup: [],
      outputs: [
        { kind: 'store', sql: "SELECT 1::BIGINT AS n, 'x' AS t", block: blockId('doomed') },
      ],
    }),
  );
  await third.handle.terminate();
  const reading = run(
    0,
    [{ kind: 'check', sql: 'FROM input' }],
    [blocks('input', blocksOf(result))],
  );
  await expect(reading).rejects.toMatchObject({
    error: { kind: 'operational', code: 'block-lost', detail: 'doomed' },
  });
});
