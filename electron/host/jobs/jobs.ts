/** Runs on this computer and pushes to clusters, kept over restarts of the host. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { userError } from '../../../engine/contract/errors.ts';
import type { PushJobStore } from '../../../engine/remote/jobs/follow-push.ts';
import { isEnded } from '../../../engine/remote/jobs/job-states.ts';
import type { PushJob } from '../../../engine/contract/push-job.ts';
import { type Job, type Push, type RunJob, runJob } from '../api/machine-methods.ts';
import type { Audience } from '../audience.ts';
import type { HostLog, JobRecord, JobRegistry } from '../host-services.ts';
import { createJsonFile } from '../store/json-file.ts';
import { createPushStore, startOf } from './push-store.ts';
import { createTelling } from './telling.ts';
import { watchPushes } from './watch-pushes.ts';

export interface JobService extends JobRegistry {
  /** Last started first. */
  readonly list: () => Promise<Job[]>;
  readonly remove: (id: string) => Promise<void>;
  /** Of pushes; whatever is kept is told to everybody as `jobs.changed`, a few times a second at most. */
  readonly pushes: PushJobStore;
  /**
   * Says that this process attends to a push from now on, until the function that is given back is called.
   * Undefined: it does already.
   */
  readonly attend: (push: string) => (() => void) | undefined;
  /** Tells of what other processes do with pushes, too, until the function that is given back is called. */
  readonly watch: () => Promise<() => void>;
  /** Whether the client of a push that has not ended lives. */
  readonly isAttended: (push: PushJob) => boolean;
}

/** Of the past; those that run are kept in any case. */
const MOST_ENDED = 200;
/** A partitioned output may have very many. */
const MOST_FILES = 200;

const kept = z.strictObject({ job: runJob, process: z.number() });
type Kept = z.infer<typeof kept>;

export interface JobOptions {
  readonly directory: string;
  readonly audience: Audience;
  readonly log: HostLog;
  readonly now?: () => number;
}

export function createJobs({ directory, audience, log, now = Date.now }: JobOptions): JobService {
  const file = createJsonFile({
    path: join(directory, 'jobs.json'),
    version: 1,
    schema: z.array(kept),
    initial: [],
    log,
  });
  const running = new Set<string>();
  const pushes = createPushStore({ directory, log });
  const attending = new Set<string>();
  const endedHere = new Set<string>();
  const telling = createTelling();
  // Of this process the set tells: the number may have been that of another life, as in a container.
  const isAttended = (push: PushJob): boolean =>
    !isEnded(push) &&
    (attending.has(push.id) || (push.process !== process.pid && isAlive(push.process)));
  const listed = (push: PushJob): Push => ({ ...push, attended: isAttended(push) });
  const tellPush = (push: PushJob): void =>
    telling.tell(push.id, isEnded(push), () =>
      audience.tellAll({ event: 'jobs.changed', job: listed(push) }),
    );

  /** Another host may run beside this one; of one that has ended nothing runs any more. */
  const stateOf = ({ job, process: owner }: Kept): RunJob => {
    if (job.state !== 'running' || running.has(job.id)) return job;
    return owner !== process.pid && isAlive(owner) ? job : { ...job, state: 'lost' };
  };
  /** A history that cannot be written stops no run; the log says why. */
  const keep = async (changed: RunJob): Promise<void> => {
    const entry: Kept = { job: changed, process: process.pid };
    await file
      .update((all) =>
        bounded([entry, ...all.filter((other) => other.job.id !== changed.id)], stateOf),
      )
      .catch(() => undefined);
    audience.tellAll({ event: 'jobs.changed', job: changed });
  };

  return {
    start: async ({ name, location }) => {
      const started: RunJob = {
        id: randomUUID(),
        kind: 'run',
        name,
        ...(location === undefined ? {} : { location }),
        state: 'running',
        started: now(),
        files: [],
      };
      running.add(started.id);
      await keep(started);
      const end = async (how: Partial<RunJob>): Promise<void> => {
        if (!running.delete(started.id)) return;
        await keep({ ...started, ...how, ended: now() });
      };
      return {
        id: started.id,
        finish: (files) => end({ state: 'finished', files: files.slice(0, MOST_FILES) }),
        fail: (error) =>
          end({
            state: error.kind === 'cancelled' ? 'cancelled' : 'failed',
            error: { code: error.code, message: log.mask(error.message) },
          }),
      } satisfies JobRecord;
    },
    list: async () =>
      [...(await file.read()).map(stateOf), ...(await pushes.list()).map(listed)].sort(
        (a, b) => startedAt(b) - startedAt(a) || (a.id < b.id ? -1 : 1),
      ),
    remove: async (id) => {
      const push = await pushes.read(id);
      if (running.has(id) || (push !== undefined && !isEnded(push))) {
        throw userError('job-running', 'The run has not ended.', { hint: 'Stop it first.' });
      }
      if (push !== undefined) return pushes.remove(id);
      await file.update((all) => all.filter((one) => one.job.id !== id));
    },
    pushes: {
      ...pushes,
      save: async (changed) => {
        const { error } = changed;
        const masked =
          error === undefined
            ? changed
            : { ...changed, error: { ...error, message: log.mask(error.message) } };
        await pushes.save(masked);
        if (isEnded(masked)) endedHere.add(masked.id);
        tellPush(masked);
      },
    },
    attend: (push) => {
      if (attending.has(push)) return undefined;
      attending.add(push);
      return () => {
        attending.delete(push);
        // One that has not ended is unattended now.
        void pushes.read(push).then((left) => {
          if (left !== undefined && !isEnded(left)) tellPush(left);
        });
      };
    },
    isAttended,
    watch: () =>
      watchPushes(join(directory, 'pushes'), (id) => {
        // What is done here is told as it is done.
        const isOwn = (): boolean => attending.has(id) || endedHere.has(id);
        if (isOwn()) return;
        void pushes.read(id).then((push) => {
          if (push !== undefined && !isOwn()) tellPush(push);
        });
      }),
  };
}

function bounded(all: readonly Kept[], current: (one: Kept) => RunJob): Kept[] {
  let ended = 0;
  return all.filter((one) => {
    if (current(one).state === 'running') return true;
    ended += 1;
    return ended <= MOST_ENDED;
  });
}

const startedAt = (one: Job): number => (one.kind === 'push' ? startOf(one) : one.started);

/** In the place of the process of a client that has left a push to others, and lives on. */
export const NOBODY = 0;

/** Whether a process of this computer lives, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  // To the system, these are groups of processes.
  if (pid <= NOBODY) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
