/** Follows a push and keeps its job: every step is written before the push may take the next one. */
import { internalError, toEngineError } from '../../contract/errors.ts';
import type { PushEvent, PushJob } from '../../contract/push-job.ts';
import { advance, type JobEvent, outlives } from './job-states.ts';

/** Where jobs are kept. */
export interface PushJobStore {
  /**
   * On the disk when it resolves, whole or not at all.
   * @throws operational `store-unwritable`: then nothing may be sent
   */
  readonly save: (job: PushJob) => Promise<void>;
  readonly read: (id: string) => Promise<PushJob | undefined>;
  /** Last started first. */
  readonly list: () => Promise<PushJob[]>;
  readonly remove: (id: string) => Promise<void>;
}

export interface FollowOptions {
  readonly store: Pick<PushJobStore, 'save'>;
  readonly now: () => number;
  /** Told after the job was kept; a warning may come before there is one. */
  readonly onEvent?: (event: PushEvent, job: PushJob | undefined) => void;
  /** Aborted when the client goes away: what it fails with then says nothing of the push, which goes on. */
  readonly leaving?: { readonly aborted: boolean };
}

/** What is known of a job before its pipeline is translated. */
export type NewPush = Pick<
  PushJob,
  'id' | 'name' | 'location' | 'connection' | 'via' | 'session' | 'parametersHash' | 'process'
>;

/** Progress is for people, and may come with each batch of rows: it is kept no oftener. */
const PROGRESS_KEPT_MS = 1000;

/**
 * Keeps the job up to its end and gives it then.
 * @param start a job to go on with, or what the first event, `translated`, makes one of
 * @throws what the push failed with, after that was kept; before `translated` there is no job. Where the
 *   server does not answer any more, what was sent may go on: such a job has not ended
 */
export async function followPush(
  start: NewPush | PushJob,
  events: AsyncIterable<PushEvent>,
  { store, now, onEvent, leaving }: FollowOptions,
): Promise<PushJob> {
  let job = 'state' in start ? start : undefined;
  let keptAt = -Infinity;
  const keep = async (next: PushJob): Promise<void> => {
    await store.save(next);
    keptAt = now();
    job = next;
  };
  const take = async (event: JobEvent): Promise<void> => {
    if (job === undefined) throw internalError(`${event.type} came before translated.`);
    const next = advance(job, event, now());
    if (isAmount(event) && next.state === job.state && now() - keptAt < PROGRESS_KEPT_MS)
      job = next;
    else if (next !== job) await keep(next);
  };
  try {
    for await (const event of events) {
      if (event.type === 'translated') {
        if (job !== undefined) throw internalError('A push is translated once.');
        await keep(newJob(start, event, now()));
      } else if (event.type !== 'warning') await take(event);
      onEvent?.(event, job);
    }
    await take({ type: 'succeeded' });
  } catch (thrown) {
    // The end is told even where it cannot be kept: the error itself is worth more.
    const error = toEngineError(thrown);
    const hasLeft = leaving?.aborted === true;
    if (job !== undefined && !hasLeft && !outlives(job, error)) {
      await take({ type: 'ended', error }).catch(() => undefined);
    }
    throw thrown;
  }
  return job as PushJob;
}

const isAmount = ({ type }: JobEvent): boolean => type === 'progress' || type === 'fetched';

const newJob = (
  start: NewPush,
  { planHash, outputs }: Extract<PushEvent, { type: 'translated' }>,
  at: number,
): PushJob => ({
  ...start,
  kind: 'push',
  state: 'translated',
  timeline: [{ state: 'translated', at }],
  operations: [],
  planHash,
  outputs: outputs.map((output) => ({ ...output })),
});
