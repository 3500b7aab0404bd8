import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeBytes } from './node-bytes.ts';
import { openNodeOutput } from './node-output.ts';
import { createNodeSpillFile } from './node-spill.ts';
import { createNodeRuntime } from './node.ts';
import type { Runtime } from './runtime.ts';

let base: string;
let runtime: Runtime;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'runtime-test-'));
  runtime = createNodeRuntime({ baseDirectory: base });
  for (const folder of ['data/year=2023', 'data/year=2024/month=1', 'empty']) {
    await mkdir(join(base, folder), { recursive: true });
  }
  for (const file of [
    'orders.csv',
    'a[1].csv',
    'data/year=2024/month=1/b.csv',
    'data/year=2023/a.csv',
  ]) {
    await writeFile(join(base, file), `content of ${file}`);
  }
});
afterAll(() => rm(base, { recursive: true }));

const names = async (pattern: string) =>
  (await runtime.findFiles(pattern)).map((file) => file.name);

test('paths and globs are relative to the document and sorted by name', async () => {
  expect(await names('orders.csv')).toEqual(['orders.csv']);
  expect(await names('./orders.csv')).toEqual(['./orders.csv']);
  expect(await names('data/**/*.csv')).toEqual([
    'data/year=2023/a.csv',
    'data/year=2024/month=1/b.csv',
  ]);
  expect(await names('data/year=*/*.csv')).toEqual(['data/year=2023/a.csv']);
  expect(await names(join(base, 'ord*.csv'))).toEqual([join(base, 'orders.csv')]);
  expect(await names('a[1].csv')).toEqual(['a[1].csv']);
});

test('a link to a folder is no file that a glob matches', async () => {
  await mkdir(join(base, 'links'));
  await writeFile(join(base, 'links/a.csv'), 'a');
  await symlink('../data', join(base, 'links/b.csv'));
  expect(await names('links/*.csv')).toEqual(['links/a.csv']);
});

const DOWNLOAD =
  'Pipelines read files, not the network: download it, and write the path of the file.';
const PUSH = 'Push the pipeline to one, or write the path of a file of this computer.';

test.each([
  ['order.csv', 'file-not-found', 'Did you mean orders.csv?'],
  ['nowhere/else/x.csv', 'file-not-found', undefined],
  ['data', 'is-a-folder', 'To read all of its files, write data/*.'],
  ['https://example.org/a.csv', 'bad-path', DOWNLOAD],
  ['s3://bucket/*.parquet', 'only-on-cluster', PUSH],
  ['table://sales.orders', 'only-on-cluster', PUSH],
  ['file:///etc/passwd', 'bad-path', 'Write the path itself, relative to the pipeline.'],
  ['data/*.parquet', 'file-not-found', undefined],
  ['nowhere/*.csv', 'file-not-found', undefined],
])('%s: %s', async (pattern, code, hint) => {
  await expect(runtime.findFiles(pattern)).rejects.toMatchObject({
    error: { kind: 'user', code, ...(hint === undefined ? {} : { hint }) },
  });
});

test('ranges of a file, until it changes', async () => {
  const bytes = createNodeBytes();
  await writeFile(join(base, 'changing.txt'), '0123456789');
  const [file] = await runtime.findFiles('changing.txt');
  if (file === undefined) throw new Error('no file');
  expect(new TextDecoder().decode(await bytes.read(file, 2, 5))).toBe('234');
  expect((await bytes.read(file, 4, 4)).length).toBe(0);
  const target = new Uint8Array(4);
  await bytes.readInto(file, 5, 9, () => target);
  expect(new TextDecoder().decode(target)).toBe('5678');
  await truncate(join(base, 'changing.txt'), 4);
  await expect(bytes.read(file, 2, 8)).rejects.toMatchObject({
    error: { kind: 'operational', code: 'file-changed' },
  });
  await expect(bytes.readInto(file, 2, 6, () => target)).rejects.toMatchObject({
    error: { kind: 'operational', code: 'file-changed' },
  });
  await bytes.close();
  await expect(createNodeBytes().read(file, 0, 2)).rejects.toMatchObject({
    error: { code: 'file-changed' },
  });
  await rm(join(base, 'changing.txt'));
  await expect(createNodeBytes().read(file, 0, 2)).rejects.toMatchObject({
    error: { code: 'file-unreadable' },
  });
});

