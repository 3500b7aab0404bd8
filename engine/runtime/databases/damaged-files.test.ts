/** Files of DuckDB and SQLite that are not as they should be: each made for real, told with what to do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFailure } from '../../contract/errors.ts';
import type { DatabaseFileSource } from '../../contract/source-spec.ts';
import { openNative } from '../../testing/native.ts';
import { createNodeDatabaseReader } from './node-database-reader.ts';
import { describeFile } from './read-file.ts';

let folder: string;
let duckdb: Buffer;
let lite: Buffer;

/** Bytes of one table that lie far from those that are read at first. */
const ROWS = 200_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-damaged-'));
  const native = await openNative();
  const path = join(folder, 'good.duckdb');
  await native.execute(`ATTACH '${path}' AS a`);
  await native.execute(`CREATE TABLE a.t AS SELECT hash(i) AS s FROM range(${ROWS}) r(i)`);
  await native.execute('DETACH a');
  native.close();
  duckdb = await readFile(path);
  const made = new sqlite.Database(join(folder, 'good.sqlite'));
  made.exec(`CREATE TABLE t (s TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO t SELECT i || hex(randomblob(50)) FROM n`);
  made.close();
  lite = await readFile(join(folder, 'good.sqlite'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

/** DuckDB's checksum is the sum, without carry, of words times this. */
const FACTOR = 0xbf58476d1ce4e5b9n;

/** The file as a later DuckDB might write it: another version, under a checksum that fits. */
const ofVersion = (bytes: Buffer, version: bigint): Buffer =>
  changed(bytes, (copy) => {
    const before = copy.readBigUInt64LE(8);
    copy.writeBigUInt64LE(version, 12);
    const sum = (word: bigint): bigint => BigInt.asUintN(64, word * FACTOR);
    const checksum = copy.readBigUInt64LE(0) ^ sum(before) ^ sum(copy.readBigUInt64LE(8));
    copy.writeBigUInt64LE(checksum, 0);
  });

/** The first page of a file that DuckDB 1.4.0 encrypted: later ones do so with an extension only. */
const ENCRYPTED = gunzipSync(
  Buffer.from(
    'H4sIAAAAAAACA7O4P1d95/qcry6hzt7ODBDAyIAflBnqmegZ4JZPskg0MEs1STQywi7PCIQKQFr4zuwPzVMlnCSzjMPcFp940+fX3ivzOLqVYRSMglEwCkbBKBgFo2AUjIJRMApGwSgYBVQFAP8cehEAEAAA',
    'base64',
  ),
);

/** What is said of a file when it is looked at and all of its rows are read. */
async function told(
  engine: 'duckdb' | 'sqlite',
  name: string,
  table = 't',
): Promise<Record<string, unknown>> {
  const spec: DatabaseFileSource = { format: 'database-file', engine, paths: [name], table };
  const handle = { kind: 'path', path: join(folder, name) } as const;
  const file = { name, size: 1, fingerprint: '', handle };
  const reader = createNodeDatabaseReader({ resolve: () => Promise.reject(new Error('none')) });
  try {
    const found = await describeFile(spec, [{ file, partitionValues: {} }]);
    const split = { kind: 'database', index: 0, file, partitionValues: {}, bytes: 1 } as const;
    const source = { spec, fingerprint: '', ...found };
    for await (const _ of reader.read(source, split, ['s'], () => undefined));
  } catch (thrown) {
    if (!(thrown instanceof EngineFailure)) throw thrown;
    const { kind, code, message, hint, param, location } = thrown.error;
    return { kind, code, message, hint, param, file: location?.file };
  }
  return {};
}

const unreadable = (name: string, why: string, hint: string): Record<string, unknown> => ({
  kind: 'user',
  code: 'database-file-unreadable',
  message: `${name} cannot be read: ${why}.`,
  hint: expect.stringContaining(hint) as unknown,
  param: 'path',
  file: name,
});

const RESTORE = 'restore it from a backup';

test.each<[string, () => Buffer | string, string, string]>([
  ['encrypted', () => ENCRYPTED, 'it is encrypted', 'COPY FROM DATABASE'],
  ['newer', () => ofVersion(duckdb, 999n), 'another version of DuckDB wrote it', 'Parquet'],
  ['halved', () => duckdb.subarray(0, duckdb.length >> 1), 'it is damaged', RESTORE],
  ['begun', () => duckdb.subarray(0, 5000), 'it is damaged', RESTORE],
  ['header', () => changed(duckdb, (copy) => copy.writeUInt8(1, 100)), 'it is damaged', RESTORE],
  [
    'rows',
    // The first blocks of rows; the catalog, at the end, is whole.
    () => changed(duckdb, (copy) => copy.fill(0xff, 100_000, 101_000)),
    'it is damaged',
    RESTORE,
  ],
  ['empty', () => '', 'it is no database of DuckDB', 'Correct the path'],
  ['text', () => 'no database '.repeat(1000), 'it is no database of DuckDB', 'Correct the path'],
  ['sqlite', () => lite, 'it is no database of DuckDB', 'choose the other kind'],
])('DuckDB, %s', async (name, bytes, why, hint) => {
  await writeFile(join(folder, `${name}.duckdb`), bytes());
  expect(await told('duckdb', `${name}.duckdb`)).toEqual(unreadable(`${name}.duckdb`, why, hint));
});

const RECOVER = '.recover';

test.each<[string, () => Buffer | string, string, string]>([
  [
    'newer',
    () => changed(lite, (copy) => copy.writeUInt8(3, 19)),
    'a newer version of SQLite wrote it, whose format is not known here',
    '.dump',
  ],
  [
    'wal',
    () => changed(lite, (copy) => copy.fill(2, 18, 20)),
    'it keeps a write-ahead log (WAL)',
    'PRAGMA journal_mode = DELETE',
  ],
  ['halved', () => lite.subarray(0, lite.length >> 1), 'it is damaged', RECOVER],
  ['begun', () => lite.subarray(0, 50), 'it is damaged', RECOVER],
  [
    'rows',
    () => changed(lite, (copy) => copy.fill(0xff, 40_960, 41_000)),
    'it is damaged',
    RECOVER,
  ],
  ['empty', () => '', 'it is empty', 'Check the path'],
  [
    'text',
    () => 'no database '.repeat(1000),
    'it is no database of SQLite, or it is encrypted',
    'choose the other kind',
  ],
  [
    'random',
    // As SQLCipher leaves it: nothing to be told from noise.
    () => changed(lite, (copy) => copy.set(ENCRYPTED.subarray(120, 220), 0)),
    'it is no database of SQLite, or it is encrypted',
    'save it without a key',
  ],
])('SQLite, %s', async (name, bytes, why, hint) => {
  await writeFile(join(folder, `${name}.sqlite`), bytes());
  expect(await told('sqlite', `${name}.sqlite`)).toEqual(unreadable(`${name}.sqlite`, why, hint));
});

/** Runs a program that opens a database, until `work` is done. */
async function whileOpen<T>(program: string, path: string, work: () => Promise<T>): Promise<T> {
  const other = spawn(process.execPath, ['-e', program, path], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(other, 'exit');
  try {
    await once(other.stdout, 'data');
    return await work();
  } finally {
    other.kill('SIGKILL');
    await ended;
  }
}

const WAIT = `process.stdout.write('open'); process.stdin.resume();`;

test('another process has the file open, and a process that ended while writing', async () => {
  const open = `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1]).then((open) => { globalThis.open = open; ${WAIT} });`;
  const path = join(folder, 'good.duckdb');
  expect(await whileOpen(open, path, () => told('duckdb', 'good.duckdb'))).toEqual(
    unreadable('good.duckdb', 'another program has it open for writing', 'Close it there'),
  );
  expect(await told('duckdb', 'good.duckdb')).toEqual({});

  // So little memory that changed pages go to the file before the end.
  const write = `const { Database } = require('node-sqlite3-wasm'); const open = new Database(process.argv[1]);
    open.exec("PRAGMA cache_size = 1; BEGIN; UPDATE t SET s = 'half'"); ${WAIT}`;
  const inUse = unreadable(
    'good.sqlite',
    'another program is writing it, or ended in the middle of that',
    'Close it there',
  );
  const liteThere = join(folder, 'good.sqlite');
  expect(await whileOpen(write, liteThere, () => told('sqlite', 'good.sqlite'))).toEqual(inUse);
  // Its journal still is there, and half of the rows are changed.
  expect(await told('sqlite', 'good.sqlite')).toEqual(inUse);
});

test('a folder, and a table that is not there', async () => {
  await mkdir(join(folder, 'folder.db'));
  expect(await told('duckdb', 'folder.db')).toEqual(
    unreadable('folder.db', 'it is a folder', 'Name the file'),
  );
  expect(await told('sqlite', 'folder.db')).toEqual(
    unreadable('folder.db', 'it is a folder', 'Name the file'),
  );
  await writeFile(join(folder, 'whole.duckdb'), duckdb);
  await writeFile(join(folder, 'whole.sqlite'), lite);
  for (const engine of ['duckdb', 'sqlite'] as const) {
    expect(await told(engine, `whole.${engine}`)).toEqual({});
    expect(await told(engine, `whole.${engine}`, 'none')).toMatchObject({
      code: 'table-not-found',
      message: expect.stringContaining('none') as unknown,
      hint: 'Write the name as the database has it.',
      param: 'table',
    });
  }
});
