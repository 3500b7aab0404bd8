import { expect, test } from 'vitest';
import { emptyDocument } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { pushedSteps } from './pushed-steps.ts';

const step = (input?: string) => ({
  type: 'rows.filter',
  params: {},
  ...(input === undefined ? {} : { inputs: { input } }),
});
/** a → b → x, a → y */
const DOCUMENT = {
  ...emptyDocument('Two outputs'),
  nodes: { a: step(), b: step('a'), x: step('b'), y: step('a') },
} as PipelineDocument;

const progress = {
  ...{ stages: 1, stagesDone: 0, tasks: 8, tasksDone: 3, tasksRunning: 2, bytesRead: 0 },
};
const written = { id: '1', step: 'x', does: 'write', state: 'done', progress } as const;
const running = { id: '2', step: 'y', does: 'write', state: 'sent', progress } as const;

test('an output is computed out of all before it, and what another one needs again is under way again', () => {
  const steps = pushedSteps({ state: 'running', operations: [written, running] }, DOCUMENT);
  expect(Object.fromEntries(steps)).toEqual({
    x: { status: 'done' },
    b: { status: 'done' },
    a: { status: 'running', done: 3, partitions: 8 },
    y: { status: 'running', done: 3, partitions: 8 },
  });
});

test('putting rows in place computes none; an end leaves nothing under way, and fails at its step', () => {
  const commit = { id: '3', step: 'x', does: 'commit', state: 'sent' } as const;
  const placing = pushedSteps({ state: 'submitted', operations: [written, commit] }, DOCUMENT);
  expect(placing.get('b')).toEqual({ status: 'done' });
  expect(placing.get('x')).toMatchObject({ status: 'running' });
  const error = { code: 'bad-cast', message: 'no', node: 'b' };
  const failed = pushedSteps({ state: 'failed', operations: [running], error }, DOCUMENT);
  expect(Object.fromEntries(failed)).toEqual({ b: { status: 'failed' } });
  const gone = { ...error, node: 'gone' };
  expect(pushedSteps({ state: 'failed', operations: [], error: gone }, DOCUMENT).size).toBe(0);
});
