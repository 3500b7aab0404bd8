import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PushJob, PushState } from '../../../engine/contract/push-job.ts';
import { jobIn } from '../../../engine/remote/jobs/testing/example-job.ts';
import type { HostEvent } from '../api/host-api.ts';
import { createAudience } from '../audience.ts';
import { memoryLog } from '../testing/memory-log.ts';
import { createJobs } from './jobs.ts';
import { createPushStore } from './push-store.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-pushes-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const pushed = (state: PushState, at = 1): PushJob => ({
  ...jobIn(state),
  id: randomUUID(),
  timeline: [{ state, at }],
});
const open = (log = memoryLog()) => createPushStore({ directory, log });

test('whatever a client has sent is found after it was killed, at whatever moment', async () => {
  const script = join(directory, 'client.mjs');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'testing/push-until-killed.ts'),
      outDir: directory,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'client.mjs' } },
    },
    ssr: { noExternal: true },
  });
  for (const kill of [1, 2, 9, 30]) {
    const id = randomUUID();
    const client = spawn(process.execPath, [script, directory, id]);
    let said = '';
    client.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > kill) client.kill('SIGKILL');
    });
    const [, signal] = (await once(client, 'close')) as [number | null, string];
    expect(signal).toBe('SIGKILL');
    const kept = (await open().read(id))?.operations.map((operation) => operation.id) ?? [];
    const sent = said.split('\n').slice(0, -1);
    expect(sent.length).toBeGreaterThanOrEqual(kill);
    expect(kept.slice(0, sent.length)).toEqual(sent);
    // At most the one that was about to be sent.
    expect(kept.length - sent.length).toBeLessThanOrEqual(1);
  }
  // Nothing of the writes that were cut short is taken for a job.
  expect(await open().list()).toHaveLength(4);
});

test('clients at the same time undo nothing of each other', async () => {
  const jobs = Array.from({ length: 10 }, (_, at) => pushed('running', at));
  await Promise.all(jobs.map((job) => open().save(job)));
  expect(await open().list()).toEqual(jobs.toReversed());
});

test('what has ended is bounded, what has not is kept; a damaged one steps aside', async () => {
  const store = createPushStore({ directory, log: memoryLog(), mostEnded: 3 });
  const running = pushed('running', 0);
  await store.save(running);
  for (let at = 1; at <= 5; at += 1) await store.save(pushed('succeeded', at));
  const all = await store.list();
  expect([all.length, startOfFirst(all), all.at(-1)?.id]).toEqual([4, 5, running.id]);
  await writeFile(join(directory, 'pushes', `${running.id}.json`), '{"version": 1, "job"');
  const log = memoryLog();
  expect(await open(log).read(running.id)).toBeUndefined();
  expect(log.lines.join()).toContain('damaged');
  expect(await readdir(join(directory, 'pushes'))).toContain(`${running.id}.json.aside`);
  expect(await store.read('../../etc/passwd')).toBeUndefined();
});

const startOfFirst = ([first]: readonly PushJob[]): number | undefined => first?.timeline[0]?.at;

test('the registry of the host has pushes beside runs, and tells of them', async () => {
  const events: HostEvent[] = [];
  const audience = createAudience();
  audience.join({ id: 'tab', tell: (event) => void events.push(event) });
  const log = memoryLog();
  log.hide('hunter22');
  const jobs = createJobs({ directory, audience, log, now: () => 5 });
  const run = await jobs.start({ name: 'a run' });
  const push = pushed('running', 9);
  await jobs.pushes.save(push);
  expect((await jobs.list()).map(({ id }) => id)).toEqual([push.id, run.id]);
  await expect(jobs.remove(push.id)).rejects.toMatchObject({ error: { code: 'job-running' } });
  const failed = { ...push, state: 'failed' as const, error: { code: 'x', message: 'hunter22' } };
  await jobs.pushes.save(failed);
  expect(events.at(-1)).toMatchObject({ job: { id: push.id, error: { message: '[secret]' } } });
  expect((await jobs.pushes.read(push.id))?.error?.message).toBe('[secret]');
  await jobs.remove(push.id);
  expect((await jobs.list()).map(({ id }) => id)).toEqual([run.id]);
});
