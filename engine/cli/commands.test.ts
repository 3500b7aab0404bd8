/** Commands in this process over one real engine: what is slow, starting workers, happens once. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { EXPORT_TARGETS } from '../export/project.ts';
import { createEngine } from '../run/engine.ts';
import type { Engine } from '../run/engine-api.ts';
import { createNodeRuntime } from '../runtime/node.ts';
import { openClusterHost } from './cluster/open-cluster.ts';
import { ORDERS_CSV, ordersPipeline } from './testing/orders-pipeline.ts';
import { runInProcess } from './testing/run-in-process.ts';

const WORKER = new URL('../../dist/node/worker.js', import.meta.url);

let cwd: string;
let engine: Engine;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluice-commands-'));
  for (const folder of ['data', 'pipelines', 'out']) await mkdir(join(cwd, folder));
  const files: Record<string, string> = {
    'data/orders.csv': ORDERS_CSV,
    'pipelines/good.json': ordersPipeline(),
    'pipelines/sampled.json': ordersPipeline((nodes) => {
      nodes['large'] = {
        type: 'combine.join',
        inputs: { left: 'orders', right: 'orders' },
        params: { on: [{ left: 'id', right: 'id' }] },
      };
      nodes['some'] = {
        type: 'rows.sample',
        inputs: { input: 'large' },
        params: { rows: 2, method: 'random' },
      };
      nodes['out'] = {
        type: 'output.file',
        inputs: { input: 'some' },
        params: { path: '../out/some.csv', format: 'csv' },
      };
    }),
    'pipelines/unwritten.json': ordersPipeline((nodes) => {
      delete nodes['out'];
      nodes['chart'] = {
        type: 'output.chart',
        inputs: { input: 'orders' },
        params: { spec: { mark: 'bar', x: 'id' } },
      };
    }),
    'pipelines/missing-data.json': ordersPipeline((nodes) => {
      nodes['orders'] = { type: 'input.csv', params: { path: '../data/odrers.csv' } };
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  engine = await createEngine({
    runtime: createNodeRuntime({ workerUrl: WORKER, baseDirectory: join(cwd, 'pipelines') }),
    registry,
    workers: 1,
  });
});
afterAll(async () => {
  await engine.close();
  await rm(cwd, { recursive: true });
});

const sluice = (args: readonly string[], width?: number) =>
  runInProcess(args, {
    cwd,
    openEngine: () => Promise.resolve({ ...engine, close: () => Promise.resolve() }),
    ...(width === undefined ? {} : { width }),
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

test('check --target finds what a language refuses, at its step', async () => {
  const fine = await sluice(['check', 'pipelines/good.json', '--target', 'sql']);
  expect(fine).toMatchObject({ code: 0, stdout: 'OK: pipelines/good.json, 3 steps\n' });
  const { code, stdout } = await sluice(['check', 'pipelines/sampled.json', '--target', 'sql']);
  expect(code).toBe(1);
  expect(stdout).toContain('error[not-in-duckdb]');
  expect(stdout).toContain('step some');
  expect((await sluice(['check', 'pipelines/sampled.json'])).code).toBe(0);
  const json = await sluice(['check', 'pipelines/sampled.json', '--target', 'sql', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, diagnostics: [{ node: 'some' }] });
});

test('a program that takes other rows is a warning, of check and of export', async () => {
  const given = ['pipelines/sampled.json', '--target', 'pyspark'];
  const { code, stdout } = await sluice(['check', ...given]);
  expect(stdout).toContain('warning[differs-on-spark]');
  expect(stdout).toMatch(/^OK: pipelines\/sampled.json, \d steps, 1 warning$/m);
  expect(code).toBe(0);
  const exported = await sluice(['export', ...given, '--out', 'sampled']);
  expect(exported.code).toBe(0);
  expect(exported.stderr).toContain('warning[differs-on-spark]');
});

test.each([...EXPORT_TARGETS, 'spark'])(
  'check --target %s: a pipeline that it can say',
  async (target) => {
    const { code, stdout } = await sluice(['check', 'pipelines/good.json', '--target', target]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'OK: pipelines/good.json, 3 steps\n' });
  },
);

test.each(EXPORT_TARGETS)('a pipeline that writes nothing is no %s', async (target) => {
  const given = ['pipelines/unwritten.json', '--target', target];
  const checked = await sluice(['check', ...given]);
  expect(checked.code).toBe(1);
  expect(checked.stdout).toContain('error[nothing-to-export]');
  const exported = await sluice(['export', ...given, '--out', 'unwritten']);
  expect(exported).toMatchObject({ code: 1, stdout: '' });
  expect(exported.stderr).toContain('Add an output step after "large".');
  await expect(readdir(join(cwd, 'unwritten'))).rejects.toThrow('ENOENT');
});

test('export writes a project, the same bytes each time', async () => {
  const args = [
    'export',
    'pipelines/good.json',
    '--target',
    'python-duckdb',
    '--out',
    'code/orders',
  ];
  const { code, stdout } = await sluice(args);
  expect(code).toBe(0);
  const files = ['pipeline.py', 'requirements.txt', 'README.md'];
  expect(stdout).toBe(files.map((name) => `${join('code/orders', name)}\n`).join(''));
  const read = () => Promise.all(files.map((name) => readFile(join(cwd, 'code/orders', name))));
  const before = await read();
  expect(before[0]?.toString()).toContain('--least');
  await sluice(args);
  expect(await read()).toEqual(before);
});

test('export of what the language refuses writes nothing', async () => {
  const args = ['export', 'pipelines/sampled.json', '--target', 'sql', '--out', 'refused'];
  const { code, stdout, stderr } = await sluice(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('error[not-in-duckdb]');
  await expect(readdir(join(cwd, 'refused'))).rejects.toThrow('ENOENT');
});

test('export says which languages there are', async () => {
  const { code, stderr } = await sluice([
    'export',
    'pipelines/good.json',
    '--target',
    'cobol',
    '--out',
    'x',
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('scala-spark');
});

test('what a cluster would cost is told without asking one', async () => {
  const openCluster = () =>
    Promise.resolve(openClusterHost({ directory: cwd, env: {}, onWarning: () => undefined }));
  const estimated = await runInProcess(
    ['push', 'pipelines/good.json', '--to', 'sc://127.0.0.1:1', '--estimate', '--json'],
    {
      cwd,
      openCluster,
      openEngine: () => Promise.resolve({ ...engine, close: () => Promise.resolve() }),
    },
  );
  expect(JSON.parse(estimated.stdout)).toMatchObject({
    measure: { sources: [{ step: 'orders', bytes: Buffer.byteLength(ORDERS_CSV) }] },
    estimate: { recommended: 'local', reason: 'fits-here' },
  });
  const { stdout } = await sluice(['explain', 'pipelines/good.json', '--pass', 'cluster']);
  expect(stdout).toContain('Run it here: a cluster would not be much faster.');
});
