/** The built command from outside: real engine, real files, real signals. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunEvent } from '../contract/run-events.ts';
import { ORDERS_CSV, ordersPipeline } from './testing/orders-pipeline.ts';
import { type Spawned, spawnCli, type SpawnSettings } from './testing/spawn-cli.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  for (const folder of ['data', 'pipelines', 'out']) await mkdir(join(cwd, folder));
  const files: Record<string, string> = {
    'data/orders.csv': ORDERS_CSV,
    'pipelines/good.json': ordersPipeline(),
    'pipelines/bad.json': ordersPipeline((nodes) => {
      nodes['large'] = {
        type: 'rows.filter',
        inputs: { input: 'orders' },
        params: { condition: "city = 'x' and amuont >= $least" },
      };
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

test('a pipeline from standard input starts from the current folder', async () => {
  const settings = { cwd: join(cwd, 'pipelines'), stdin: ordersPipeline() };
  const { code, stdout } = await sluice(['preview', '-', '-n', 'orders', '-f', 'csv'], settings);
  expect(code).toBe(0);
  expect(stdout).toContain('1,Oslo,10.5');
});

test('check, explain, format and diff', async () => {
  const checked = await sluice(['check', 'pipelines/good.json']);
  expect(checked).toEqual({ code: 0, stdout: 'OK: pipelines/good.json, 3 steps\n', stderr: '' });
  const explained = await sluice(['explain', 'pipelines/good.json', '--pass', 'sql']);
  expect(explained.code).toBe(0);
  expect(explained.stdout).toContain('amount');
  expect((await sluice(['format', '--check', 'pipelines/good.json'])).code).toBe(1);
  expect((await sluice(['format', '-'], { stdin: ordersPipeline() })).stdout).toContain(
    '"sluice/1"',
  );
  expect((await sluice(['diff', 'pipelines/good.json', 'pipelines/bad.json'])).code).toBe(1);
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

test('native DuckDB writes the same file, and Ctrl-C ends it, too', async () => {
  await rm(join(cwd, 'out/large.csv'), { force: true });
  const { code, stdout, stderr } = await sluice([
    'run',
    'pipelines/good.json',
    '--engine',
    'native',
  ]);
  expect(stderr).toBe('');
  expect(stdout).toContain('wrote ../out/large.csv  2 rows');
  expect(code).toBe(0);
  expect(await readFile(join(cwd, 'out/large.csv'), 'utf8')).toBe(
    'id,city,amount\n2,上海,20.0\n3,,30.25\n',
  );
  await mkdir(join(cwd, 'cancelled'), { recursive: true });
  const ended = await sluice(['run', '-', '--json', '--engine', 'native'], {
    stdin: endless,
    onOutput: (text, child) => {
      if (text.includes('"stage-started"') && !child.killed) child.kill('SIGINT');
    },
  });
  expect(eventsOf(ended.stdout).at(-1)).toMatchObject({ status: 'cancelled' });
  expect(ended.code).toBe(130);
  expect(await readdir(join(cwd, 'cancelled'))).toEqual([]);
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
  const preload = join(import.meta.dirname, 'testing/interrupt-write.cjs');
  const { code, stderr } = await sluice(['run', '-', '--workers', '1'], {
    stdin: endless.replace('400000000', '1000'),
    env: { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` },
  });
  expect(stderr).toContain('cancelled');
  expect(code).toBe(130);
  expect(await readdir(folder)).toEqual(['numbers.csv']);
  expect(await readFile(join(folder, 'numbers.csv'), 'utf8')).toBe('older\n');
});

/** Programs with which Node finds no native DuckDB, as where there is no build for the platform. */
const HIDE = {
  'hide.mjs': "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);",
  'hooks.mjs': `export const resolve = (name, context, next) => {
    if (name.startsWith('@duckdb/node-')) throw new Error('there is no ' + name);
    return next(name, context);
  };`,
};

test('without native DuckDB a run goes on with the wasm engine, and says so', async () => {
  for (const [name, text] of Object.entries(HIDE)) await writeFile(join(cwd, name), text);
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(cwd, 'hide.mjs')).href}` };
  const { code, stderr } = await sluice(['run', 'pipelines/good.json', '--engine', 'native'], {
    env,
  });
  expect(stderr).toContain(
    'Native DuckDB cannot be loaded on this platform: the run goes on with the wasm engine.',
  );
  expect(code).toBe(0);
  const nodes = {
    data: {
      type: 'input.database-file',
      params: { path: 'data/orders.csv', engine: 'duckdb', table: 't' },
    },
  };
  const document = { format: 'sluice/1', name: 'file', nodes };
  await writeFile(join(cwd, 'file.json'), JSON.stringify(document));
  const file = await sluice(['run', 'file.json', '--target', 'data'], { env });
  expect(file.stderr).toContain(
    'Files of DuckDB are read by native DuckDB, which cannot be loaded on this platform.',
  );
  expect(file.stderr).toContain('Export the tables as Parquet files');
  expect(file.code).not.toBe(0);
});
