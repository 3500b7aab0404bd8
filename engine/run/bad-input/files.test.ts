import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** Files that are not there, not whole, or not what they should be. */

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench();
  const lines = Array.from({ length: 5000 }, (_, i) => `${i},name ${i % 97},${i * 1.5}`);
  await bench.file('data.csv', `id,name,amount\n${lines.join('\n')}\n`);
  const data = csvInput('data.csv');
  for (const format of ['parquet', 'arrow', 'json']) {
    const out = step('output.file', 'data', { path: `data.${format}`, format });
    await bench.run({ data, out });
  }
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const input = (format: string, path: string) => ({ type: `input.${format}`, params: { path } });

const damaged = async (
  name: string,
  source: string,
  damage: (bytes: Uint8Array) => Uint8Array,
): Promise<void> => {
  const bytes = new Uint8Array(await readFile(join(bench.folder, source)));
  await writeFile(join(bench.folder, name), damage(bytes));
};

const FORMATS = ['csv', 'parquet', 'json', 'arrow'];

test.each(FORMATS)('%s: a file that is not there, with a near name', async (format) => {
  expect(await bench.failure({ data: input(format, `dta.${format}`) }, 'data')).toMatchObject({
    kind: 'user',
    code: 'file-not-found',
    node: 'data',
    param: 'path',
    hint: `Did you mean data.${format}?`,
  });
});

test.each(FORMATS)('%s: a glob without files, and a folder', async (format) => {
  expect(await bench.failure({ data: input(format, 'no-*.x') }, 'data')).toMatchObject({
    code: 'file-not-found',
    node: 'data',
    param: 'path',
  });
  expect(await bench.failure({ data: input(format, '.') }, 'data')).toMatchObject({
    code: 'is-a-folder',
    node: 'data',
    hint: expect.stringContaining('*') as string,
  });
});

test.each(FORMATS)('%s: a file of no bytes', async (format) => {
  await bench.file('empty', '');
  expect(await bench.failure({ data: input(format, 'empty') }, 'data')).toMatchObject({
    kind: 'user',
    code: 'empty-file',
    node: 'data',
    param: 'path',
    hint: expect.any(String) as string,
  });
});

test.each(['parquet', 'arrow', 'json'])('%s: a file that was cut off', async (format) => {
  await damaged('cut', `data.${format}`, (bytes) => bytes.subarray(0, bytes.length >> 1));
  const error = await bench.failure({ data: input(format, 'cut') }, 'data');
  expect(error).toMatchObject({
    kind: 'user',
    code: format === 'json' ? 'bad-json' : 'corrupt-file',
    node: 'data',
    param: 'path',
    hint: expect.any(String) as string,
  });
  expect(error.message).toContain('cut');
});

test.each(['parquet', 'arrow', 'json'])('%s: a file of another format', async (format) => {
  const error = await bench.failure({ data: input(format, 'data.csv') }, 'data');
  expect(error).toMatchObject({ kind: 'user', node: 'data', hint: expect.any(String) as string });
  expect(error.message).toContain('data.csv');
});

test('Parquet: a footer of nonsense', async () => {
  await damaged('footer.parquet', 'data.parquet', (bytes) => {
    bytes.fill(0xa5, bytes.length - 400, bytes.length - 8);
    return bytes;
  });
  expect(await bench.failure({ data: input('parquet', 'footer.parquet') }, 'data')).toMatchObject({
    kind: 'user',
    code: 'corrupt-file',
    node: 'data',
    param: 'path',
    location: { file: 'footer.parquet' },
  });
});

test('Parquet: a footer that claims to be larger than the file', async () => {
  await damaged('long.parquet', 'data.parquet', (bytes) => {
    bytes.set([0xff, 0xff, 0xff, 0x7f], bytes.length - 8);
    return bytes;
  });
  expect(await bench.failure({ data: input('parquet', 'long.parquet') }, 'data')).toMatchObject({
    kind: 'user',
    code: 'corrupt-file',
    node: 'data',
  });
});

test('Parquet: pages of nonsense', async () => {
  await damaged('pages.parquet', 'data.parquet', (bytes) => bytes.fill(0xa5, 4, 4000));
  const error = await bench.failure({ data: input('parquet', 'pages.parquet') }, 'data');
  expect(error).toMatchObject({
    kind: 'user',
    code: 'corrupt-file',
    node: 'data',
    location: { file: 'pages.parquet' },
    hint: expect.any(String) as string,
  });
});

test('NDJSON: a line that is no JSON is told by its number', async () => {
  await bench.file('lines.ndjson', '{"a": 1}\n{"a": 2}\n{"a":\n{"a": 3}\n');
  const error = await bench.failure({ data: input('json', 'lines.ndjson') }, 'data');
  expect(error).toMatchObject({ kind: 'user', code: 'bad-json', node: 'data' });
  expect(error.message).toContain('line 3');
});

test('files of one source with other columns', async () => {
  await bench.file('part-1.csv', 'id,a\n1,2\n');
  await bench.file('part-2.csv', 'id,b\n1,2\n');
  expect(await bench.failure({ data: csvInput('part-*.csv') }, 'data')).toMatchObject({
    code: 'files-differ',
    node: 'data',
    param: 'path',
    location: { file: 'part-2.csv' },
    hint: expect.stringContaining('id, b') as string,
  });
});

test('a file that is written again is read again', async () => {
  await bench.file('changing.csv', 'id\n1\n');
  const nodes = { data: csvInput('changing.csv') };
  expect(await bench.rows(nodes, 'data')).toEqual([{ id: 1n }]);
  await bench.file('changing.csv', 'id,more\n2,3\n');
  expect(await bench.rows(nodes, 'data')).toEqual([{ id: 2n, more: 3n }]);
});

// The superuser may read everything.
test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
  await bench.file('secret.csv', 'id\n1\n');
  await chmod(join(bench.folder, 'secret.csv'), 0o000);
  expect(await bench.failure({ data: csvInput('secret.csv') }, 'data')).toMatchObject({
    kind: 'operational',
    code: 'file-unreadable',
    node: 'data',
    hint: expect.any(String) as string,
  });
});

test('a file whose reads fail', async () => {
  // Linux refuses to read at address 0; the size is told as 0 there, so that the path counts as empty.
  const error = await bench.failure({ data: csvInput('/proc/self/mem') }, 'data');
  expect(error).toMatchObject({ node: 'data', param: 'path' });
  expect(error.kind).not.toBe('internal');
});
