/** The built command from outside: real engine, real files, real signals. */
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunEvent } from '../contract/run-events.ts';
import { type Spawned, spawnCli, type SpawnSettings } from './testing/spawn-cli.ts';

let cwd: string;

const CSV = 'id,city,amount\n1,Oslo,10.5\n2,上海,20\n3,,30.25\n4,"a, b",-1\n';

const pipeline = (change: (nodes: Record<string, unknown>) => void = () => undefined): string => {
  const nodes: Record<string, unknown> = {
    orders: { type: 'input.csv', params: { path: '../data/orders.csv' } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount >= $least' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large' },
      params: { path: '../out/large.csv', format: 'csv' },
    },
  };
  change(nodes);
  const parameters = { least: { type: 'DOUBLE', default: 20 } };
  return JSON.stringify(
    { format: 'sluice/1', name: 'Large orders', parameters, nodes },
    undefined,
    2,
  );
};

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  for (const folder of ['data', 'pipelines', 'out']) await mkdir(join(cwd, folder));
  const files: Record<string, string> = {
    'data/orders.csv': CSV,
    'pipelines/good.json': pipeline(),
    'pipelines/bad.json': pipeline((nodes) => {
      nodes['large'] = {
        type: 'rows.filter',
        inputs: { input: 'orders' },
        params: { condition: "city = 'x' and amuont >= $least" },
      };
    }),
    'pipelines/missing-data.json': pipeline((nodes) => {
      nodes['orders'] = { type: 'input.csv', params: { path: '../data/odrers.csv' } };
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
});
afterAll(() => rm(cwd, { recursive: true }));

const sluice = (args: readonly string[], settings: Partial<SpawnSettings> = {}): Promise<Spawned> =>
  spawnCli(args, { cwd, ...settings });

const eventsOf = (stdout: string): RunEvent[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

test('run writes the files and says so', async () => {
  const { code, stdout, stderr } = await sluice(['run', 'pipelines/good.json']);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^wrote \.\.\/out\/large\.csv {2}2 rows {2}\d+ B\nDone: Large orders, /);
  expect(code).toBe(0);
  expect(await readFile(join(cwd, 'out/large.csv'), 'utf8')).toBe(
    'id,city,amount\n2,上海,20.0\n3,,30.25\n',
  );
  expect(await readdir(join(cwd, 'out'))).toEqual(['large.csv']);
});

test('run --json prints one event per line, run-finished last', async () => {
  const { code, stdout } = await sluice(
    ['run', 'good.json', '--json', '-p', 'least=0', '-w', '1', '-m', '500MB'],
    { cwd: join(cwd, 'pipelines') },
  );
  expect(code).toBe(0);
  const events = eventsOf(stdout);
  expect(events[0]).toMatchObject({ type: 'run-started', pipeline: 'Large orders', workers: 1 });
  expect(events).toContainEqual(expect.objectContaining({ type: 'file-written', rows: 3 }));
  expect(events.at(-1)).toMatchObject({ type: 'run-finished', status: 'succeeded' });
  expect(events.filter(({ type }) => type === 'run-finished')).toHaveLength(1);
});

test('run --target prints rows and writes nothing', async () => {
  await rm(join(cwd, 'out/large.csv'), { force: true });
  const args = ['run', 'pipelines/good.json', '--target', 'large', '--target', 'large.dropped'];
  const { code, stdout } = await sluice(args);
  expect(code).toBe(0);
  expect(stdout).toContain(
    [
      'large.kept: 2 rows',
      '    id  city     amount',
      'BIGINT  VARCHAR  DOUBLE',
      '──────  ───────  ──────',
      '     2  上海       20.0',
      '     3  null      30.25',
    ].join('\n'),
  );
  expect(stdout).toContain('large.dropped: 2 rows');
  expect(await readdir(join(cwd, 'out'))).toEqual([]);
});

test('preview in three formats', async () => {
  const preview = (...args: string[]) =>
    sluice(['preview', 'pipelines/good.json', '--node', 'orders', '--rows', '3', ...args]);
  const table = await preview();
  expect(table.code).toBe(0);
  expect(table.stdout).toMatch(/\n3 rows, there are more\n$/);
  expect((await preview('--format', 'csv')).stdout).toBe(
    'id,city,amount\n1,Oslo,10.5\n2,上海,20.0\n3,,30.25\n',
  );
  expect(JSON.parse((await preview('--format', 'json')).stdout)).toEqual([
    { id: 1, city: 'Oslo', amount: 10.5 },
    { id: 2, city: '上海', amount: 20 },
    { id: 3, city: null, amount: 30.25 },
  ]);
});

test('a step that is not there is named', async () => {
  for (const args of [
    ['preview', 'pipelines/good.json', '--node', 'lrage'],
    ['run', 'pipelines/good.json', '--target', 'large.nope'],
  ]) {
    const { code, stderr } = await sluice(args);
    expect(stderr).toMatch(/error\[unknown-/);
    expect(code).toBe(1);
  }
});

test('check: fine, with schemas', async () => {
  const { code, stdout } = await sluice(['check', 'pipelines/good.json', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    schemas: {
      'large.kept': [{ name: 'id', type: 'BIGINT' }, { name: 'city' }, { name: 'amount' }],
    },
  });
  expect((await sluice(['check', 'pipelines/good.json'])).stdout).toBe(
    'OK: pipelines/good.json, 3 steps\n',
  );
});

test('a wrong column is underlined by check, and stops a run', async () => {
  const excerpt = [
    "   |  city = 'x' and amuont >= $least",
    '   |                 ^^^^^^',
    '   = help: Did you mean "amount"?',
  ].join('\n');
  const checked = await sluice(['check', 'pipelines/bad.json']);
  expect(checked.code).toBe(1);
  expect(checked.stdout).toContain('error[unknown-column]');
  expect(checked.stdout).toContain('step large, param condition');
  expect(checked.stdout).toContain(excerpt);
  const ran = await sluice(['run', 'pipelines/bad.json']);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toBe('');
  expect(ran.stderr).toContain(excerpt);
  expect(ran.stderr).not.toMatch(/\n\s+at /);
});

test('parameters: unknown and of the wrong type', async () => {
  const unknown = await sluice(['run', 'pipelines/good.json', '-p', 'laest=1']);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('error[unknown-parameter]');
  const wrong = await sluice(['check', 'pipelines/good.json', '-p', 'least=many']);
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain('error[invalid-parameter]');
});

test('data that is not there: the file, and a near name', async () => {
  const { code, stderr } = await sluice(['run', 'pipelines/missing-data.json']);
  expect(code).toBe(1);
  expect(stderr).toContain('odrers.csv was not found');
  expect(stderr).toContain('Did you mean orders.csv?');
});

test('explain shows every pass', async () => {
  for (const pass of ['logical', 'optimised', 'physical', 'stages', 'sql']) {
    const { code, stdout } = await sluice(['explain', 'pipelines/good.json', '--pass', pass]);
    expect(code, pass).toBe(0);
    expect(stdout, pass).toMatch(/amount/);
  }
});

test('a pipeline from standard input starts from the current folder', async () => {
  const settings = { cwd: join(cwd, 'pipelines'), stdin: pipeline() };
  const { code, stdout } = await sluice(['preview', '-', '-n', 'orders', '-f', 'csv'], settings);
  expect(code).toBe(0);
  expect(stdout).toContain('1,Oslo,10.5');
});

test('usage errors and unreadable files exit with 2', async () => {
  expect((await sluice(['run'])).code).toBe(2);
  expect((await sluice(['run', 'nothing.json'])).code).toBe(2);
  expect((await sluice(['--version'])).code).toBe(0);
});

test('output that nobody reads on is no error', async () => {
  const args = ['preview', 'pipelines/good.json', '-n', 'orders'];
  const { code, stderr } = await sluice(args, { onStart: (child) => child.stdout?.destroy() });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

/** Far more rows than are written before the signal comes. */
const endless = JSON.stringify({
  format: 'sluice/1',
  name: 'Endless',
  nodes: {
    numbers: { type: 'input.generate', params: { kind: 'range', stop: 400_000_000 } },
    out: {
      type: 'output.file',
      inputs: { input: 'numbers' },
      params: { path: 'cancelled/numbers.csv', format: 'csv' },
    },
  },
});

test('Ctrl-C while computing: 130, no file', async () => {
  await mkdir(join(cwd, 'cancelled'), { recursive: true });
  const { code, stdout, stderr } = await sluice(['run', '-', '--json', '-m', '500MB'], {
    stdin: endless,
    onOutput: (text, child) => {
      if (text.includes('"task-finished"') && !child.killed) child.kill('SIGINT');
    },
  });
  expect(eventsOf(stdout).at(-1)).toMatchObject({ type: 'run-finished', status: 'cancelled' });
  expect(stderr).toContain('cancelled');
  expect(code).toBe(130);
  expect(await readdir(join(cwd, 'cancelled'))).toEqual([]);
});

test('Ctrl-C while a file is being written: the older file stays, nothing else', async () => {
  const folder = join(cwd, 'cancelled');
  await writeFile(join(folder, 'numbers.csv'), 'older\n');
  const stop = new AbortController();
  const { code } = await sluice(['run', '-', '--workers', '1'], {
    stdin: endless.replace('400000000', '8000000'),
    onStart: (child) => {
      watch(folder, { signal: stop.signal }, (_, name) => {
        if (name?.endsWith('.tmp') === true && !child.killed) child.kill('SIGINT');
      });
    },
  });
  stop.abort();
  expect(code).toBe(130);
  expect(await readdir(folder)).toEqual(['numbers.csv']);
  expect(await readFile(join(folder, 'numbers.csv'), 'utf8')).toBe('older\n');
});
