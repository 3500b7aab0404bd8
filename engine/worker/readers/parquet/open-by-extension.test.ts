/**
 * Both readers give the same rows. These tests need DuckDB's parquet extension and are left out without
 * it: `npm run fetch-extensions`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FETCHED } from '../../../../.ci/fetch-extensions.mjs';
import { compileExtension } from '../../../runtime/parquet-extension.ts';
import { nodeBindings } from '../../duckdb/node-bindings.ts';
import { compileDuckDB } from '../../duckdb/node-module.ts';
import { openSession } from '../../duckdb/open-session.ts';
import type { Session } from '../../duckdb/session.ts';
import { failureOf, memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';

const spec = { format: 'parquet', paths: ['x'] } as const;

describe.runIf(existsSync(FETCHED))('nested columns by the extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-extension-'));
  let native: Awaited<ReturnType<DuckDBInstance['connect']>>;
  let without: Session;
  let session: Session;
  /** Files that the session read by itself. */
  let registered: string[] = [];
  beforeAll(async () => {
    native = await (await DuckDBInstance.create()).connect();
    const options = {
      bindings: nodeBindings(),
      module: await compileDuckDB(),
      memoryLimit: 512 << 20,
    };
    without = await openSession(options);
    const parquet = await compileExtension(new Uint8Array(readFileSync(FETCHED)));
    const opened = await openSession({ ...options, parquet });
    session = {
      ...opened,
      registerFile: (name, bytes) => {
        registered.push(name);
        opened.registerFile(name, bytes);
      },
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function write(name: string, select: string, options = ''): Promise<Uint8Array> {
    const path = join(folder, `${name}.parquet`);
    await native.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
    return readFileSync(path);
  }

  test('the extension was loaded', () => {
    expect(session.readsParquet).toBe(true);
  });

  test.each([
    ['list', 'CASE WHEN i % 7 > 0 THEN [i::INTEGER, NULL, -i::INTEGER] END', true],
    ['lists of texts', "[['ä' || i, NULL], [], NULL]", true],
    ['struct', "{'a': i::DECIMAL(9,2), 'b': {'c': [i % 3 = 0, NULL], 'd': 'x' || i}}", true],
    ['map', "CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN MAP {} ELSE MAP {'k' || i: [i]} END", true],
    ['times', "[TIMESTAMP '2020-01-01' + to_seconds(i), NULL]", true],
    ['zoned times', "[TIMESTAMPTZ '2020-01-01 00:00:00+00' + to_seconds(i)]", true],
    [
      'numbers',
      "{'u': i::UBIGINT, 'h': i::DECIMAL(38,10), 'f': i::FLOAT, 't': (i % 256)::UTINYINT}",
      true,
    ],
    ['blobs', "['\\x00ab'::BLOB, encode('y' || i)]", true],
    ['enums and identifiers', "{'e': ['a'::ENUM('a')], 'u': [md5(i::VARCHAR)::UUID]}", undefined],
    ['flat', 'i % 100', false],
  ])('%s', async (name, value, byExtension) => {
    const rows = `SELECT i AS id, ${value} AS v FROM range(5000) t(i)`;
    const bytes = await write(name, rows, ', ROW_GROUP_SIZE 2048');
    const files = (): ReturnType<typeof sourceFiles> => sourceFiles(memoryFile(name, bytes));
    const expected = await readSource(without, spec, files());
    registered = [];
    const read = await readSource(session, spec, files(), { splitBytes: 1 });
    expect(read.description.schema).toEqual(expected.description.schema);
    expect(read.rows).toEqual(expected.rows);
    expect(read.rowsRead).toBe(5000);
    if (byExtension !== undefined) expect(registered.length > 0).toBe(byExtension);
  });

  test.each([
    ['[i, i]', 1],
    ['MAP {1: i}', 2],
  ])('%s is read again from memory only where that is cheaper', async (value, times) => {
    const bytes = await write(`again${times}`, `SELECT ${value} AS v FROM range(3) t(i)`);
    const files = sourceFiles(memoryFile(`again${times}`, bytes));
    registered = [];
    const first = await readSource(session, spec, files);
    const second = await readSource(session, spec, files);
    expect(second.rows).toEqual(first.rows);
    expect(registered).toHaveLength(times);
    expect(new Set(registered).size).toBe(times);
  });

  test('a damaged page is an error that names the file, and the session works on', async () => {
    const bytes = await write('damaged', "SELECT ['text ' || i] AS v FROM range(50000) t(i)");
    const { description } = await readSource(without, spec, sourceFiles(memoryFile('d', bytes)));
    const damaged = new Uint8Array(bytes);
    damaged.fill(0xff, 100, 4000);
    const file = memoryFile('damaged.parquet', damaged);
    const [split] = description.splits;
    if (split?.kind !== 'parquet') throw new Error('no split');
    registered = [];
    const failure = await failureOf(
      readSource(session, spec, [], {
        description: { ...description, splits: [{ ...split, file }] },
      }),
    );
    expect(registered).toHaveLength(1);
    expect(failure).toMatchObject({ code: 'corrupt-file', location: { file: 'damaged.parquet' } });
    expect(session.query('SELECT 42 AS x').get(0)?.toJSON()).toEqual({ x: 42 });
  });
});
