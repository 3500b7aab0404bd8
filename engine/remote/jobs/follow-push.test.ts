import { expect, test } from 'vitest';
import { cancelledError, operationalError } from '../../contract/errors.ts';
import type { PushEvent, PushJob } from '../../contract/push-job.ts';
import { followPush } from './follow-push.ts';
import { jobIn, START } from './testing/example-job.ts';

const TRANSLATED: PushEvent = {
  type: 'translated',
  planHash: 'h',
  outputs: [{ step: 'out', target: 'out/late.parquet', place: 'here' }],
};
const OPERATION: PushEvent = {
  type: 'operation',
  operation: { id: 'op-1', step: 'out', does: 'fetch' },
};

/** A clock of its own, and what was kept at which event. */
function keeper(save?: (job: PushJob) => void) {
  let time = 0;
  const log: string[] = [];
  return {
    log,
    wait: (milliseconds: number) => (time += milliseconds),
    options: {
      now: () => time,
      store: {
        save: (job: PushJob) => {
          save?.(job);
          log.push(`kept ${job.state}`);
          return Promise.resolve();
        },
      },
    },
  };
}

test('nothing is sent before the job with its operation is kept', async () => {
  const { log, options } = keeper();
  async function* push(): AsyncGenerator<PushEvent> {
    yield await Promise.resolve(TRANSLATED);
    yield OPERATION;
    log.push('sent');
    yield { type: 'fetched', id: 'op-1', rows: 2, bytes: 20 };
    yield { type: 'operation-done', id: 'op-1' };
    yield { type: 'output-written', step: 'out', rows: 2, bytes: 18 };
  }
  const job = await followPush(START, push(), options);
  expect(log).toEqual([
    'kept translated',
    'kept submitted',
    'sent',
    'kept fetching',
    'kept fetching',
    'kept fetching',
    'kept succeeded',
  ]);
  expect(job).toMatchObject({
    state: 'succeeded',
    operations: [{ state: 'done', fetched: { rows: 2, bytes: 20 } }],
    outputs: [{ written: { rows: 2, bytes: 18 } }],
  });
});

test('where the job cannot be kept nothing is sent', async () => {
  const full = operationalError('store-unwritable', 'The disk is full.');
  const { log, options } = keeper((job) => {
    if (job.operations.length > 0) throw full;
  });
  async function* push(): AsyncGenerator<PushEvent> {
    try {
      yield await Promise.resolve(TRANSLATED);
      yield OPERATION;
      log.push('sent');
    } finally {
      log.push('closed');
    }
  }
  await expect(followPush(START, push(), options)).rejects.toBe(full);
  // The end can be kept, as it stands on what was kept last.
  expect(log).toEqual(['kept translated', 'closed', 'kept failed']);
});

test('the end is kept by its kind; before the translation there is no job', async () => {
  const ends: [unknown, string][] = [
    [cancelledError(), 'kept cancelled'],
    [operationalError('spark-session-lost', 'gone'), 'kept lost'],
    [new Error('a bug'), 'kept failed'],
  ];
  for (const [error, kept] of ends) {
    const { log, options } = keeper();
    async function* push(): AsyncGenerator<PushEvent> {
      yield await Promise.resolve(TRANSLATED);
      throw error;
    }
    await expect(followPush(START, push(), options)).rejects.toBe(error);
    expect(log).toEqual(['kept translated', kept]);
  }
  const { log, options } = keeper();
  async function* refused(): AsyncGenerator<PushEvent> {
    await Promise.reject(cancelledError());
    yield TRANSLATED;
  }
  await expect(followPush(START, refused(), options)).rejects.toMatchObject({
    error: { kind: 'cancelled' },
  });
  expect(log).toEqual([]);
});

test('amounts are kept once a second, a job that is found again goes on', async () => {
  const { log, options, wait } = keeper();
  const seen: number[] = [];
  async function* rest(): AsyncGenerator<PushEvent> {
    for (let i = 0; i < 5; i += 1) {
      wait(400);
      yield await Promise.resolve({ type: 'fetched', id: 'op-1', rows: 1, bytes: 10 } as const);
    }
    yield { type: 'operation-done', id: 'op-1' };
  }
  const job = await followPush(jobIn('fetching'), rest(), {
    ...options,
    onEvent: (_, { operations: [one] } = jobIn('fetching')) => seen.push(one?.fetched?.rows ?? 0),
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 5]);
  expect(log).toEqual(['kept fetching', 'kept fetching', 'kept fetching', 'kept succeeded']);
  expect(job.operations[0]?.fetched?.rows).toBe(5);
});

test('what was sent to a server that does not answer any more has not ended', async () => {
  const down = operationalError('spark-unreachable', 'No answer.');
  const ends: [PushEvent[], string[]][] = [
    [[TRANSLATED], ['kept translated', 'kept failed']],
    [
      [TRANSLATED, OPERATION],
      ['kept translated', 'kept submitted'],
    ],
    [
      [TRANSLATED, OPERATION, { type: 'operation-done', id: 'op-1' }],
      ['kept translated', 'kept submitted', 'kept submitted', 'kept failed'],
    ],
  ];
  for (const [events, kept] of ends) {
    const { log, options } = keeper();
    async function* push(): AsyncGenerator<PushEvent> {
      yield* await Promise.resolve(events);
      throw down;
    }
    await expect(followPush(START, push(), options)).rejects.toBe(down);
    expect(log).toEqual(kept);
  }
});
