import { expect, test } from 'vitest';
import type { Schema } from '../../engine/contract/schema.ts';
import { scalar } from '../../engine/contract/schema.ts';
import type { Result } from '../../engine/contract/errors.ts';
import { cancelledError } from '../../engine/contract/errors.ts';
import { createController } from './controller.ts';
import type { CheckAnswer, EngineClient, PreviewAnswer, RunAnswer } from './engine-client.ts';
import { initialState } from './state.ts';
import type { RunnerState } from './state.ts';

/** A question to the engine that the test answers when it likes. */
interface Question<Answer> {
  readonly about: string;
  readonly answer: (answer: Result<Answer>) => void;
}

/** An engine that is ready and answers nothing by itself. */
function openPage() {
  const previews: Question<PreviewAnswer>[] = [];
  const checks: Question<CheckAnswer>[] = [];
  const runs: Question<RunAnswer>[] = [];
  const cancelled: string[] = [];
  const ask = <Answer>(list: Question<Answer>[], about: string): Promise<Result<Answer>> =>
    new Promise((answer) => list.push({ about, answer }));
  const client: EngineClient = {
    start: () => Promise.resolve({ ok: true, value: { workers: 1 } }),
    giveFiles: () => Promise.resolve(),
    check: ({ name }) => ask(checks, name),
    preview: (_document, _parameters, target) => ask(previews, target),
    run: ({ name }) => ask(runs, name),
    cancel: (what) => Promise.resolve(void cancelled.push(what)),
  };
  let state: RunnerState = initialState;
  const store = {
    get: () => state,
    set: (change: Partial<RunnerState>) => {
      state = { ...state, ...change };
    },
  };
  const registry = { get: () => undefined, types: () => [] };
  const controller = createController(store, client, registry);
  return { controller, state: () => state, previews, checks, runs, cancelled };
}

const SCHEMA: Schema = [{ name: 'n', type: scalar('BIGINT') }];

/** A pipeline of two steps as a file. */
const pipeline = (name: string) => {
  const step = { type: 'input.generate', params: {} };
  const text = JSON.stringify({ format: 'sluice/1', name, nodes: { one: step, two: step } });
  return { path: `${name}.sluice.json`, file: new File([text], `${name}.sluice.json`) };
};

const checked: Result<CheckAnswer> = {
  ok: true,
  value: {
    diagnostics: [],
    schemas: new Map([
      ['one.output', SCHEMA],
      ['two.output', SCHEMA],
    ]),
  },
};

const rowsOf = (target: string): Result<PreviewAnswer> => ({
  ok: true,
  value: { target, schema: SCHEMA, rows: 0, ipc: new Uint8Array(), complete: true },
});

/** Lets everything go on that waits for nothing but promises and the text of a file. */
const settled = async (done: () => boolean): Promise<void> => {
  for (let turn = 0; !done(); turn += 1) {
    if (turn === 1000) throw new Error(`never: ${String(done)}`);
    await new Promise(setImmediate);
  }
};

async function openChecked() {
  const page = openPage();
  await page.controller.start();
  void page.controller.open([pipeline('first')]);
  await settled(() => page.checks.length === 1);
  page.checks[0]?.answer(checked);
  await settled(() => page.previews.length === 1);
  return page;
}

test('rows that come late are not shown under another step', async () => {
  const page = await openChecked();
  void page.controller.select('two');
  expect(page.state()).toMatchObject({
    selected: 'two',
    preview: { status: 'loading', target: 'two' },
  });
  const [one, two] = page.previews;
  two?.answer(rowsOf('two.output'));
  await settled(() => page.state().preview.status === 'done');
  one?.answer({ ok: false, error: cancelledError().error });
  await new Promise(setImmediate);
  expect(page.state().preview).toMatchObject({ status: 'done', target: 'two' });
});

test('rows of the pipeline before are not shown in the next one', async () => {
  const page = await openChecked();
  void page.controller.open([pipeline('second')]);
  await settled(() => page.checks.length === 2);
  page.previews[0]?.answer(rowsOf('one.output'));
  await new Promise(setImmediate);
  expect(page.state().preview).toEqual({ status: 'idle' });
});

test('a check that fails leaves no preview under way for ever', async () => {
  const page = await openChecked();
  expect(page.state().preview.status).toBe('loading');
  void page.controller.open([{ path: 'data.csv', file: new File([], 'data.csv') }]);
  await settled(() => page.checks.length === 2);
  page.checks[1]?.answer({ ok: false, error: cancelledError().error });
  await settled(() => page.state().check.status === 'failed');
  await settled(() => page.state().preview.status === 'idle');
});

test('Run pressed twice runs once, and Cancel right after it reaches that run', async () => {
  const page = await openChecked();
  void page.controller.run();
  void page.controller.run();
  void page.controller.cancel();
  await new Promise(setImmediate);
  expect(page.runs.map(({ about }) => about)).toEqual(['first']);
  expect(page.cancelled).toEqual(['preview', 'run']);
  page.runs[0]?.answer({ ok: false, error: cancelledError().error });
  await settled(() => page.state().run?.status === 'cancelled');
});
