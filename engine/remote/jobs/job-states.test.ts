import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancelledError, operationalError, userError } from '../../contract/errors.ts';
import { PUSH_STATES, pushJob, type PushJob, type PushState } from '../../contract/push-job.ts';
import { advance, isEnded, type JobEvent, mayFollow } from './job-states.ts';
import { jobIn } from './testing/example-job.ts';

const PROGRESS = {
  stages: 3,
  stagesDone: 1,
  tasks: 9,
  tasksDone: 4,
  tasksRunning: 2,
  bytesRead: 1e6,
};
const LOST = operationalError('spark-session-lost', 'The server was started again.').error;
const FAILED = userError('bad-cast', '"x" is no number.', { hint: 'Clean it.' }).error;

/** Every event, with the state that it leads to. */
const EVENTS: readonly (readonly [name: string, event: JobEvent, leads: PushState])[] = [
  ['uploading', { type: 'uploading', bytesSent: 0, bytesTotal: 9 }, 'uploading'],
  [
    'operation',
    { type: 'operation', operation: { id: 'op-2', step: 'out', does: 'write' } },
    'submitted',
  ],
  ['progress', { type: 'progress', id: 'op-1', progress: PROGRESS }, 'running'],
  ['fetched', { type: 'fetched', id: 'op-1', rows: 5, bytes: 50 }, 'fetching'],
  ['succeeded', { type: 'succeeded' }, 'succeeded'],
  ['failed', { type: 'ended', error: FAILED }, 'failed'],
  ['cancelled', { type: 'ended', error: cancelledError().error }, 'cancelled'],
  ['lost', { type: 'ended', error: LOST }, 'lost'],
];

/** What each state makes of each event of above: `-` cannot come, `=` stays as it is. */
const TABLE: Readonly<Record<PushState, string>> = {
  translated: 'uploading submitted - - - failed cancelled lost',
  uploading: 'uploading submitted - - - failed cancelled lost',
  submitted: 'uploading submitted running fetching succeeded failed cancelled lost',
  running: 'uploading submitted running fetching succeeded failed cancelled lost',
  fetching: 'uploading submitted fetching fetching succeeded failed cancelled lost',
  succeeded: '= = = = = = = =',
  failed: '= = = = = = = =',
  cancelled: '= = = = = = = =',
  lost: '= = = = = = = =',
};

test.each(PUSH_STATES)('every event at %s', (state) => {
  const found = EVENTS.map(([, event]) => {
    const job = jobIn(state);
    try {
      const next = advance(job, event, 7);
      if (next === job) return '=';
      expect(pushJob.parse(next)).toEqual(next);
      const isNew = next.state !== state;
      expect(next.timeline).toEqual([
        ...job.timeline,
        ...(isNew ? [{ state: next.state, at: 7 }] : []),
      ]);
      return next.state;
    } catch (thrown) {
      expect(thrown).toMatchObject({ error: { kind: 'internal' } });
      return '-';
    }
  });
  // `uploading` tells amounts for people only: the job stays the same object.
  const expected = TABLE[state].split(' ');
  expect(found).toEqual(state === 'uploading' ? ['=', ...expected.slice(1)] : expected);
});

test('events change their operation and output, and nothing else', () => {
  const job = jobIn('submitted');
  const running = advance(job, { type: 'progress', id: 'op-1', progress: PROGRESS }, 1);
  expect(running.operations[0]?.progress).toEqual(PROGRESS);
  const some = advance(running, { type: 'fetched', id: 'op-1', rows: 5, bytes: 50 }, 2);
  const more = advance(some, { type: 'fetched', id: 'op-1', rows: 2, bytes: 20 }, 3);
  expect(more.operations[0]?.fetched).toEqual({ rows: 7, bytes: 70 });
  const sized = advance(more, { type: 'sized', size: { cores: 2 } }, 4);
  expect(sized).toEqual({ ...more, size: { cores: 2 } });
  const done = advance(more, { type: 'operation-done', id: 'op-1' }, 4);
  expect(done.operations).toEqual([
    {
      ...job.operations[0],
      state: 'done',
      progress: { ...PROGRESS, stagesDone: 3, tasksDone: 9, tasksRunning: 0 },
      fetched: { rows: 7, bytes: 70 },
    },
  ]);
  const written = advance(done, { type: 'output-written', step: 'out', rows: 7 }, 5);
  expect(written.outputs).toEqual([{ ...job.outputs[0], written: { rows: 7 } }]);
  expect(advance(written, { type: 'ended', error: FAILED }, 6).error).toEqual({
    code: 'bad-cast',
    message: '"x" is no number.',
    hint: 'Clean it.',
  });
});

test('an operation is told once, and nothing is told of one that is not there', () => {
  const again: JobEvent = {
    type: 'operation',
    operation: { id: 'op-1', step: 'out', does: 'fetch' },
  };
  expect(() => advance(jobIn('running'), again, 1)).toThrow('op-1 is told twice');
  const unknown: JobEvent = { type: 'operation-done', id: 'op-9' };
  expect(() => advance(jobIn('running'), unknown, 1)).toThrow('no operation op-9');
});

test('whatever comes, a job takes allowed ways only and its first end counts', () => {
  const event = fc.constantFrom(...EVENTS.map(([, one]) => one));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let job: PushJob = jobIn('translated');
      let end: PushJob | undefined;
      events.forEach((one, at) => {
        try {
          job = advance(job, one, at);
        } catch {
          return;
        }
        if (end !== undefined) expect(job).toBe(end);
        else if (isEnded(job)) end = job;
      });
      const states = job.timeline.map(({ state }) => state);
      states.slice(1).forEach((state, i) => {
        expect(mayFollow(states[i] as PushState, state)).toBe(true);
      });
      expect(job.state).toBe(states.at(-1));
    }),
  );
});
