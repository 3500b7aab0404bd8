import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { cancelledError, operationalError } from '../../../engine/contract/errors.ts';
import type { HostEvent } from '../api/host-api.ts';
import { createAudience } from '../audience.ts';
import { memoryLog } from '../testing/memory-log.ts';
import { jobIn } from '../../../engine/remote/jobs/testing/example-job.ts';
import { createJobs } from './jobs.ts';

let directory: string;
let events: HostEvent[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-jobs-'));
  events = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function open(log = memoryLog()) {
  const audience = createAudience();
  audience.join({ id: 'tab', tell: (event) => void events.push(event) });
  let time = 0;
  return createJobs({ directory, audience, log, now: () => (time += 1) });
}

const states = async (jobs: ReturnType<typeof open>) =>
  (await jobs.list()).map(({ name, state }) => `${name} ${state}`);

test('runs are told while they go, and are there after a restart', async () => {
  const log = memoryLog();
  log.hide('hunter22');
  const jobs = open(log);
  const [a, b, c] = [
    await jobs.start({ name: 'a', location: 'a.sluice.json' }),
    await jobs.start({ name: 'b' }),
    await jobs.start({ name: 'c' }),
  ];
  await a.finish([{ path: 'out.csv', rows: 3, bytes: 9 }]);
  await a.fail(cancelledError().error);
  await b.fail(operationalError('database-down', 'hunter22 was refused').error);
  await c.fail(cancelledError().error);
  expect(events.map((event) => event.event === 'jobs.changed' && event.job.state)).toEqual([
    ...['running', 'running', 'running', 'finished', 'failed', 'cancelled'],
  ]);
  const later = open();
  expect(await states(later)).toEqual(['c cancelled', 'b failed', 'a finished']);
  const [, failed, finished] = await later.list();
  expect(failed?.error).toEqual({ code: 'database-down', message: '[secret] was refused' });
  expect(finished).toMatchObject({ location: 'a.sluice.json', started: 1, ended: 4 });
  expect(finished).toMatchObject({ files: [{ path: 'out.csv', rows: 3, bytes: 9 }] });
  expect(await readFile(join(directory, 'jobs.json'), 'utf8')).not.toContain('hunter22');
});

test('what ran when its host ended is lost; what another host runs is running', async () => {
  const jobs = open();
  await jobs.start({ name: 'of a host that ended' });
  expect(await states(jobs)).toEqual(['of a host that ended running']);
  // Its process is this one, but nothing of it runs here.
  expect(await states(open())).toEqual(['of a host that ended lost']);
  const { pid: ended } = promisify(execFile)(process.execPath, ['-e', '']).child;
  for (const [owner, state] of [
    [process.ppid, 'running'],
    [ended ?? 0, 'lost'],
  ] as const) {
    await hasEnded(state === 'lost' ? ended : undefined);
    const path = join(directory, 'jobs.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"process": \d+/, `"process": ${owner}`));
    expect(await states(open())).toEqual([`of a host that ended ${state}`]);
  }
});

/** A process that was waited for leaves nothing behind that answers. */
async function hasEnded(pid: number | undefined): Promise<void> {
  while (pid !== undefined) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await promisify(execFile)(process.execPath, ['-e', '']);
  }
}

test('one that runs cannot be removed, and the past is bounded', async () => {
  const jobs = open();
  const running = await jobs.start({ name: 'running' });
  await expect(jobs.remove(running.id)).rejects.toMatchObject({ error: { code: 'job-running' } });
  const first = await jobs.start({ name: 'first' });
  await first.finish([]);
  for (let i = 0; i < 205; i += 1) {
    const job = await jobs.start({ name: `${i}` });
    await job.finish([]);
  }
  const all = await jobs.list();
  expect([all.length, all[0]?.name, all.at(-1)?.name]).toEqual([201, '204', 'running']);
  await jobs.remove(all[0]?.id ?? '');
  expect(await jobs.list()).toHaveLength(200);
});

test('a history that cannot be written stops no run', async () => {
  await writeFile(join(directory, 'file'), '');
  directory = join(directory, 'file');
  const log = memoryLog();
  const jobs = open(log);
  const job = await jobs.start({ name: 'a' });
  await job.finish([]);
  expect(await states(jobs)).toEqual(['a finished']);
  expect(log.lines.join()).toContain('cannot be written');
  directory = join(directory, '..');
});

test('a push of another process is told as it changes, and whether somebody attends to it', async () => {
  const stop = await open().watch();
  onTestFinished(stop);
  const other = createJobs({ directory, audience: createAudience(), log: memoryLog() });
  const push = { ...jobIn('running'), id: randomUUID(), process: process.ppid };
  await other.pushes.save(push);
  const told = () => events.at(-1);
  await expect.poll(told).toMatchObject({ job: { id: push.id, state: 'running', attended: true } });
  await other.pushes.save({ ...push, process: 0 });
  await expect.poll(told).toMatchObject({ job: { state: 'running', attended: false } });
  await other.pushes.save({ ...push, state: 'succeeded' });
  await expect.poll(told).toMatchObject({ job: { state: 'succeeded', attended: false } });
  expect(events.length).toBeLessThan(7);
});
