/** Runs with real workers: what must not depend on them, and what happens when they are lost. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { documentOf, step } from '../../nodes/testing/case-builder.ts';
import type { RunEvent } from '../contract/run-events.ts';
import { EngineFailure } from '../contract/errors.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import type { WorkerHandle } from '../runtime/runtime.ts';
import type { TaskSpec } from '../worker/protocol.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine-api.ts';
import { TINY, openTestEngine } from './testing/open-engine.ts';

let folder: string;
let engine: Engine;
/** Whether a worker dies of the task that it is given just now. */
let isDeadly: (task: TaskSpec, worker: number) => boolean = () => false;

/** What a worker dies of when it is next asked for it. */
let deadlyCall: string | undefined;

/** What comlink sends for a call. */
interface CallMessage {
  readonly path?: readonly string[];
  readonly argumentList?: readonly { readonly value: unknown }[];
}

/** The thread as it is, but for tasks that are deadly. */
function mortal(handle: WorkerHandle, worker: number): WorkerHandle {
  const { port } = handle;
  const post = port.postMessage.bind(port);
  let exit: ((reason: string) => void) | undefined;
  port.postMessage = (message: CallMessage, transfer?: unknown): void => {
    const call = message.path?.at(-1);
    const isTask = call === 'runTask';
    const isCall = call !== undefined && call === deadlyCall;
    if (isCall) deadlyCall = undefined;
    if (isCall || (isTask && isDeadly(message.argumentList?.[0]?.value as TaskSpec, worker))) {
      void handle.terminate().then(() => exit?.('killed by the test'));
    } else {
      post(message, (transfer ?? []) as Transferable[]);
    }
  };
  return {
    ...handle,
    onExit: (listener) => {
      exit = listener;
      handle.onExit(listener);
    },
  };
}

const ROWS = 400;
const FILES = 6;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-run-'));
  for (let file = 0; file < FILES; file += 1) {
    const lines = ['id,g,x'];
    for (let i = file * ROWS; i < (file + 1) * ROWS; i += 1) {
      lines.push(`${i},group ${i % 7},${((i * 37) % 101) / 3}`);
    }
    await writeFile(join(folder, `part-${file}.csv`), `${lines.join('\n')}\n`);
  }
  const runtime = createNodeRuntime({
    baseDirectory: folder,
    workerUrl: new URL('../../dist/node/worker.js', import.meta.url),
  });
  engine = await createEngine({
    registry,
    runtime: {
      ...runtime,
      spawnWorker: async (index) => mortal(await runtime.spawnWorker(index), index),
    },
    workers: 2,
    memory: 2 ** 30,
    sizing: TINY,
  });
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const data = step('input.csv', { path: 'part-*.csv' });

const GROUPED = documentOf('grouped', {
  data,
  grouped: step(
    'aggregate.group-by',
    {
      keys: ['g'],
      aggregates: [
        { name: 'n', function: 'count' },
        { name: 'mean', function: 'avg', column: 'x' },
        { name: 'spread', function: 'stddev', column: 'x' },
        { name: 'first', function: 'first', column: 'id' },
        { name: 'middle', function: 'median', column: 'x' },
      ],
    },
    'data',
  ),
  result: step('rows.sort', { by: [{ column: 'mean' }] }, 'grouped'),
});

const SORTED = documentOf('sorted', {
  data,
  result: step('rows.sort', { by: [{ column: 'x', direction: 'desc' }, { column: 'g' }] }, 'data'),
});

const TOTALS = documentOf('totals', {
  data,
  result: step(
    'aggregate.group-by',
    {
      keys: [],
      aggregates: [
        { name: 'middle', function: 'median', column: 'x' },
        { name: 'most', function: 'quantile', fraction: 0.9, column: 'id' },
        { name: 'often', function: 'mode', column: 'g' },
        { name: 'n', function: 'count' },
      ],
    },
    'data',
  ),
});

const JOINED = documentOf('joined', {
  data,
  totals: step(
    'aggregate.group-by',
    { keys: ['g'], aggregates: [{ name: 'total', function: 'sum', column: 'x' }] },
    'data',
  ),
  joined: step(
    'combine.join',
    { type: 'inner', on: [{ left: 'g', right: 'g' }] },
    { left: 'data', right: 'totals' },
  ),
  result: step(
    'rows.limit',
    { rows: 3, per: ['g'], by: [{ column: 'x', direction: 'desc' }] },
    'joined',
  ),
});

const ipcOf = async (from: Engine, document: PipelineDocument): Promise<Uint8Array> => {
  const { tables } = await from.run(document, { targets: ['result'] });
  return tables[0]?.ipc ?? new Uint8Array();
};

const failureOf = async (work: Promise<unknown>): Promise<EngineFailure> => {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof EngineFailure)) throw new Error(`not a failure: ${String(thrown)}`);
  return thrown;
};

