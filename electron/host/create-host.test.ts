import fc from 'fast-check';
import { expect, test } from 'vitest';
import { userError } from '../../engine/contract/errors.ts';
import {
  HOST_METHODS,
  type HostCaller,
  type HostEvent,
  type HostMethodName,
} from './api/host-api.ts';
import { createHostClient } from './api/host-client.ts';
import { createAudience } from './audience.ts';
import { CALLS_OF_ALL, CALLS_OF_ONE, createHost, type HostParts } from './create-host.ts';
import type { Handlers, HostPart } from './host-part.ts';

const notAsked = Object.fromEntries(
  Object.keys(HOST_METHODS).map((name) => [
    name,
    () => {
      throw new Error(`${name} was asked`);
    },
  ]),
) as unknown as Handlers<HostMethodName>;

function hostOf(handlers: Partial<Handlers<HostMethodName>>, others: Partial<HostParts> = {}) {
  const part: HostPart<HostMethodName> = { handlers: { ...notAsked, ...handlers } };
  return createHost({
    files: part,
    machine: part,
    engine: part,
    clusters: part,
    audience: createAudience(),
    ...others,
  });
}

const tab = (id = 'a'): HostCaller => ({ id, tell: () => undefined });
const silent = (): void => undefined;

test('a method that is not there is refused, whatever it is called', async () => {
  const host = hostOf({});
  for (const name of [
    '',
    'files.delete',
    '__proto__',
    'constructor',
    'toString',
    'x'.repeat(1e6),
  ]) {
    expect(await host.call(tab(), name, {}, silent)).toMatchObject({
      ok: false,
      error: { kind: 'user', code: 'host-bad-request' },
    });
  }
});

test.each<[string, unknown, string]>([
  ['recents.list', { extra: 1 }, 'Unrecognized key'],
  ['recents.list', undefined, 'expected object'],
  ['files.stat', { file: '../../etc/passwd' }, 'file'],
  ['files.stat', { file: 'x'.repeat(65) }, 'file'],
  ['files.read', { file: 'x'.repeat(22), fingerprint: '', start: 5, end: 4 }, 'no range'],
  ['files.read', { file: 'x'.repeat(22), fingerprint: '', start: 0, end: 2 ** 40 }, 'too large'],
  ['files.read', { file: 'x'.repeat(22), fingerprint: '', start: Number.NaN, end: 1 }, 'start'],
  ['files.find', { pattern: 'x'.repeat(5000) }, 'pattern'],
  ['credentials.grant', { name: 'warehouse' }, 'Say to which document'],
  ['settings.set', { place: 'moon' }, 'place'],
])('%s refuses %j', async (name, params, message) => {
  const answer = await hostOf({}).call(tab(), name, params, silent);
  expect(answer).toMatchObject({ ok: false, error: { code: 'host-bad-request' } });
  expect(!answer.ok && answer.error.message).toContain(message);
});

test('a refused credential does not come back in the message', async () => {
  const params = {
    name: 'w',
    credential: { kind: 'hunter2', password: 'hunter2', port: 'hunter2' },
  };
  const answer = await hostOf({}).call(tab(), 'credentials.put', params, silent);
  expect(answer).toMatchObject({ ok: false, error: { code: 'host-bad-request' } });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('no params of any shape make it throw or reach a method', async () => {
  const host = hostOf({});
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(HOST_METHODS)),
      fc.anything({ withMap: true, withDate: true, withNullPrototype: true, withTypedArray: true }),
      async (name, params) => {
        const answer = await host.call(tab(), name, params, silent);
        expect(answer.ok).toBe(false);
      },
    ),
  );
});

test('an answer that is not as agreed does not get out', async () => {
  const host = hostOf({ 'settings.get': () => ({ place: 'moon' }) as never });
  expect(await host.call(tab(), 'settings.get', {}, silent)).toMatchObject({
    ok: false,
    error: { kind: 'internal', message: 'The answer to settings.get is not as agreed.' },
  });
});

test('progress is told where a method has some, and a listener that is gone ends nothing', async () => {
  const told: unknown[] = [];
  const listener = (progress: unknown): void => {
    told.push(progress);
    throw new Error('the socket is gone');
  };
  const host = hostOf({
    'engine.start': (_params, { onProgress }) => {
      onProgress('half');
      return { workers: 2 };
    },
    'jobs.list': (_params, { onProgress }) => {
      onProgress('half' as never);
      return [];
    },
  });
  const started = await host.call(tab(), 'engine.start', {}, listener);
  expect(started).toEqual({ ok: true, value: { workers: 2 } });
  expect(await host.call(tab(), 'jobs.list', {}, listener)).toEqual({ ok: true, value: [] });
  expect(told).toEqual(['half']);
});

