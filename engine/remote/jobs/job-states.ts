/** The life of a push as a pure machine: which state may follow which, and what each event makes of a job. */
import {
  PUSH_ENDS as ENDS,
  type PushEvent,
  type PushJob,
  type PushOperation,
  type PushState,
} from '../../contract/push-job.ts';
import type { EngineError } from '../../contract/errors.ts';
import { internalError } from '../../contract/errors.ts';

/**
 * Pipelines with several outputs go back from `fetching` to `submitted` for the next one. A job ends from
 * every state; well only once an operation was sent.
 */
const NEXT: Readonly<Record<PushState, readonly PushState[]>> = {
  translated: ['uploading', 'submitted', 'failed', 'cancelled', 'lost'],
  uploading: ['submitted', 'failed', 'cancelled', 'lost'],
  submitted: ['uploading', 'running', 'fetching', ...ENDS],
  running: ['uploading', 'submitted', 'fetching', ...ENDS],
  fetching: ['uploading', 'submitted', 'running', ...ENDS],
  succeeded: [],
  failed: [],
  cancelled: [],
  lost: [],
};

export const isEnded = ({ state }: Pick<PushJob, 'state'>): boolean => ENDS.includes(state);

export const mayFollow = (state: PushState, next: PushState): boolean => NEXT[state].includes(next);

/** What a job is told: the events of the push, and how it ended. */
export type JobEvent =
  | Exclude<PushEvent, { readonly type: 'translated' | 'warning' }>
  | { readonly type: 'succeeded' }
  /** By what kind and code of error it ended: `cancelled`, `lost` or `failed`. */
  | { readonly type: 'ended'; readonly error: EngineError };

/** Codes of errors after which nobody knows what the server has done. */
const LOST: readonly string[] = ['spark-session-lost', 'spark-operation-lost', 'batch-lost'];

/** Codes of errors that say nothing about what was sent: it goes on, and can be found again. */
const UNHEARD: readonly string[] = ['spark-unreachable'];

/** Whether what runs on the server may outlive the error, so that the job has not ended with it. */
export const outlives = ({ operations }: PushJob, { code }: EngineError): boolean =>
  UNHEARD.includes(code) && operations.some(({ state }) => state === 'sent');

/**
 * The job after an event. Of one that has ended nothing changes: the first end counts.
 * @param at time of the event
 * @throws internal for an event that cannot come in the job's state, or of an operation it does not have
 */
export function advance(job: PushJob, event: JobEvent, at: number): PushJob {
  if (isEnded(job)) return job;
  switch (event.type) {
    case 'connected':
      return job.serverSession === event.serverSession
        ? job
        : { ...job, serverSession: event.serverSession };
    case 'sized':
      return { ...job, size: event.size };
    case 'uploading':
      return inState(job, 'uploading', at);
    case 'operation':
      if (job.operations.some(({ id }) => id === event.operation.id)) {
        throw internalError(`The operation ${event.operation.id} is told twice.`);
      }
      return {
        ...inState(job, 'submitted', at),
        operations: [...job.operations, { ...event.operation, state: 'sent' }],
      };
    case 'progress': {
      // What is told late, while rows come already, is no way back.
      const now = job.state === 'fetching' ? job : inState(job, 'running', at);
      return changed(now, event.id, { progress: event.progress });
    }
    case 'operation-done':
      return changed(job, event.id, { state: 'done', ...allDone(operationOf(job, event.id)) });
    case 'fetched': {
      const before = operationOf(job, event.id).fetched ?? { rows: 0, bytes: 0 };
      return changed(inState(job, 'fetching', at), event.id, {
        fetched: { rows: before.rows + event.rows, bytes: before.bytes + event.bytes },
      });
    }
    case 'output-written':
      return written(job, event);
    case 'succeeded':
      return inState(job, 'succeeded', at);
    case 'ended':
      return { ...inState(job, endOf(event.error), at), error: keptError(event.error) };
  }
}

export function endOf({ kind, code }: EngineError): 'cancelled' | 'lost' | 'failed' {
  if (kind === 'cancelled') return 'cancelled';
  return LOST.includes(code) ? 'lost' : 'failed';
}

function inState(job: PushJob, state: PushState, at: number): PushJob {
  if (job.state === state) return job;
  if (!mayFollow(job.state, state)) {
    throw internalError(`A push that is ${job.state} cannot be ${state} next.`);
  }
  return { ...job, state, timeline: [...job.timeline, { state, at }] };
}

function operationOf(job: PushJob, id: string): PushOperation {
  const found = job.operations.find((operation) => operation.id === id);
  if (found === undefined) throw internalError(`The push has no operation ${id}.`);
  return found;
}

/** The last progress may have come before the last tasks ended. */
function allDone({ progress }: PushOperation): Partial<PushOperation> {
  if (progress === undefined) return {};
  const { stages, tasks } = progress;
  return { progress: { ...progress, stagesDone: stages, tasksDone: tasks, tasksRunning: 0 } };
}

function changed(job: PushJob, id: string, change: Partial<PushOperation>): PushJob {
  const before = operationOf(job, id);
  return {
    ...job,
    operations: job.operations.map((one) => (one === before ? { ...one, ...change } : one)),
  };
}

function written(
  job: PushJob,
  { step, rows, bytes }: Extract<JobEvent, { type: 'output-written' }>,
): PushJob {
  const amounts = {
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
  };
  return {
    ...job,
    outputs: job.outputs.map((one) => (one.step === step ? { ...one, written: amounts } : one)),
  };
}

const keptError = ({ code, message, hint, node }: EngineError): NonNullable<PushJob['error']> => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
  ...(node === undefined ? {} : { node }),
});