/** The document over rows of its own, so that nothing is stored of it yet. */
const changed = (document: PipelineDocument, salt: number): PipelineDocument => ({
  ...document,
  nodes: {
    ...document.nodes,
    whole: data,
    data: step('rows.filter', { condition: `id > ${-salt}` }, 'whole'),
  },
});

test('one worker and five give the same bytes', async () => {
  const one = await openTestEngine(folder, { workers: 1, sizing: TINY });
  const five = await openTestEngine(folder, { workers: 5, sizing: TINY });
  try {
    for (const document of [GROUPED, SORTED, JOINED, TOTALS]) {
      const [a, b] = [await ipcOf(one, document), await ipcOf(five, document)];
      expect(tableFromIPC(a).numRows, document.name).toBeGreaterThan(0);
      expect(Buffer.from(b).equals(Buffer.from(a)), document.name).toBe(true);
    }
  } finally {
    await Promise.all([one.close(), five.close()]);
  }
});

test('a worker that dies costs a retry, and stored rows that die with it are made again', async () => {
  const expected = await ipcOf(engine, JOINED);
  const events: RunEvent[] = [];
  let killed = 0;
  isDeadly = ({ inputs }, worker) => {
    const holdsInput = inputs.some(
      (input) => input.kind === 'blocks' && input.blocks.some((block) => block.worker === worker),
    );
    if (killed > 0 || !holdsInput) return false;
    killed += 1;
    return true;
  };
  const { tables } = await engine
    .run(changed(JOINED, 1), { targets: ['result'], onEvent: (event) => events.push(event) })
    .finally(() => {
      isDeadly = () => false;
    });
  expect(Buffer.from(tables[0]?.ipc ?? []).equals(Buffer.from(expected))).toBe(true);
  expect(killed).toBe(1);
  const failed = events.filter((event) => event.type === 'task-failed');
  // Others may miss its stored rows before the pool misses the worker.
  const lost = failed.filter(({ error }) => error.code !== 'block-lost');
  expect(lost).toMatchObject([{ error: { code: 'worker-lost' }, retried: true }]);
  const computed = events.flatMap((event) =>
    event.type === 'task-finished' && !event.cached ? `${event.stage} ${event.partition}` : [],
  );
  expect(new Set(computed).size).toBeLessThan(computed.length);
});

test.each(['describeSource', 'writeFile'])(
  'a worker that dies in %s costs another try, too',
  async (call) => {
    await writeFile(join(folder, 'own.csv'), `id\n${call.length}\n`);
    const out = step('output.file', { path: `${call}.csv`, format: 'csv' }, 'own');
    const pipeline = documentOf(call, { own: step('input.csv', { path: 'own.csv' }), out });
    deadlyCall = call;
    await engine.run(pipeline, {});
    expect(deadlyCall).toBeUndefined();
    expect(await readFile(join(folder, `${call}.csv`), 'utf8')).toBe(`id\n${call.length}\n`);
  },
);

test('a task that fails three times stops the run and is named', async () => {
  const events: RunEvent[] = [];
  isDeadly = () => true;
  const { error } = await failureOf(
    engine
      .run(changed(GROUPED, 2), { targets: ['result'], onEvent: (event) => events.push(event) })
      .finally(() => {
        isDeadly = () => false;
      }),
  );
  expect(error).toMatchObject({ kind: 'operational', code: 'task-failed' });
  expect(error.node).toBeDefined();
  expect(error.location?.partition).toBeTypeOf('number');
  const last = events.findLast((event) => event.type === 'task-failed');
  expect(last).toMatchObject({ attempt: 3, retried: false });
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', status: 'failed' });
  expect(tableFromIPC(await ipcOf(engine, GROUPED)).numRows).toBe(7);
});

test('a cancelled run ends as cancelled, and the engine goes on', async () => {
  const controller = new AbortController();
  const failure = await failureOf(
    engine.run(changed(SORTED, 3), {
      targets: ['result'],
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'stage-started') controller.abort();
      },
    }),
  );
  expect(failure.error.kind).toBe('cancelled');
  expect(tableFromIPC(await ipcOf(engine, SORTED)).numRows).toBe(ROWS * FILES);
});

test('a run that was cancelled before it started does nothing', async () => {
  const events: RunEvent[] = [];
  const failure = await failureOf(
    engine.run(changed(SORTED, 4), {
      targets: ['result'],
      signal: AbortSignal.abort(),
      onEvent: (event) => events.push(event),
    }),
  );
  expect(failure.error.kind).toBe('cancelled');
  expect(events.filter(({ type }) => type === 'task-finished')).toEqual([]);
});

test('a join that expects unique keys names the ones that are not', async () => {
  const document = documentOf('expectation', {
    data,
    result: step(
      'combine.join',
      { type: 'inner', on: [{ left: 'g', right: 'g' }], expect: 'many-to-one' },
      { left: 'data', right: 'data' },
    ),
    out: step('output.file', { path: 'never.csv', format: 'csv' }, 'result'),
  });
  const { error } = await failureOf(engine.run(document));
  expect(error).toMatchObject({ kind: 'user', code: 'join-expectation', node: 'result' });
  expect(error.message).toContain('group 0 (');
});