test('what a service throws is an error with a code, without secrets, and is reported', async () => {
  const reported: string[] = [];
  const host = hostOf(
    {
      'recents.list': () => Promise.reject(new Error('hunter2 is wrong')),
      'jobs.list': () => {
        throw userError('is-a-folder', 'hunter2 is a folder.', { hint: 'not hunter2' });
      },
    },
    {
      onError: (method, { code }) => void reported.push(`${method} ${code}`),
      mask: (text) => text.replaceAll('hunter2', '***'),
    },
  );
  const answers = [
    await host.call(tab(), 'recents.list', {}, silent),
    await host.call(tab(), 'jobs.list', {}, silent),
  ];
  expect(answers).toMatchObject([
    { ok: false, error: { kind: 'internal', message: '*** is wrong' } },
    { ok: false, error: { kind: 'user', code: 'is-a-folder', hint: 'not ***' } },
  ]);
  expect(JSON.stringify(answers)).not.toContain('hunter2');
  expect(reported).toEqual(['recents.list internal', 'jobs.list is-a-folder']);
});

test('ten thousand calls at once: a bounded number is worked on, the others are refused', async () => {
  let underWay = 0;
  let most = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const host = hostOf({
    'jobs.list': async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await opened;
      underWay -= 1;
      return [];
    },
  });
  const callers = Array.from({ length: 10 }, (_, i) => tab(`tab ${i}`));
  const calls = Array.from({ length: 10_000 }, (_, i) =>
    host.call(callers[i % 10] as HostCaller, 'jobs.list', {}, silent),
  );
  open();
  const answers = await Promise.all(calls);
  const refused = answers.filter((answer) => !answer.ok);
  expect(most).toBe(CALLS_OF_ALL);
  expect(refused).toHaveLength(10_000 - CALLS_OF_ALL);
  expect(refused[0]).toMatchObject({ error: { kind: 'operational', code: 'host-busy' } });
  expect(await host.call(tab('tab 0'), 'jobs.list', {}, silent)).toEqual({ ok: true, value: [] });
});

test('one tab that asks too much leaves room for the others', async () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const host = hostOf({ 'jobs.list': () => opened.then(() => []), 'recents.list': () => [] });
  const calls = Array.from({ length: 2000 }, () =>
    host.call(tab('greedy'), 'jobs.list', {}, silent),
  );
  expect(await host.call(tab('modest'), 'recents.list', {}, silent)).toEqual({
    ok: true,
    value: [],
  });
  open();
  const answers = await Promise.all(calls);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(CALLS_OF_ONE);
});

test('a tab that left is heard no more, and every service is told once', async () => {
  const left: string[] = [];
  const part: HostPart<HostMethodName> = {
    handlers: { ...notAsked, 'recents.list': () => [] },
    leave: ({ id }) => Promise.resolve(void left.push(id)),
    close: () => Promise.reject(new Error('a service that cannot end')),
  };
  const audience = createAudience();
  const host = createHost({ files: part, machine: part, engine: part, clusters: part, audience });
  const [a, b] = [tab('a'), tab('b')];
  const told: HostEvent[] = [];
  const listening: HostCaller = { ...b, tell: (event) => void told.push(event) };
  await host.call(a, 'recents.list', {}, silent);
  await host.call(listening, 'recents.list', {}, silent);
  await Promise.all([host.leave(a), host.leave(a)]);
  expect(left).toEqual(['a', 'a', 'a', 'a']);
  audience.tellAll({ event: 'command', command: 'run' });
  expect(told).toHaveLength(1);
  expect(await host.call(a, 'recents.list', {}, silent)).toMatchObject({
    error: { code: 'host-closed' },
  });
  await host.close();
  expect(await host.call(listening, 'recents.list', {}, silent)).toMatchObject({
    error: { code: 'host-closed' },
  });
});

test('the typed client speaks to it in the page', async () => {
  const host = hostOf({ 'settings.get': () => ({ place: 'tab', updates: false }) });
  const client = createHostClient({
    call: (name, params, onProgress) => host.call(tab(), name, params, onProgress),
    onEvent: () => undefined,
    onClosed: () => undefined,
  });
  expect(await client.call('settings.get', {})).toEqual({
    ok: true,
    value: { place: 'tab', updates: false },
  });
});
