import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** Outputs that cannot be written. */

let bench: Workbench;
const data = csvInput('data.csv');

beforeAll(async () => {
  bench = await openWorkbench();
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i},${'x'.repeat(40)}${i}`);
  await bench.file('data.csv', `id,text\n${lines.join('\n')}\n`);
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const output = (path: string, params: Readonly<Record<string, unknown>> = {}) =>
  step('output.file', 'data', { path, format: 'csv', ...params });

test('a folder that is not there, and one that is a file', async () => {
  for (const path of ['nowhere/out.csv', 'data.csv/out.csv']) {
    expect(await bench.failure({ data, out: output(path) })).toMatchObject({
      kind: 'user',
      code: 'output-folder-missing',
      node: 'out',
      param: 'path',
      hint: expect.stringContaining('Create the folder') as string,
    });
  }
});

test('a folder in place of the file, and a file that must not be there', async () => {
  await mkdir(join(bench.folder, 'folder'));
  await bench.file('old.csv', 'old\n');
  expect(await bench.failure({ data, out: output('folder') })).toMatchObject({
    code: 'output-exists',
    node: 'out',
    param: 'path',
  });
  const careful = output('old.csv', { mode: 'error' });
  expect(await bench.failure({ data, out: careful })).toMatchObject({
    kind: 'user',
    code: 'output-exists',
    node: 'out',
    hint: expect.any(String) as string,
  });
  expect(await readFile(join(bench.folder, 'old.csv'), 'utf8')).toBe('old\n');
});

// The kernel lets nobody make files there, the superuser included.
test.skipIf(process.platform !== 'linux')('a folder in which nothing can be made', async () => {
  const error = await bench.failure({ data, out: output('/proc/out.csv') });
  expect(error).toMatchObject({ node: 'out', param: 'path', hint: expect.any(String) as string });
  expect(['output-unwritable', 'output-read-only']).toContain(error.code);
  expect(error.message).toContain('/proc/out.csv');
  expect(error.message).not.toContain('.tmp');
});

test('two outputs of one path, however it is written', async () => {
  const nodes = { data, one: output('same.csv'), two: output('./sub/../same.csv') };
  expect(await bench.failure(nodes)).toMatchObject({
    code: 'shared-output',
    node: 'two',
    param: 'path',
    message: expect.stringContaining('one') as string,
    hint: expect.any(String) as string,
  });
});

test('one output that fails takes back all: no file is new, no temporary one stays', async () => {
  await bench.file('first.csv', 'before\n');
  const wrong = step('columns.derive', 'data', {
    expressions: [{ name: 'n', expression: 'CAST(text AS INTEGER)' }],
  });
  const nodes = {
    data,
    wrong,
    first: output('first.csv'),
    second: step('output.file', 'wrong', { path: 'second.csv', format: 'csv' }),
  };
  expect(await bench.failure(nodes)).toMatchObject({ code: 'bad-cast', node: 'wrong' });
  expect(await readFile(join(bench.folder, 'first.csv'), 'utf8')).toBe('before\n');
  const names = await readdir(bench.folder);
  expect(names.filter((name) => name.includes('second') || name.includes('.tmp'))).toEqual([]);
});

/** A file system of one megabyte, where mounting is allowed. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.each(['csv', 'parquet', 'ndjson'])('%s: a full disk', async (format) => {
  const path = join(bench.folder, `small-${format}`);
  await mkdir(path);
  if (!mountSmall(path)) {
    console.warn('No file system can be mounted here: a full disk is not tested.');
    return;
  }
  try {
    await writeFile(join(path, 'out'), 'older');
    const full = output(join(path, 'out'), { format, ...uncompressed(format) });
    const error = await bench.failure({ data, full });
    expect(error).toMatchObject({
      kind: 'operational',
      code: 'disk-full',
      node: 'full',
      param: 'path',
      hint: expect.stringContaining('older file') as string,
    });
    expect(await readdir(path)).toEqual(['out']);
    expect(await readFile(join(path, 'out'), 'utf8')).toBe('older');
  } finally {
    execFileSync('umount', [path]);
  }
});

const uncompressed = (format: string): Readonly<Record<string, unknown>> =>
  format === 'parquet' ? { compression: 'none' } : {};