test('pivot columns are the values of the data', async () => {
  const document = documentOf('pivot', {
    data,
    few: step('columns.derive', { expressions: [{ name: 'k', expression: 'id % 3' }] }, 'data'),
    result: step(
      'aggregate.pivot',
      { rows: ['k'], column: 'g', values: [{ column: 'id', function: 'count' }] },
      'few',
    ),
  });
  const { tables } = await engine.run(document, { targets: ['result'] });
  const names = tables[0]?.schema.map(({ name }) => name) ?? [];
  expect(names[0]).toBe('k');
  expect(names.slice(1)).toHaveLength(7);
  expect(tables[0]?.rows).toBe(3);
});

test('blocks over the memory budget are spilled, and the result is the same', async () => {
  const small = await openTestEngine(folder, { workers: 2, memory: 2 ** 14, sizing: TINY });
  try {
    let spilled = 0;
    const { tables } = await small.run(SORTED, {
      targets: ['result'],
      onEvent: (event) => {
        if (event.type === 'run-finished') spilled = event.spilledBytes;
      },
    });
    expect(spilled).toBeGreaterThan(0);
    const expected = await ipcOf(engine, SORTED);
    expect(Buffer.from(tables[0]?.ipc ?? []).equals(Buffer.from(expected))).toBe(true);
  } finally {
    await small.close();
  }
});

test('a preview reads no more splits than it needs', async () => {
  for (let file = 0; file < 9; file += 1) {
    const bad = file === 8 ? 'no number' : String(file);
    await writeFile(join(folder, `late-${file}.csv`), `n\n1\n2\n3\n4\n5\n${bad}\n`);
  }
  const document = documentOf('late', {
    result: step('input.csv', { path: 'late-*.csv', header: true, columns: { n: 'INTEGER' } }),
  });
  const preview = await engine.preview(document, { target: 'result', rows: 4 });
  expect(preview).toMatchObject({ rows: 4, complete: false });
  const { error } = await failureOf(engine.run(document, { targets: ['result'] }));
  expect(error).toMatchObject({ kind: 'user', node: 'result' });
});

test('a worker that dies of a preview costs a retry, also of what the preview had stored', async () => {
  const options = { target: 'result', rows: 50, sample: true };
  // Of what no run has computed.
  const document = changed(GROUPED, 6);
  const expected = await engine.preview(document, options);
  let killed = 0;
  isDeadly = () => (killed += 1) === 1;
  const again = await engine.preview(document, options).finally(() => {
    isDeadly = () => false;
  });
  expect(killed).toBeGreaterThan(1);
  expect(again.rows).toBe(expected.rows);
  const next = await engine.preview(changed(GROUPED, 7), options);
  expect(next.rows).toBe(expected.rows);
});

test.each(['s3a://bucket/out.csv', 'table://sales.out'])(
  'an output to %s, which only a cluster writes, is refused before anything is written',
  async (path) => {
    const document = documentOf('To a cluster', {
      rows: step('input.generate', { kind: 'range', stop: 3, name: 'n' }),
      out: step('output.file', { path, format: 'parquet' }, 'rows'),
    });
    await expect(engine.run(document)).rejects.toMatchObject({
      error: { code: 'only-on-cluster', node: 'out', param: 'path' },
    });
    expect((await readdir(folder)).filter((name) => name.includes(':'))).toEqual([]);
  },
);

test('values whose folders have one name, or names that only some file systems tell apart, keep all rows', async () => {
  const values = [null, '', '__HIVE_DEFAULT_PARTITION__', 'a', 'A', 'a'];
  const document = documentOf('Folders', {
    rows: step('input.inline', {
      columns: [
        { name: 'n', type: 'INTEGER' },
        { name: 'kind', type: 'VARCHAR' },
      ],
      rows: values.map((value, n) => [n, value]),
    }),
    out: step('output.file', { path: 'folders', format: 'csv', partition_by: ['kind'] }, 'rows'),
  });
  const { files } = await engine.run(document);
  expect(files).toMatchObject([{ rows: values.length }]);
  const written = await readdir(join(folder, 'folders'), { recursive: true });
  const names = written.filter((name) => name.endsWith('.csv')).toSorted();
  expect(names).toEqual([
    'kind=A/part-0.csv',
    'kind=__HIVE_DEFAULT_PARTITION__/part-0.csv',
    'kind=__HIVE_DEFAULT_PARTITION__/part-1.csv',
    'kind=__HIVE_DEFAULT_PARTITION__/part-2.csv',
    'kind=a/part-1.csv',
  ]);
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, 'folders', name), 'utf8')),
  );
  const found = texts.flatMap((text) => text.trim().split('\n').slice(1)).map(Number);
  expect(found.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
});
