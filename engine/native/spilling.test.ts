/** Rows beyond the memory limit of native DuckDB: in its temporary folder, or told why not. */
import { mkdtemp, readdir, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLinkedFiles } from './linked-files.ts';
import { createSession, type NativeSession } from './native-session.ts';
import { connect, openInstance } from './open-instance.ts';

/** Too small for what the tests sort and join. */
const SMALL = 40 * 2 ** 20;

interface Opened {
  readonly session: NativeSession;
  /** Made by DuckDB with the first file in it. */
  readonly temporaryFolder: string;
  readonly run: (setting: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function open(memoryLimit: number): Promise<Opened> {
  const parent = await mkdtemp(join(tmpdir(), 'sluice-spilling-'));
  const files = createLinkedFiles(parent);
  const { folder, temporaryFolder } = files;
  const instance = await openInstance({ folder, temporaryFolder, threads: 2, memoryLimit });
  const own = await connect(instance);
  const session = createSession(await connect(instance));
  let closed: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await session.close();
    own.closeSync();
    instance.closeSync();
    expect(await readdir(folder)).not.toContain('duckdb_temp_files');
    files.close();
    await rm(parent, { recursive: true });
  };
  const close = (): Promise<void> => (closed ??= end());
  onTestFinished(close);
  return { session, temporaryFolder, run: (setting) => own.run(setting), close };
}

const SORTED =
  'SELECT i, row_number() OVER () AS n FROM (SELECT i FROM range(2000000) r(i) ORDER BY hash(i), i)';
const JOINED = `SELECT i, j AS n FROM (SELECT i, hash(i) AS h FROM range(1500000) r(i)) a
  JOIN (SELECT j, hash(j) AS h, repeat('x', 20) AS x FROM range(1500000) s(j)) b USING (h) WHERE x <> i::VARCHAR`;
const digest = (rows: string): string =>
  `SELECT count(*)::VARCHAR, sum(hash(i, n))::VARCHAR FROM (${rows})`;

test.each([
  ['a sort', SORTED],
  ['a join', JOINED],
])('%s gives the same rows where it does not fit into memory', async (_, rows) => {
  const [small, large] = [await open(SMALL), await open(2 ** 30)];
  const wanted = await large.session.texts(digest(rows));
  await expect(readdir(large.temporaryFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await small.session.texts(digest(rows))).toEqual(wanted);
  // It was there, and nothing stays in it.
  expect(await readdir(small.temporaryFolder)).toEqual([]);
});

test('nothing stays in the temporary folder when a query fails or is cancelled', async () => {
  const { session, temporaryFolder } = await open(SMALL);
  const controller = new AbortController();
  const changes = watch(join(temporaryFolder, '..'), { signal: controller.signal });
  const late = `SELECT sum(CASE WHEN n = 1999999 THEN error('late') ELSE i END) FROM (${SORTED})`;
  const cancelled = expect(session.texts(digest(SORTED))).rejects.toMatchObject({
    error: { kind: 'cancelled' },
  });
  for await (const { filename } of changes) if (filename === 'duckdb_temp_files') break;
  session.cancel();
  await cancelled;
  expect(await readdir(temporaryFolder)).toEqual([]);
  session.resetCancel();
  await expect(session.texts(late)).rejects.toMatchObject({
    error: { kind: 'user', message: expect.stringContaining('late') as unknown },
  });
  expect(await readdir(temporaryFolder)).toEqual([]);
});

test('a temporary folder that is full is told, not as too little memory', async () => {
  const { session, run } = await open(SMALL);
  await run("SET max_temp_directory_size = '1MB'");
  await expect(session.texts(digest(SORTED))).rejects.toMatchObject({
    error: {
      kind: 'operational',
      code: 'disk-full',
      hint: expect.stringContaining('TMPDIR') as unknown,
    },
  });
});

test('a temporary folder that cannot be written is told', async () => {
  const { session, temporaryFolder } = await open(SMALL);
  // Not by its permissions: they bind no superuser.
  await writeFile(temporaryFolder, 'in its place');
  const unwritable = {
    error: {
      kind: 'operational',
      code: 'spill-unwritable',
      hint: expect.stringContaining('TMPDIR') as unknown,
    },
  };
  await expect(session.texts(digest(SORTED))).rejects.toMatchObject(unwritable);
  await rm(temporaryFolder);
  expect(await session.texts("SELECT 'goes on'")).toEqual([['goes on']]);
});
