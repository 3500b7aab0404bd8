/**
 * Pushes, one file each: several clients may push at once, and what one of them writes before it sends
 * anything is never undone by another.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { operationalError } from '../../../engine/contract/errors.ts';
import { type PushJob, pushJob } from '../../../engine/contract/push-job.ts';
import type { PushJobStore } from '../../../engine/remote/jobs/follow-push.ts';
import { isEnded } from '../../../engine/remote/jobs/job-states.ts';
import { createQueue } from '../files/queue.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { HostLog } from '../host-services.ts';

const MOST_ENDED = 200;

const whole = z.strictObject({ version: z.literal(1), job: pushJob });
/** What is only told of a push, as whether its client lives, is not kept. */
const keptPart = pushJob.strip();
const FILE = /^([0-9a-f-]{36})\.json$/;

/** Of the name of a file in the folder of the pushes. */
export const pushIdOf = (file: string): string | undefined => FILE.exec(file)?.[1];

export interface PushStoreOptions {
  /** Of the settings of a person: `pushes` lies in it. */
  readonly directory: string;
  readonly log: Pick<HostLog, 'warn'>;
  /** Of the past; those that have not ended are kept in any case. */
  readonly mostEnded?: number;
}

export function createPushStore({
  directory,
  log,
  mostEnded = MOST_ENDED,
}: PushStoreOptions): PushJobStore {
  const folder = join(directory, 'pushes');
  const pathOf = (id: string): string => join(folder, `${id}.json`);
  // Two writes of one job would each look at the same file.
  const turns = createQueue(1);
  const read = async (id: string): Promise<PushJob | undefined> => {
    if (!FILE.test(`${id}.json`)) return undefined;
    const text = await readFile(pathOf(id), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed = whole.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data.job;
    log.warn('A push that was kept is damaged or of a newer Sluice.', { path: pathOf(id) });
    await rename(pathOf(id), `${pathOf(id)}.aside`).catch(() => undefined);
    return undefined;
  };
  const list = async (): Promise<PushJob[]> => {
    const names = await readdir(folder).catch(() => []);
    const ids = names.flatMap((name) => pushIdOf(name) ?? []);
    const jobs = (await Promise.all(ids.map(read))).filter((one) => one !== undefined);
    return jobs.sort((a, b) => startOf(b) - startOf(a) || (a.id < b.id ? -1 : 1));
  };
  const forget = async (id: string): Promise<void> => {
    await rm(pathOf(id), { force: true });
    await rm(join(folder, id), { recursive: true, force: true });
  };
  return {
    save: (job) =>
      turns(async () => {
        const path = pathOf(job.id);
        try {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          const text = `${JSON.stringify({ version: 1, job: keptPart.parse(job) }, undefined, 2)}\n`;
          await writeWhole(path, text, { replace: true, named: path, mode: 0o600 });
        } catch (cause) {
          throw notKept(path, cause);
        }
        if (!isEnded(job)) return;
        const ended = (await list()).filter(isEnded);
        for (const { id } of ended.slice(mostEnded)) await forget(id);
      }),
    read,
    list,
    remove: forget,
  };
}

export const startOf = ({ timeline: [first] }: Pick<PushJob, 'timeline'>): number => first?.at ?? 0;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notKept = (path: string, cause: unknown) =>
  operationalError('store-unwritable', `${path} cannot be written.`, {
    hint: 'Nothing more is sent to the cluster: it could not be found again. Check that you may write there, and that the disk has room.',
    detail: String(cause),
  });