const write = async (path: string, text: string) => {
  const output = await openNodeOutput(path);
  await output.write(new TextEncoder().encode(text));
  return output.close();
};

test('a target is replaced only by a whole new file', async () => {
  await writeFile(join(base, 'out.csv'), 'old');
  const location = await runtime.prepareOutput('out.csv', 'overwrite', false);
  expect(await write(location.temporary, 'new')).toEqual({ bytes: 3 });
  expect(await readFile(location.final, 'utf8')).toBe('old');
  await runtime.commitOutput(location);
  expect(await readFile(location.final, 'utf8')).toBe('new');
  const discarded = await runtime.prepareOutput('out.csv', 'overwrite', false);
  await write(discarded.temporary, 'half');
  await runtime.discardOutput(discarded);
  expect(await readFile(location.final, 'utf8')).toBe('new');
  expect((await readdir(base)).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('a folder of partitions is swapped into place', async () => {
  for (const value of ['old', 'new']) {
    const location = await runtime.prepareOutput('parts', 'overwrite', true);
    await write(join(location.temporary, `p=${value}`, 'data.csv'), value);
    await runtime.commitOutput(location);
  }
  expect(await readdir(join(base, 'parts'))).toEqual(['p=new']);
});

test('targets that cannot be written are refused before anything runs', async () => {
  await expect(runtime.prepareOutput('nowhere/out.csv', 'overwrite', false)).rejects.toMatchObject({
    error: { kind: 'user', code: 'output-folder-missing' },
  });
  await expect(runtime.prepareOutput('orders.csv', 'error', false)).rejects.toMatchObject({
    error: { kind: 'user', code: 'output-exists' },
  });
  await expect(runtime.prepareOutput('data', 'overwrite', false)).rejects.toMatchObject({
    error: { code: 'output-exists' },
  });
});

// The superuser may write anywhere.
test.skipIf(process.getuid?.() === 0)('a read-only folder is refused', async () => {
  await chmod(join(base, 'empty'), 0o500);
  await expect(runtime.prepareOutput('empty/x.csv', 'overwrite', false)).rejects.toMatchObject({
    error: { code: 'output-read-only' },
  });
});

test('spill directories go when they are removed, and those of dead processes with the next', async () => {
  const parent = join(base, 'empty');
  await mkdir(join(parent, 'sluice-999999999-abc'));
  const own = createNodeRuntime({ baseDirectory: base, temporaryDirectory: parent });
  const directory = (await own.createSpillDirectory()) as string;
  expect(await readdir(parent)).toEqual([directory.split('/').at(-1)]);
  await own.removeSpillDirectory(directory);
  expect(await readdir(parent)).toEqual([]);
});

test('spilled bytes are read by offset, and freed space is used again', () => {
  const file = createNodeSpillFile(base, 'spill');
  const first = file.append(Uint8Array.of(1, 2, 3));
  const second = file.append(Uint8Array.of(4, 5));
  expect([...file.read(second, 2)]).toEqual([4, 5]);
  expect([...file.read(first, 3)]).toEqual([1, 2, 3]);
  expect(() => file.read(4, 9)).toThrow(
    expect.objectContaining({ error: expect.objectContaining({ code: 'spill-unreadable' }) }),
  );
  file.release(first, 3);
  file.release(second, 2);
  expect(file.append(Uint8Array.of(6))).toBe(0);
  file.close();
});

// A tmpfs of a few kB would need root: /dev/full fails every write as a full disk does.
test.skipIf(!existsSync('/dev/full'))('a full disk is told', async () => {
  await symlink('/dev/full', join(base, 'full.blocks'));
  const file = createNodeSpillFile(base, 'full');
  expect(() => file.append(Uint8Array.of(1))).toThrow(
    expect.objectContaining({
      error: expect.objectContaining({
        kind: 'operational',
        code: 'disk-full',
        location: { file: base },
      }),
    }),
  );
  const output = await openNodeOutput('/dev/full');
  await expect(output.write(Uint8Array.of(1))).rejects.toMatchObject({
    error: { kind: 'operational', code: 'disk-full' },
  });
});
